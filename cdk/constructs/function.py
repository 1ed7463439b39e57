"""A Lambda function, built from its specification."""

import aws_cdk as cdk
from aws_cdk import aws_codedeploy as codedeploy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from cdk.constructs import grants
from cdk.constructs.alarms import Alarms
from cdk.constructs.exceptions import accept
from cdk.constructs.layers import Layers
from cdk.platform import Platform
from souk.spec import Spec

ARCHITECTURES = {"arm64": lambda_.Architecture.ARM_64, "x86_64": lambda_.Architecture.X86_64}
NO_ARN = "X-Ray, the network interfaces of a VPC and phone numbers have no ARN to name."
ANY_KEY = "What is written below a prefix of the bucket has the id of its job, which comes later."
LATEST = ("AwsSolutions-L1", "Serverless-LambdaLatestVersion")
EVERY_QUEUE = "An operator names the function whose dead letters are moved; any of the stage's queues may be meant."
ONE_PYTHON = "Kit, packages, emulator and tests all run on this Python; the next one is a step for all of them."
ANSWERS = "Whoever calls it waits for the answer and learns of a failure; there is no event to keep."


class Rollout:
    """How a service's new versions take over: a tenth of the calls first, and back when an alarm rings."""

    def __init__(self, scope: Construct, platform: Platform, service: str) -> None:
        self.application = codedeploy.LambdaApplication(
            scope, "Rollout", application_name=f"{platform.stage.prefix}-{service}"
        )
        managed = "service-role/AWSCodeDeployRoleForLambdaLimited"
        self.role = iam.Role(
            scope,
            "RolloutRole",
            assumed_by=iam.ServicePrincipal("codedeploy.amazonaws.com"),
            managed_policies=[iam.ManagedPolicy.from_aws_managed_policy_name(managed)],
        )
        accept(
            self.role,
            "Amazon's own policy for moving an alias.",
            f"AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/{managed}]",
        )


class Function(Construct):
    """A Lambda function with a role, a log and alarms of its own; ``target`` is what to call."""

    def __init__(
        self,
        scope: Construct,
        *,
        spec: Spec,
        platform: Platform,
        layers: Layers,
        rollout: Rollout | None,
        more_rights: tuple[iam.PolicyStatement, ...] = (),
        dead_letters: sqs.Queue | None = None,
    ) -> None:
        super().__init__(scope, "".join(part.capitalize() for part in spec.name.split("_")))
        self.spec, self.platform, stage = spec, platform, platform.stage
        self.name = platform.name_of(spec)
        self.alarms = Alarms(self, "Alarms", platform=platform, spec=spec)
        concurrency = platform.concurrency_of(spec)
        log = logs.LogGroup(
            self,
            "Log",
            log_group_name=f"/aws/lambda/{self.name}",
            retention=stage.log_retention,
            encryption_key=platform.key,
            removal_policy=cdk.RemovalPolicy.DESTROY,
        )
        self.function = lambda_.Function(
            self,
            "Function",
            function_name=self.name,
            description=spec.summary,
            runtime=lambda_.Runtime.PYTHON_3_13,
            architecture=ARCHITECTURES[stage.architecture],
            handler=spec.handler,
            code=lambda_.Code.from_asset(str(platform.bundles.service(spec.service, spec.files))),
            layers=layers.of(spec),
            timeout=cdk.Duration.seconds(spec.timeout),
            memory_size=spec.memory,
            environment=grants.settings(platform, spec),
            role=self._role(log, more_rights).without_policy_updates(),
            log_group=log,
            tracing=lambda_.Tracing.ACTIVE if stage.tracing else lambda_.Tracing.DISABLED,
            vpc=platform.vpc,
            security_groups=[platform.group] if platform.group else None,
            dead_letter_queue=dead_letters,
            reserved_concurrent_executions=concurrency.reserved,
            snap_start=lambda_.SnapStartConf.ON_PUBLISHED_VERSIONS if concurrency.snapshot else None,
            params_and_secrets=self._secrets_extension() if stage.secrets_extension else None,
        )
        failing = self.alarms.watch_function(self.function)
        self.target: lambda_.IFunction = self.function
        if stage.alias:
            self.target = alias = lambda_.Alias(
                self,
                "Alias",
                alias_name=stage.alias,
                version=self.function.current_version,
                provisioned_concurrent_executions=concurrency.provisioned,
            )
            if rollout and stage.canary:
                codedeploy.LambdaDeploymentGroup(
                    self,
                    "Rollout",
                    application=rollout.application,
                    role=rollout.role,
                    alias=alias,
                    deployment_config=getattr(codedeploy.LambdaDeploymentConfig, stage.canary),
                    alarms=failing,
                )
        accept(self.function, ONE_PYTHON, *LATEST)
        if dead_letters is None:
            accept(self.function, ANSWERS, "Serverless-LambdaDLQ")

    def _role(self, log: logs.LogGroup, more_rights: tuple[iam.PolicyStatement, ...]) -> iam.Role:
        wanted = [*grants.statements(self.platform, self.spec), *more_rights]
        wanted.append(
            iam.PolicyStatement(actions=["logs:CreateLogStream", "logs:PutLogEvents"], resources=[log.log_group_arn])
        )
        everywhere = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"] if self.platform.stage.tracing else []
        if self.platform.vpc:
            everywhere += [
                "ec2:CreateNetworkInterface",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeSubnets",
                "ec2:DeleteNetworkInterface",
                "ec2:AssignPrivateIpAddresses",
                "ec2:UnassignPrivateIpAddresses",
            ]
        if everywhere:
            wanted.append(iam.PolicyStatement(actions=everywhere, resources=["*"]))
        role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            inline_policies={"own": iam.PolicyDocument(statements=wanted)},
        )
        accept(role, NO_ARN, "AwsSolutions-IAM5[Resource::*]", "Serverless-LambdaStarPermissions")
        keys = [arn for statement in wanted for arn in statement.resources if arn.endswith("/*")]
        if keys:
            accept(role, ANY_KEY, *(f"AwsSolutions-IAM5[Resource::{arn}]" for arn in keys))
        for queues in {arn for right in self.spec.rights for arn in self.platform.things.get(right.on, ())}:
            if queues.endswith("*"):
                accept(role, EVERY_QUEUE, f"AwsSolutions-IAM5[Resource::{queues}]")
        return role

    def _secrets_extension(self) -> lambda_.ParamsAndSecretsLayerVersion:
        return lambda_.ParamsAndSecretsLayerVersion.from_version(
            lambda_.ParamsAndSecretsVersions.V1_0_103, log_level=lambda_.ParamsAndSecretsLogLevel.WARN
        )
