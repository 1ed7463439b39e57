"""The whole system on one screen: a stage and its stacks."""

from functools import partial
from pathlib import Path
from typing import Any

import aws_cdk

from cdk.constructs.bundles import Bundles, wheels_of
from cdk.platform import Platform
from cdk.stacks.api import ApiStack
from cdk.stacks.data import DataStack
from cdk.stacks.edge import REGION, EdgeStack
from cdk.stacks.foundation import FoundationStack
from cdk.stacks.messaging import MessagingStack
from cdk.stacks.network import NetworkStack
from cdk.stacks.observability import ObservabilityStack
from cdk.stacks.service import ServiceStack
from cdk.stacks.web import WebStack
from cdk.stage import Stage
from cdk.stage_file import chosen
from souk.openapi import document
from souk.registry import Registry, load

ROOT = Path(__file__).parent


def build(app: aws_cdk.App, stage: Stage, registry: Registry, bundles: Bundles) -> None:
    """Compose the stage: what all stand on, the services with `ops` first, the API and what is seen of it."""
    registry = registry.on(stage.choices)

    def stack[S: aws_cdk.Stack](kind: type[S], name: str, region: str = stage.region, **options: Any) -> S:
        place = aws_cdk.Environment(account=stage.account, region=region)
        return kind(app, name, stack_name=f"{stage.prefix}-{name}", env=place, **options)

    foundation = stack(FoundationStack, "foundation", stage=stage)
    network = stack(NetworkStack, "network", stage=stage, key=foundation.key) if stage.network else None
    data = stack(DataStack, "data", stage=stage, registry=registry, key=foundation.key, network=network)
    messaging = stack(MessagingStack, "messaging", stage=stage, registry=registry, key=foundation.key)
    platform = Platform(
        stage=stage,
        bundles=bundles,
        key=foundation.key,
        page=foundation.page,
        ticket=foundation.ticket,
        bus=messaging.bus,
        vpc=network.vpc if network else None,
        group=network.functions if network else None,
        settings=data.settings | messaging.settings,
        secrets=data.secrets,
        things=data.things | messaging.things,
        logins=data.logins,
    )
    api = stack(ApiStack, "api", registry=registry, platform=platform, cross_region_references=True)
    service = partial(stack, ServiceStack, platform=platform)
    deployed = {name: service(name, specs=specs) for name, specs in registry.stacks.items()}
    for made in deployed.values():
        api.add_stack_dependency(made)
        if made is not deployed["ops"]:
            made.add_stack_dependency(deployed["ops"])
    if stage.edge:
        web = stack(WebStack, "web", stage=stage, bundles=bundles)
        deployed["catalog-pages"].add_stack_dependency(web)
        edge = {"edge": stage.edge, "api": api, "registry": registry, "bundles": bundles}
        stack(EdgeStack, "edge", REGION, stage=stage, cross_region_references=True, **edge)
    if stage.dashboards:
        stack(ObservabilityStack, "observability", registry=registry, platform=platform)


if __name__ == "__main__":
    app = aws_cdk.App()
    stage, registry = chosen(app.node), load(ROOT / "functions")
    bundles = Bundles(ROOT, ROOT / ".souk/bundles", wheels_of(stage), stage.region, partial(document, registry))
    build(app, stage, registry, bundles)
    app.synth()
