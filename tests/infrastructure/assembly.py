"""What a stage becomes: its templates, read as data."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import aws_cdk
from cdk_nag import AwsSolutionsChecks, ServerlessChecks

from app import build
from cdk.constructs.bundles import Bundles, wheels_of
from cdk.stage import Stage
from cdk.stage_file import read
from souk.registry import Registry

DESK: dict[str, Any] = {
    "account": "000000000000",
    "region": "us-east-1",
    "public_url": "http://localhost:8080",
    "existing": {
        "database_host": "127.0.0.1",
        "database_port": 5432,
        "database_user": "souk",
        "database_password": "of-this-machine",
        "cache_url": "valkey://127.0.0.1:6379",
    },
}
# What the desk adds, and what an operator has to decide before anything is deployed.
DECIDED: dict[str, dict[str, Any]] = {
    "local": DESK,
    "prod": {"payment_providers": ["stripe"], "payment_keys": {"stripe": "pk_live_souk"}},
}


class LeanBundles(Bundles):
    """Bundles without the third-party packages, which take a while to install and change no template."""

    def layer(self, name: str) -> Path:
        """Give an empty layer."""
        folder = self.cache / name / "python"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "nothing.py").touch()
        return folder.parent

    def web(self) -> Path:
        """Give a shell and one file beside it."""
        folder = self.cache / "client"
        (folder / "assets").mkdir(parents=True, exist_ok=True)
        (folder / "assets" / "index-1234.js").touch()
        (folder / "index.html").touch()
        return folder

    def policy(self) -> dict[str, list[str]]:
        """Give hashes of nothing, and two addresses."""
        return {"scripts": ["sha256-ofAScript"], "styles": ["sha256-ofAStyle"], "paths": ["/orders", "/checkout/:id"]}


@dataclass(frozen=True)
class Resource:
    """One resource of one template."""

    stack: str
    id: str
    type: str
    properties: dict[str, Any]
    body: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.stack}/{self.id}"


@dataclass(frozen=True)
class Assembly:
    """A synthesised stage."""

    stage: Stage
    registry: Registry
    folder: Path

    @cached_property
    def templates(self) -> dict[str, dict[str, Any]]:
        """Every template by its stack."""
        found = sorted(self.folder.glob("*.template.json"))
        return {path.name.removesuffix(".template.json"): json.loads(path.read_text()) for path in found}

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What the CDK says of the assembly."""
        manifest: dict[str, Any] = json.loads((self.folder / "manifest.json").read_text())
        return manifest

    def resources(self, *types: str) -> Iterator[Resource]:
        """Give all resources, or those of some types."""
        for stack, template in self.templates.items():
            for name, body in template["Resources"].items():
                if not types or body["Type"] in types:
                    yield Resource(stack, name, body["Type"], body.get("Properties", {}), body)

    def functions(self) -> dict[str, Resource]:
        """Give the functions by their physical names."""
        return {one.properties["FunctionName"]: one for one in self.resources("AWS::Lambda::Function")}

    def resource(self, stack: str, name: str) -> Resource:
        """Find one resource."""
        return next(one for one in self.resources() if (one.stack, one.id) == (stack, name))


def look_closely(app: aws_cdk.App) -> None:
    """Apply the rules of cdk-nag."""
    aws_cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app), ServerlessChecks(app))


def synthesise(name: str, registry: Registry, folder: Path, bundles: Path, *, with_domain: bool = False) -> Assembly:
    """Build a stage as the command line would, with the rules of cdk-nag on what goes to an account."""
    stage = read(name, DECIDED.get(name))
    root = registry.root.parent
    app = aws_cdk.App(outdir=str(folder), context=json.loads((root / "cdk.json").read_text())["context"])
    if stage.edge and with_domain:
        edge = stage.edge.model_copy(update={"domain": "souk.example", "zone_id": "Z0123456789"})
        stage = stage.model_copy(update={"edge": edge})
    if stage.network:
        look_closely(app)
    build(app, stage, registry, LeanBundles(root, bundles, wheels_of(stage), stage.region, dict))
    app.synth()
    return Assembly(stage, registry.on(stage.choices), folder)
