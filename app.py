"""The whole system on one screen: a stage and its stacks."""

from functools import partial
from pathlib import Path
from typing import Any

import aws_cdk

from cdk.constructs.bundles import Bundles
from cdk.platform import Platform
from cdk.stacks.api import ApiStack
from cdk.stacks.data import DataStack
from cdk.stacks.edge import REGION, EdgeStack
from cdk.stacks.foundation import FoundationStack
from cdk.stacks.messaging import MessagingStack
from cdk.stacks.network import NetworkStack
from cdk.stacks.observability import ObservabilityStack
from cdk.stacks.service import ServiceStack
from cdk.stage import Stage, chosen
from souk.migrations import services as with_tables
from souk.openapi import document
from souk.registry import Registry, load

ROOT = Path(__file__).parent


def build(app: aws_cdk.App, stage: Stage, registry: Registry, bundles: Bundles) -> None:
    """Compose the stage: what all stand on, one stack per service with `ops` first, the API and what is seen of it."""

    def stack[S: aws_cdk.Stack](kind: type[S], name: str, region: str = stage.region, **options: Any) -> S:
        place = aws_cdk.Environment(account=stage.account, region=region)
        return kind(app, name, stack_name=f"{stage.prefix}-{name}", env=place, **options)

    services = sorted({*registry.services, *with_tables(registry.root)})
    foundation = stack(FoundationStack, "foundation", stage=stage)
    network = stack(NetworkStack, "network", stage=stage, key=foundation.key) if stage.network else None
    data = stack(DataStack, "data", stage=stage, services=services, key=foundation.key, network=network)
    messaging = stack(MessagingStack, "messaging", stage=stage, key=foundation.key)
    platform = Platform.of(stage, bundles, foundation, network, data, messaging)
    service = partial(stack, ServiceStack, platform=platform)
    functions = {name: [spec for spec in registry.functions if spec.service == name] for name in services}
    deployed = {name: service(name, service=name, specs=specs) for name, specs in functions.items()}
    api = stack(ApiStack, "api", registry=registry, platform=platform, cross_region_references=True)
    for name, made in deployed.items():
        api.add_stack_dependency(made)
        if name != "ops":
            made.add_stack_dependency(deployed["ops"])
    if stage.edge:
        stack(EdgeStack, "edge", REGION, stage=stage, edge=stage.edge, api=api, cross_region_references=True)
    if stage.dashboards:
        stack(ObservabilityStack, "observability", registry=registry, platform=platform)


if __name__ == "__main__":
    app = aws_cdk.App()
    stage, registry = chosen(app.node), load(ROOT / "functions")
    openapi = partial(document, registry)
    build(app, stage, registry, Bundles(ROOT, ROOT / ".souk/bundles", stage.wheels, stage.region, openapi))
    app.synth()
