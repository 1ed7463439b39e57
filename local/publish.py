"""Bring changed code to the emulator directly, without a deployment."""

import contextlib
import hashlib
import io
import json
import zipfile
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, Self

from cdk.constructs.bundles import Bundles
from local.desk import FINGERPRINT, PATCHED, Desk
from local.places import ROOT
from souk.registry import load
from souk.spec import Spec

PREFIX = "souk-local-"
KIT = "kit"


@dataclass
class Work:
    """What a set of changed files asks for."""

    services: set[str] = field(default_factory=set)
    everything: bool = False
    kit: bool = False
    migrate: bool = False

    @classmethod
    def of(cls, files: set[Path]) -> Self:
        """Read it from where the files are."""
        work = cls()
        for file in files:
            parts = file.relative_to(ROOT).parts
            if parts[0] == "layers":
                work.kit = work.everything = True
            elif parts[0] == "events":
                work.everything = True
            elif len(parts) > 2:
                work.services.add(parts[1])
                if "migrations" in parts:
                    work.migrate = True
                    work.services.add("ops")
        return work

    def __str__(self) -> str:
        return "everything" if self.everything else ", ".join(sorted(self.services))


def publish(desk: Desk, work: Work) -> str:
    """Update the functions that the work is about and give the declarations' hash."""
    specs = sorted(load(ROOT / "functions").functions, key=bundle)
    bundles = Bundles(root=ROOT, cache=ROOT / ".souk" / "bundles", wheels=(), region="", document=dict)
    client = desk.emulator.client("lambda")
    if not (work.services or work.everything):
        return declarations(specs)
    desk.emulator.remember(FINGERPRINT, PATCHED)
    layer = _publish_layer(client, bundles.kit()) if work.kit else None
    for (service, files), group in groupby(specs, key=bundle):
        if "openapi" in files or not (work.everything or service in work.services):
            continue
        code = zipped(bundles.service(service, frozenset(files)))
        for spec in group:
            # A function that is new comes with the deployment that its declaration asks for.
            with contextlib.suppress(client.exceptions.ResourceNotFoundException):
                client.update_function_code(FunctionName=PREFIX + spec.id, ZipFile=code)
                if layer:
                    _use_layer(client, PREFIX + spec.id, layer)
    if work.migrate:
        client.invoke(FunctionName=f"{PREFIX}ops-migrate")
    return declarations(specs)


def declarations(specs: list[Spec]) -> str:
    """Hash what only a deployment can bring: routes, resources, settings, schedules, limits."""
    said = [
        [
            *(spec.id, spec.kind, spec.method, spec.path, spec.rate, spec.timeout, spec.memory),
            sorted(spec.environment),
            sorted(event.name for event in spec.events),
            sorted(resource.__name__ for resource in spec.resources),
            [spec.layers, list(map(repr, (*spec.secrets, *spec.rights)))],
        ]
        for spec in specs
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def bundle(spec: Spec) -> tuple[str, list[str]]:
    """Say which zip a function is in."""
    return spec.service, sorted(spec.files)


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
