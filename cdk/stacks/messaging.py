"""What services say to each other, and what leaves the house."""

from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_events as events
from aws_cdk import aws_kms as kms
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_ses as ses
from constructs import Construct

from cdk.constructs import encryption
from cdk.stage import Stage
from souk.registry import Registry

ARCHIVED = {"everything": events.EventPattern(source=events.Match.prefix("souk."))}


class MessagingStack(cdk.Stack):
    """The bus with its archives, and the identity that mail is sent as."""

    def __init__(
        self, scope: Construct, name: str, *, stage: Stage, registry: Registry, key: kms.IKey | None, **options: Any
    ) -> None:
        super().__init__(scope, name, **options)
        key = encryption.known(self, key)
        self.bus = events.EventBus(self, "Bus", event_bus_name=stage.prefix, kms_key=key)
        for name, days in stage.archives.items():
            self.bus.archive(
                name.capitalize(),
                archive_name=f"{stage.prefix}-{name}",
                description=f"{name.capitalize()} of the last {days} days, to be replayed",
                event_pattern=ARCHIVED.get(name, events.EventPattern(source=[f"souk.{name}"])),
                kms_key=key,
                retention=cdk.Duration.days(days),
            )
        self.sender = f"Souk <no-reply@{stage.mail_domain}>"
        self.mail = ses.EmailIdentity(self, "Mail", identity=self._identity(stage))
        self.settings = {
            "SOUK_BUS": self.bus.event_bus_name,
            "SOUK_JOB_QUEUES": f"{stage.account}/{stage.prefix}-",
            "SOUK_MAIL_SENDER": self.sender,
        }
        queues = f"arn:{self.partition}:sqs:{self.region}:{self.account}:{stage.prefix}-"
        self.things = {
            "bus": [self.bus.event_bus_arn],
            "job-queues": [f"{queues}{spec.id}" for spec in registry.jobs],
            "mail": [self.mail.email_identity_arn],
            "queues": [f"{queues}*"],
        }

    def _identity(self, stage: Stage) -> ses.Identity:
        edge = stage.edge
        if edge and edge.zone_id and edge.domain == stage.mail_domain:
            zone = route53.PublicHostedZone.from_public_hosted_zone_attributes(
                self, "Zone", hosted_zone_id=edge.zone_id, zone_name=edge.domain
            )
            return ses.Identity.public_hosted_zone(zone)
        return ses.Identity.domain(stage.mail_domain)
