"""What a stage offers to its functions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_events as events
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns

from cdk.constructs.bundles import Bundles
from cdk.stage import Concurrency, Stage
from souk.spec import Spec


@dataclass(frozen=True, kw_only=True)
class Platform:
    """Everything a function may be given; what it gets is decided by its specification.

    ``settings`` has values, ``secrets`` ARNs, both by setting; None is what the stage does without. ``things`` has
    the ARNs of what rights are on, ``logins`` the ARN of each service's database login.
    """

    stage: Stage
    bundles: Bundles
    key: kms.IKey | None
    page: sns.ITopic
    ticket: sns.ITopic
    bus: events.IEventBus
    vpc: ec2.IVpc | None
    group: ec2.ISecurityGroup | None
    settings: Mapping[str, str | None]
    secrets: Mapping[str, str | None]
    things: Mapping[str, Sequence[str]]
    logins: Mapping[str, str]

    def name_of(self, spec: Spec) -> str:
        """Name a function, and with it everything that belongs to it."""
        return f"{self.stage.prefix}-{spec.id}"

    def concurrency_of(self, spec: Spec) -> Concurrency:
        """Say how many environments a function may have."""
        return self.stage.concurrency.get(spec.id, Concurrency())
