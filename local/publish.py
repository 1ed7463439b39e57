"""Bring changed code to the emulator directly, without a deployment.

Every run is a process of its own, so that it reads the code as it is now.
"""

import argparse
import hashlib
import io
import json
import zipfile
from itertools import groupby
from pathlib import Path
from typing import Any

from cdk.constructs.bundles import Bundles
from local.deploy import FINGERPRINT
from local.desk import ROOT, Desk
from souk.registry import load
from souk.spec import Spec

PREFIX = "souk-local-"
KIT = "kit"


def publish(desk: Desk, services: set[str] | None, *, kit: bool) -> str:
    """Update the code of services (all when None), and the kit's layer when it changed; give the declarations' hash."""
    specs = sorted(load(ROOT / "functions").functions, key=bundle)
    bundles = Bundles(root=ROOT, cache=ROOT / ".souk" / "bundles", wheels=(), region="", document=dict)
    client = desk.emulator.client("lambda")
    # From now on the emulator has what no deployment brought.
    desk.emulator.client("ssm").delete_parameters(Names=[FINGERPRINT])
    layer = _publish_layer(client, bundles.kit()) if kit else None
    for (service, files), group in groupby(specs, key=bundle):
        if "openapi" in files or (services is not None and service not in services):
            continue
        code = zipped(bundles.service(service, frozenset(files)))
        for spec in group:
            client.update_function_code(FunctionName=PREFIX + spec.id, ZipFile=code)
            if layer:
                _use_layer(client, PREFIX + spec.id, layer)
    return declarations(specs)


def declarations(specs: list[Spec]) -> str:
    """Hash what only a deployment can bring: routes, resources, settings, schedules, limits."""
    said = [
        [
            *(spec.id, spec.kind, spec.method, spec.path, spec.rate, spec.timeout, spec.memory),
            sorted(spec.environment),
            sorted(event.name for event in spec.events),
            sorted(resource.__name__ for resource in spec.resources),
        ]
        for spec in specs
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def bundle(spec: Spec) -> tuple[str, list[str]]:
    """Say which zip a function is in."""
    return spec.service, sorted({resource.files for resource in spec.resources if resource.files})


def zipped(folder: Path) -> bytes:
    """Zip a folder in memory."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, file.relative_to(folder))
    return buffer.getvalue()


def _publish_layer(client: Any, folder: Path) -> str:
    made = client.publish_layer_version(LayerName=f"{PREFIX}desk-{KIT}", Content={"ZipFile": zipped(folder)})
    return str(made["LayerVersionArn"])


def _use_layer(client: Any, function: str, layer: str) -> None:
    attached = client.get_function_configuration(FunctionName=function)["Layers"]
    others = [entry["Arn"] for entry in attached if not entry["Arn"].rsplit(":", 1)[0].endswith(f"-{KIT}")]
    client.update_function_configuration(FunctionName=function, Layers=[*others, layer])


def main() -> None:
    """Publish what the command line names and print the declarations' hash."""
    parser = argparse.ArgumentParser(prog="python -m local.publish", description=__doc__)
    parser.add_argument("services", nargs="*")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--kit", action="store_true")
    parser.add_argument("--migrate", action="store_true")
    chosen = parser.parse_args()
    desk = Desk()
    print(publish(desk, None if chosen.all else set(chosen.services), kit=chosen.kit))
    if chosen.migrate:
        desk.emulator.client("lambda").invoke(FunctionName=f"{PREFIX}ops-migrate")


if __name__ == "__main__":
    main()
