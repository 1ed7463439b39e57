"""What every other stack stands on: the key that encrypts, and the topics that wake somebody."""

from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from cdk.stage import Stage

ENCRYPTS_FOR = ("cloudwatch.amazonaws.com", "events.amazonaws.com", "codestar-notifications.amazonaws.com")

USES = ("kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey")


class FoundationStack(cdk.Stack):
    """The key of the stage and three topics: page (now), ticket (today), info (good to know)."""

    def __init__(self, scope: Construct, name: str, *, stage: Stage, **options: Any) -> None:
        super().__init__(scope, name, **options)
        self.key = self._key(stage) if stage.customer_key else None
        self.page = self._topic(stage, "page")
        self.ticket = self._topic(stage, "ticket")
        self.info = self._topic(stage, "info")

    def _key(self, stage: Stage) -> kms.Key:
        key = kms.Key(
            self,
            "Key",
            alias=f"alias/{stage.prefix}",
            description=f"Encrypts what {stage.prefix} keeps",
            enable_key_rotation=True,
            removal_policy=cdk.RemovalPolicy.RETAIN if stage.retain else cdk.RemovalPolicy.DESTROY,
        )
        for service in ENCRYPTS_FOR:
            who = iam.ServicePrincipal(service, conditions={"StringEquals": {"aws:SourceAccount": self.account}})
            key.grant(who, *USES)
        logs = f"arn:{self.partition}:logs:{self.region}:{self.account}:*"
        about = {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": logs}}
        key.grant(iam.ServicePrincipal(f"logs.{self.region}.amazonaws.com", conditions=about), *USES)
        return key

    def _topic(self, stage: Stage, name: str) -> sns.Topic:
        topic = sns.Topic(
            self, name.capitalize(), topic_name=f"{stage.prefix}-{name}", master_key=self.key, enforce_ssl=True
        )
        for service in ("cloudwatch.amazonaws.com", "events.amazonaws.com"):
            topic.add_to_resource_policy(
                iam.PolicyStatement(
                    actions=["sns:Publish"],
                    principals=[iam.ServicePrincipal(service)],
                    resources=[topic.topic_arn],
                    conditions={"StringEquals": {"aws:SourceAccount": self.account}},
                )
            )
        if stage.alarm_mail:
            topic.add_subscription(subscriptions.EmailSubscription(stage.alarm_mail))
        return topic
