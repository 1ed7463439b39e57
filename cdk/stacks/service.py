"""One stack per service, deployed by itself."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from constructs import Construct
from souk.spec import Spec

from cdk.constructs.function import Function, Rollout
from cdk.platform import Platform
from cdk.constructs.reaction import ReactionFunction
from cdk.constructs.run_on_deploy import RunOnDeploy
from cdk.constructs.schedule import ScheduledFunction

KINDS: dict[str, type[Function]] = {"reaction": ReactionFunction, "schedule": ScheduledFunction}


class ServiceStack(cdk.Stack):
    """The functions of a service with everything that belongs to them.

    The layers are made in each stack: shared ones could not be replaced while another stack uses their export.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        service: str,
        specs: Sequence[Spec],
        platform: Platform,
        run_on_deploy: Collection[str],
        **options: Any,
    ) -> None:
        super().__init__(scope, id, **options)
        if platform.key:
            # An imported key keeps its policy to itself; grants to it would tie the foundation to every service.
            platform = replace(platform, key=kms.Key.from_key_arn(self, "Key", platform.key.key_arn))
        layers = [
            self._layer("Dependencies", str(platform.bundles.dependencies()), platform),
            self._layer("Kit", str(platform.bundles.kit()), platform),
        ]
        rollout = Rollout(self, platform, service) if platform.stage.canary else None
        functions = [
            KINDS.get(spec.kind, Function)(self, spec=spec, platform=platform, layers=layers, rollout=rollout)
            for spec in specs
        ]
        for first in functions:
            if first.spec.id in run_on_deploy:
                run = RunOnDeploy(self, platform=platform, service=service, function=first)
                for other in functions:
                    if other is not first:
                        other.node.add_dependency(run)

    def _layer(self, name: str, folder: str, platform: Platform) -> lambda_.LayerVersion:
        return lambda_.LayerVersion(
            self,
            name,
            layer_version_name=f"{self.stack_name}-{name.lower()}",
            code=lambda_.Code.from_asset(folder),
            compatible_runtimes=[lambda_.Runtime.PYTHON_3_13],
        )
