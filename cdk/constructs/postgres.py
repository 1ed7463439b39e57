"""RDS PostgreSQL with what a stage adds: a standby, replicas, a proxy."""

from collections.abc import Sequence

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_rds as rds
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from cdk.constructs.exceptions import accept
from cdk.stage import Database, Stage

ENGINE = rds.DatabaseInstanceEngine.postgres(version=rds.PostgresEngineVersion.VER_18_3)
DATABASE = "souk"
DATA_SUBNETS = ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED)


class Postgres(Construct):
    """The primary instance; ``host`` is where it listens, ``pooled_host`` where customers' statements go."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        stage: Stage,
        database: Database,
        vpc: ec2.IVpc,
        group: ec2.ISecurityGroup,
        proxy_group: ec2.ISecurityGroup,
        key: kms.IKey | None,
        master: secretsmanager.Secret,
        roles: Sequence[secretsmanager.Secret],
    ) -> None:
        super().__init__(scope, name)
        self._stage, self._key = stage, key
        self._vpc, self._group = vpc, self._settled("Group", group)
        self.primary = self._instance(database, master)
        for number in range(1, database.replicas + 1):
            self._replica(database, number)
        self.host = self.pooled_host = self.primary.db_instance_endpoint_address
        if database.proxy:
            self.pooled_host = self._proxy(roles, self._settled("ProxyGroup", proxy_group)).endpoint

    def _settled(self, name: str, group: ec2.ISecurityGroup) -> ec2.ISecurityGroup:
        """Give a group that nobody adds rules to: the network says who may connect."""
        return ec2.SecurityGroup.from_security_group_id(self, name, group.security_group_id, mutable=False)

    def _instance(self, database: Database, master: secretsmanager.Secret) -> rds.DatabaseInstance:
        name = self._stage.prefix
        written = [self._log_group(name, log) for log in ("postgresql", "upgrade")]
        instance = rds.DatabaseInstance(
            self,
            "Primary",
            instance_identifier=name,
            engine=ENGINE,
            instance_type=ec2.InstanceType(database.instance),
            credentials=rds.Credentials.from_secret(master),
            database_name=DATABASE,
            vpc=self._vpc,
            vpc_subnets=DATA_SUBNETS,
            security_groups=[self._group],
            multi_az=database.multi_az,
            allocated_storage=database.storage_gb,
            max_allocated_storage=database.storage_limit_gb,
            storage_type=rds.StorageType.GP3,
            storage_encrypted=True,
            storage_encryption_key=self._key,
            backup_retention=cdk.Duration.days(database.backup_days),
            copy_tags_to_snapshot=True,
            deletion_protection=self._stage.retain,
            removal_policy=cdk.RemovalPolicy.SNAPSHOT if self._stage.retain else cdk.RemovalPolicy.DESTROY,
            parameter_group=self._parameters(),
            cloudwatch_logs_exports=["postgresql", "upgrade"],
            monitoring_interval=cdk.Duration.seconds(60),
            enable_performance_insights=True,
            performance_insight_encryption_key=self._key,
            auto_minor_version_upgrade=True,
            ca_certificate=rds.CaCertificate.RDS_CA_RSA2048_G1,
        )
        instance.node.add_dependency(*written)
        accept(instance, "Where it listens is no secret; who may connect is.", "AwsSolutions-RDS11")
        accept(
            instance,
            "Amazon's own policy for enhanced monitoring.",
            "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole]",
        )
        if not database.multi_az:
            accept(instance, "A stage to try things on may be away for a while.", "AwsSolutions-RDS3")
        if not self._stage.retain:
            accept(instance, "A stage to try things on is deleted when it has served.", "AwsSolutions-RDS10")
        return instance

    def _parameters(self) -> rds.ParameterGroup:
        return rds.ParameterGroup(
            self,
            "Parameters",
            engine=ENGINE,
            parameters={
                "rds.force_ssl": "1",
                "log_min_duration_statement": "500",
                "idle_in_transaction_session_timeout": "30000",
            },
        )

    def _log_group(self, name: str, log: str) -> logs.LogGroup:
        return logs.LogGroup(
            self,
            f"{log.capitalize()}Log",
            log_group_name=f"/aws/rds/instance/{name}/{log}",
            retention=logs.RetentionDays.ONE_MONTH,
            encryption_key=self._key,
            removal_policy=cdk.RemovalPolicy.DESTROY,
        )

    def _replica(self, database: Database, number: int) -> None:
        replica = rds.DatabaseInstanceReadReplica(
            self,
            f"Replica{number}",
            source_database_instance=self.primary,
            instance_type=ec2.InstanceType(database.instance),
            vpc=self._vpc,
            vpc_subnets=DATA_SUBNETS,
            security_groups=[self._group],
            deletion_protection=self._stage.retain,
            removal_policy=cdk.RemovalPolicy.DESTROY,
            auto_minor_version_upgrade=True,
            ca_certificate=rds.CaCertificate.RDS_CA_RSA2048_G1,
        )
        accept(replica, "Where it listens is no secret; who may connect is.", "AwsSolutions-RDS11")
        accept(replica, "The primary has the standby and the backups.", "AwsSolutions-RDS3", "AwsSolutions-RDS13")
        accept(replica, "It is encrypted as its source is; saying so again is refused.", "AwsSolutions-RDS2")

    def _proxy(self, roles: Sequence[secretsmanager.Secret], group: ec2.ISecurityGroup) -> rds.DatabaseProxy:
        return rds.DatabaseProxy(
            self,
            "Proxy",
            db_proxy_name=self._stage.prefix,
            proxy_target=rds.ProxyTarget.from_instance(self.primary),
            secrets=list(roles),
            client_password_auth_type=rds.ClientPasswordAuthType.POSTGRES_SCRAM_SHA_256,
            vpc=self._vpc,
            vpc_subnets=DATA_SUBNETS,
            security_groups=[group],
            require_tls=True,
            iam_auth=False,
            borrow_timeout=cdk.Duration.seconds(5),
            max_connections_percent=90,
        )
