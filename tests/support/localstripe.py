"""localstripe: a program of others that plays Stripe, in a Python environment of its own."""

import os
from pathlib import Path
from typing import override

import httpx

from local.aws import PASSED_ON
from local.desk import STATE
from local.environments import make_environment
from local.servers import Server, answers


class LocalStripe(Server):
    """A server that forgets everything when it stops."""

    _python = STATE / "localstripe-python"

    @property
    def url(self) -> str:
        """The address that a client of Stripe is pointed at."""
        return f"http://{self.host}:{self.port}"

    @override
    def prepare(self) -> None:
        make_environment(self._python, Path(__file__).with_suffix(".txt"))

    @override
    def command(self) -> list[str]:
        launcher = Path(__file__).with_name("launch_localstripe.py")
        return [str(self._python / "bin" / "python"), "-P", str(launcher), str(self.port)]

    @override
    def environment(self) -> dict[str, str]:
        return {name: os.environ[name] for name in PASSED_ON if name in os.environ}

    @override
    def is_ready(self) -> bool:
        return answers(f"{self.url}/js.stripe.com/v3/")

    def notify(self, address: str, secret: str) -> None:
        """Have what happens from now on sent to an address, signed with a secret."""
        hook = f"{self.url}/_config/webhooks/souk"
        httpx.post(hook, data={"url": address, "secret": secret}).raise_for_status()

    def forget(self) -> None:
        """Forget everything that happened here."""
        httpx.delete(f"{self.url}/_config/data").raise_for_status()
