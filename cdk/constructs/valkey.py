"""ElastiCache for Valkey."""

from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_elasticache as elasticache
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from cdk.constructs.exceptions import accept
from cdk.stage import Cache, Stage

ENGINE_VERSION = "8.1"


class Valkey(Construct):
    """A replication group: TLS, a password, encrypted at rest; with two nodes or more it fails over."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        stage: Stage,
        cache: Cache,
        vpc: ec2.IVpc,
        group: ec2.ISecurityGroup,
        key: kms.IKey | None,
        password: secretsmanager.Secret,
    ) -> None:
        super().__init__(scope, name)
        places = vpc.select_subnets(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED)
        subnets = elasticache.CfnSubnetGroup(
            self,
            "Subnets",
            cache_subnet_group_name=stage.prefix,
            description=f"Where {stage.prefix} keeps its cache",
            subnet_ids=places.subnet_ids,
        )
        nodes = elasticache.CfnReplicationGroup(
            self,
            "Group",
            replication_group_id=stage.prefix,
            replication_group_description=f"Caches, sessions, limits and counters of {stage.prefix}",
            engine="valkey",
            engine_version=ENGINE_VERSION,
            cache_node_type=cache.node,
            num_cache_clusters=cache.nodes,
            automatic_failover_enabled=cache.nodes > 1,
            multi_az_enabled=cache.nodes > 1,
            transit_encryption_enabled=True,
            at_rest_encryption_enabled=True,
            kms_key_id=key.key_arn if key else None,
            auth_token=password.secret_value_from_json("password").unsafe_unwrap(),
            snapshot_retention_limit=cache.snapshot_days,
            auto_minor_version_upgrade=True,
            cache_subnet_group_name=subnets.ref,
            security_group_ids=[group.security_group_id],
        )
        accept(nodes, "Where it listens is no secret; who may connect is.", "AwsSolutions-AEC5")
        if cache.nodes == 1:
            accept(nodes, "A stage to try things on may lose its cache; it is never the truth.", "AwsSolutions-AEC4")
        self.url = f"valkeys://{nodes.attr_primary_end_point_address}:{nodes.attr_primary_end_point_port}"
