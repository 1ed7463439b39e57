"""The bucket of files that come and go by signed requests."""

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from cdk.constructs.exceptions import accept
from cdk.stage import Stage
from souk.files import DOCUMENTS, DOWNLOADS, KEPT_DAYS, UPLOADS

EVERY_REQUEST_IS_SIGNED = "Whoever fetches or sends a file was given a signed request, which is in the function's log."


def name_of(stage: Stage) -> str:
    """Name the bucket: names are taken once in all accounts, and rules on what arrives need it."""
    return f"{stage.prefix}-files-{stage.account}"


def address_of(stage: Stage) -> str:
    """Say where clients reach the bucket."""
    if stage.files_behind_public_url:
        return f"{stage.public_url}/{name_of(stage)}"
    return f"https://{name_of(stage)}.s3.{stage.region}.amazonaws.com"


class Files(Construct):
    """A bucket that forgets what comes and goes after a week, and reports to the account's own bus what arrives."""

    def __init__(self, scope: Construct, name: str, *, stage: Stage, key: kms.IKey | None) -> None:
        super().__init__(scope, name)
        self.bucket = s3.Bucket(
            self,
            "Bucket",
            bucket_name=name_of(stage),
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            encryption=s3.BucketEncryption.KMS if key else s3.BucketEncryption.S3_MANAGED,
            encryption_key=key,
            bucket_key_enabled=True if key else None,
            enforce_ssl=True,
            lifecycle_rules=[
                s3.LifecycleRule(
                    prefix=prefix,
                    expiration=cdk.Duration.days(KEPT_DAYS),
                    abort_incomplete_multipart_upload_after=cdk.Duration.days(1),
                )
                for prefix in (UPLOADS, DOWNLOADS)
            ],
            cors=[
                s3.CorsRule(
                    allowed_methods=[s3.HttpMethods.GET, s3.HttpMethods.POST],
                    allowed_origins=[stage.public_url, *stage.origins],
                    allowed_headers=["*"],
                    max_age=3600,
                )
            ],
            removal_policy=cdk.RemovalPolicy.RETAIN if stage.retain else cdk.RemovalPolicy.DESTROY,
        )
        resource = self.bucket.node.default_child
        assert isinstance(resource, s3.CfnBucket)
        resource.notification_configuration = s3.CfnBucket.NotificationConfigurationProperty(
            event_bridge_configuration=s3.CfnBucket.EventBridgeConfigurationProperty(event_bridge_enabled=True)
        )
        accept(self.bucket, EVERY_REQUEST_IS_SIGNED, "AwsSolutions-S1")
        self.settings: dict[str, str | None] = {
            "SOUK_FILES_BUCKET": name_of(stage),
            "SOUK_FILES_URL": address_of(stage),
        }
        # By its name: what cdk-nag is told to accept cannot be another stack's output.
        within = f"arn:{cdk.Stack.of(self).partition}:s3:::{name_of(stage)}"
        self.things = {prefix.rstrip("/"): [f"{within}/{prefix}*"] for prefix in (UPLOADS, DOWNLOADS, DOCUMENTS)}
