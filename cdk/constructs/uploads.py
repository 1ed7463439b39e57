"""What was built for browsers, in a bucket."""

from pathlib import Path

import aws_cdk as cdk
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_deployment as deployment
from constructs import Construct

from cdk.constructs.exceptions import accept
from cdk.constructs.function import ANSWERS, LATEST, ONE_PYTHON
from cdk.stage import Stage

WHOLE_BUCKETS = "It reads what the CDK uploaded and writes the bucket of the web, all of both; the CDK grants it."
NO_ARN = "The CDK lets it invalidate any distribution; the one it is given is named in the call."


def name_of(stage: Stage) -> str:
    """Name the bucket of the web: names are taken once in all accounts, and two stacks in two regions know it."""
    return f"{stage.prefix}-web-{stage.account}"


def known(scope: Construct, stage: Stage) -> s3.IBucket:
    """Give the bucket of the web to another stack, or another region."""
    return s3.Bucket.from_bucket_attributes(
        scope, "Web", bucket_name=name_of(stage), region=stage.region, account=stage.account
    )


def bucket(
    scope: Construct, name: str, stage: Stage, *, log_bucket: s3.IBucket | None = None, bucket_name: str | None = None
) -> s3.Bucket:
    """Make a bucket that is nobody's but ours; without one for its logs it is one for logs."""
    logs_only = log_bucket is None
    made = s3.Bucket(
        scope,
        name,
        bucket_name=bucket_name,
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        encryption=s3.BucketEncryption.S3_MANAGED,
        enforce_ssl=True,
        versioned=not logs_only,
        object_ownership=s3.ObjectOwnership.OBJECT_WRITER if logs_only else None,
        lifecycle_rules=[s3.LifecycleRule(expiration=cdk.Duration.days(90))] if logs_only else None,
        server_access_logs_bucket=log_bucket,
        server_access_logs_prefix="web/" if log_bucket else None,
        removal_policy=cdk.RemovalPolicy.RETAIN if stage.retain else cdk.RemovalPolicy.DESTROY,
    )
    if logs_only:
        accept(made, "These are the logs.", "AwsSolutions-S1")
    return made


class Upload(Construct):
    """Files that every deployment which changes them brings to a bucket; what an earlier one brought stays."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        stage: Stage,
        folder: Path,
        kept: str,
        below: str | None = None,
        exclude: list[str] | None = None,
        distribution: cloudfront.IDistribution | None = None,
    ) -> None:
        super().__init__(scope, name)
        function = f"{stage.prefix}-{name.lower()}-on-deploy"
        log = logs.LogGroup(
            self,
            "Log",
            log_group_name=f"/aws/lambda/{function}",
            retention=stage.log_retention,
            removal_policy=cdk.RemovalPolicy.DESTROY,
        )
        role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        log.grant_write(role)
        deployment.BucketDeployment(
            self,
            "Files",
            sources=[deployment.Source.asset(str(folder), exclude=exclude)],
            destination_bucket=known(self, stage),
            destination_key_prefix=below,
            cache_control=[deployment.CacheControl.from_string(kept)],
            prune=False,
            distribution=distribution,
            distribution_paths=["/*"] if distribution else None,
            memory_limit=1024,
            role=role,
            log_group=log,
        )
        handler = cdk.Stack.of(self).node.find_child(
            next(child.node.id for child in cdk.Stack.of(self).node.children if "BucketDeployment" in child.node.id)
        )
        resource = handler.node.default_child
        assert isinstance(resource, lambda_.CfnFunction)
        resource.function_name = function
        sources = f"cdk-hnb659fds-assets-{stage.account}-{cdk.Stack.of(self).region}"
        granted = [f"Action::s3:{action}*" for action in ("Abort", "DeleteObject", "GetBucket", "GetObject", "List")]
        granted += [f"Resource::arn:aws:s3:::{name}/*" for name in (sources, name_of(stage))]
        accept(role, WHOLE_BUCKETS, *(f"AwsSolutions-IAM5[{one}]" for one in granted))
        if distribution:
            accept(role, NO_ARN, "AwsSolutions-IAM5[Resource::*]")
        accept(handler, ANSWERS, "Serverless-LambdaDLQ")
        accept(handler, ONE_PYTHON, *LATEST)
        accept(handler, "A deployment is no request.", "Serverless-LambdaTracing")
