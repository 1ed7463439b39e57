"""Functions that a deployment runs, such as migrations."""

from pathlib import Path

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from cdk.constructs import grants
from cdk.constructs.bundles import COMMON
from cdk.constructs.exceptions import accept
from cdk.constructs.function import ANSWERS, ARCHITECTURES, LATEST, ONE_PYTHON, Function
from cdk.platform import Platform

HANDLER = Path(__file__).with_name("run_on_deploy_handler.py")


class RunOnDeploy(Construct):
    """Runs a function again whenever its code or the kit has changed, before what depends on this."""

    def __init__(self, scope: Construct, *, platform: Platform, function: Function) -> None:
        super().__init__(scope, "RunOnDeploy")
        name = f"{platform.name_of(function.spec)}-on-deploy"
        log = logs.LogGroup(
            self,
            "Log",
            log_group_name=f"/aws/lambda/{name}",
            retention=platform.stage.log_retention,
            encryption_key=platform.key,
            removal_policy=cdk.RemovalPolicy.DESTROY,
        )
        writing = iam.PolicyStatement(
            actions=["logs:CreateLogStream", "logs:PutLogEvents"], resources=[log.log_group_arn]
        )
        calling = grants.allow("lambda:InvokeFunction", function.target.function_arn)
        role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            inline_policies={"own": iam.PolicyDocument(statements=[writing, calling])},
        )
        starter = lambda_.Function(
            self,
            "Function",
            function_name=name,
            description=f"Runs {function.spec.id} while its stack is deployed.",
            runtime=lambda_.Runtime.PYTHON_3_13,
            architecture=ARCHITECTURES[platform.stage.architecture],
            handler="index.handler",
            code=lambda_.Code.from_inline(HANDLER.read_text()),
            timeout=cdk.Duration.minutes(15),
            memory_size=256,
            role=role.without_policy_updates(),
            log_group=log,
        )
        accept(starter, ANSWERS, "Serverless-LambdaDLQ")
        accept(starter, ONE_PYTHON, *LATEST)
        accept(starter, "A deployment is no request; what it starts is traced.", "Serverless-LambdaTracing")
        spec, bundles = function.spec, platform.bundles
        made_of = (bundles.service(spec.service, spec.files), bundles.kit(), bundles.layer(COMMON))
        run = cdk.CustomResource(
            self,
            "Run",
            service_token=starter.function_arn,
            resource_type="Custom::RunOnDeploy",
            properties={
                "Function": function.target.function_arn,
                "MadeOf": " ".join(folder.name for folder in made_of),
            },
        )
        run.node.add_dependency(function, role)
