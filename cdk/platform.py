"""What a stage offers to its functions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_events as events
from aws_cdk import aws_kms as kms
from aws_cdk import aws_ses as ses

from cdk.constructs.bundles import Bundles
from cdk.stacks.data import DataStack
from cdk.stacks.foundation import FoundationStack
from cdk.stacks.messaging import MessagingStack
from cdk.stacks.network import NetworkStack
from cdk.stage import Concurrency, Stage
from souk.spec import Spec


@dataclass(frozen=True)
class Platform:
    """Everything a function may be given; what it gets is decided by its specification."""

    stage: Stage
    bundles: Bundles
    topics: FoundationStack
    key: kms.IKey | None
    bus: events.IEventBus
    mail: ses.IEmailIdentity
    vpc: ec2.IVpc | None
    group: ec2.ISecurityGroup | None
    host: str
    pooled_host: str
    settings: Mapping[str, str]
    secrets: Mapping[str, str]
    master: str
    roles: Mapping[str, str]

    @classmethod
    def of(
        cls,
        stage: Stage,
        bundles: Bundles,
        foundation: FoundationStack,
        network: NetworkStack | None,
        data: DataStack,
        messaging: MessagingStack,
    ) -> Self:
        """Collect what the stacks made."""
        return cls(
            stage=stage,
            bundles=bundles,
            topics=foundation,
            key=foundation.key,
            bus=messaging.bus,
            mail=messaging.mail,
            vpc=network.vpc if network else None,
            group=network.functions if network else None,
            host=data.host,
            pooled_host=data.pooled_host,
            settings={**data.settings, **messaging.settings},
            secrets=data.secrets,
            master=data.master,
            roles=data.roles,
        )

    def name_of(self, spec: Spec) -> str:
        """Name a function, and with it everything that belongs to it."""
        return f"{self.stage.prefix}-{spec.id}"

    def concurrency_of(self, spec: Spec) -> Concurrency:
        """Say how many environments a function may have."""
        return self.stage.concurrency.get(spec.id, Concurrency())
