"""One stack per service, or per area of a service; each deployed by itself."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import aws_cdk as cdk
from constructs import Construct

from cdk.constructs import encryption
from cdk.constructs.function import Function, Rollout
from cdk.constructs.job import JobFunction
from cdk.constructs.layers import Layers
from cdk.constructs.reaction import ReactionFunction
from cdk.constructs.run_on_deploy import RunOnDeploy
from cdk.constructs.schedule import ScheduledFunction
from cdk.platform import Platform
from souk.spec import Spec

KINDS: dict[str, type[Function]] = {"reaction": ReactionFunction, "job": JobFunction, "schedule": ScheduledFunction}


class ServiceStack(cdk.Stack):
    """Functions with everything that belongs to them."""

    def __init__(
        self, scope: Construct, name: str, *, specs: Sequence[Spec], platform: Platform, **options: Any
    ) -> None:
        super().__init__(scope, name, **options)
        platform = replace(platform, key=encryption.known(self, platform.key))
        layers = Layers(self, platform.bundles)
        rollout = Rollout(self, platform, name) if platform.stage.canary else None
        functions = [
            KINDS.get(spec.kind, Function)(self, spec=spec, platform=platform, layers=layers, rollout=rollout)
            for spec in specs
        ]
        for first in functions:
            if first.spec.on_deploy:
                run = RunOnDeploy(self, platform=platform, function=first)
                for other in functions:
                    if other is not first:
                        other.node.add_dependency(run)
