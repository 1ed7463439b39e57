"""One stack per service, deployed by itself."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from cdk.constructs import encryption
from cdk.constructs.function import Function, Rollout
from cdk.constructs.reaction import ReactionFunction
from cdk.constructs.run_on_deploy import RunOnDeploy
from cdk.constructs.schedule import ScheduledFunction
from cdk.platform import Platform
from souk.spec import Spec

KINDS: dict[str, type[Function]] = {"reaction": ReactionFunction, "schedule": ScheduledFunction}


class ServiceStack(cdk.Stack):
    """The functions of a service with everything that belongs to them.

    The layers are made in each stack: shared ones could not be replaced while another stack uses their export.
    """

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        service: str,
        specs: Sequence[Spec],
        platform: Platform,
        **options: Any,
    ) -> None:
        super().__init__(scope, name, **options)
        platform = replace(platform, key=encryption.known(self, platform.key))
        layers = [
            self._layer("Dependencies", str(platform.bundles.dependencies())),
            self._layer("Kit", str(platform.bundles.kit())),
        ]
        rollout = Rollout(self, platform, service) if platform.stage.canary else None
        functions = [
            KINDS.get(spec.kind, Function)(self, spec=spec, platform=platform, layers=layers, rollout=rollout)
            for spec in specs
        ]
        for first in functions:
            if first.spec.on_deploy:
                run = RunOnDeploy(self, platform=platform, service=service, function=first)
                for other in functions:
                    if other is not first:
                        other.node.add_dependency(run)

    def _layer(self, name: str, folder: str) -> lambda_.LayerVersion:
        return lambda_.LayerVersion(
            self,
            name,
            layer_version_name=f"{self.stack_name}-{name.lower()}",
            code=lambda_.Code.from_asset(folder),
            compatible_runtimes=[lambda_.Runtime.PYTHON_3_13],
        )
