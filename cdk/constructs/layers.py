"""The layers that functions stand on."""

from pathlib import Path

import aws_cdk as cdk
from aws_cdk import aws_lambda as lambda_

from cdk.constructs.bundles import COMMON, Bundles
from souk.spec import Spec


class Layers:
    """The layers of one stack, each made for the first function that needs it.

    Layers that stacks share could not be replaced while another stack uses their export.
    """

    def __init__(self, scope: cdk.Stack, bundles: Bundles) -> None:
        self._scope, self._bundles = scope, bundles
        self._made: dict[str, lambda_.LayerVersion] = {}

    def of(self, spec: Spec) -> list[lambda_.LayerVersion]:
        """Give what all functions stand on, and what this one asked for."""
        return [
            self._layer("kit", self._bundles.kit()),
            *(self._layer(name, self._bundles.layer(name)) for name in (COMMON, *spec.layers)),
        ]

    def _layer(self, name: str, folder: Path) -> lambda_.LayerVersion:
        if name not in self._made:
            self._made[name] = lambda_.LayerVersion(
                self._scope,
                f"{name.capitalize()}Layer",
                layer_version_name=f"{self._scope.stack_name}-{name}",
                code=lambda_.Code.from_asset(str(folder)),
                compatible_runtimes=[lambda_.Runtime.PYTHON_3_13],
            )
        return self._made[name]
