"""What the README shows works, and works again."""

import json
import re
import shutil
import subprocess

import pytest

from local.desk import Desk
from local.places import ROOT


@pytest.mark.skipif(shutil.which("curl") is None, reason="the README's purchase is made with curl")
def test_the_purchase_of_the_readme_can_be_repeated(own_desk: Desk) -> None:
    [commands] = re.findall(r"## Buy something\n\n```console\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    commands = commands.replace("http://localhost:8080", own_desk.door.url)

    def buy() -> list[str]:
        printed = subprocess.run(
            ["bash", "-eu", "-c", commands], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        orders = json.loads(re.findall(r'{"items".*}', printed)[-1])["items"]
        return [order["id"] for order in orders]

    first, second = buy(), buy()

    assert len(second) == len(first) + 1
