"""The files of the web, in place before any page names them."""

from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

from cdk.constructs.bundles import Bundles
from cdk.constructs.uploads import Upload, bucket, name_of
from cdk.stage import Stage

# Their names change with what is in them.
FOR_GOOD = "public, max-age=31536000, immutable"


class WebStack(cdk.Stack):
    """The bucket of the web, with everything that pages load."""

    def __init__(self, scope: Construct, name: str, *, stage: Stage, bundles: Bundles, **options: Any) -> None:
        super().__init__(scope, name, **options)
        logs = bucket(self, "Logs", stage)
        web = bucket(self, "Web", stage, log_bucket=logs, bucket_name=name_of(stage))
        # The distribution comes later, in another region; it signs what it asks for.
        web.add_to_resource_policy(
            iam.PolicyStatement(
                actions=["s3:GetObject"],
                principals=[iam.ServicePrincipal("cloudfront.amazonaws.com")],
                resources=[web.arn_for_objects("*")],
                conditions={
                    "ArnLike": {"AWS:SourceArn": f"arn:{self.partition}:cloudfront::{self.account}:distribution/*"}
                },
            )
        )
        assets = Upload(self, "Assets", stage=stage, folder=bundles.web() / "assets", below="assets", kept=FOR_GOOD)
        assets.node.add_dependency(web)
