"""The private network that functions, database and cache share."""

from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from constructs import Construct

from cdk.constructs.exceptions import accept
from cdk.stage import Stage

POSTGRES, VALKEY = ec2.Port.tcp(5432), ec2.Port.tcp(6379)


class NetworkStack(cdk.Stack):
    """A VPC with a place for functions, which may go out, and one for data, which may not."""

    def __init__(self, scope: Construct, name: str, *, stage: Stage, key: kms.IKey | None, **options: Any) -> None:
        super().__init__(scope, name, **options)
        network = stage.network
        assert network is not None
        self._zones = stage.zones
        self.vpc = ec2.Vpc(
            self,
            "Vpc",
            vpc_name=stage.prefix,
            max_azs=network.zones,
            nat_gateways=network.nat_gateways,
            restrict_default_security_group=False,
            subnet_configuration=[
                ec2.SubnetConfiguration(
                    name="public", subnet_type=ec2.SubnetType.PUBLIC, cidr_mask=24, map_public_ip_on_launch=False
                ),
                ec2.SubnetConfiguration(name="functions", subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS, cidr_mask=20),
                ec2.SubnetConfiguration(name="data", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED, cidr_mask=24),
            ],
            gateway_endpoints={
                "S3": ec2.GatewayVpcEndpointOptions(service=ec2.GatewayVpcEndpointAwsService.S3),
            },
        )
        accept(self.vpc, "Looking the zones up would take an account.", "CloudFormation-Validate::W3010")
        self.vpc.add_flow_log(
            "FlowLog",
            traffic_type=ec2.FlowLogTrafficType.REJECT,
            destination=ec2.FlowLogDestination.to_cloud_watch_logs(
                logs.LogGroup(
                    self,
                    "FlowLogs",
                    log_group_name=f"/souk/{stage.name}/network",
                    retention=logs.RetentionDays.ONE_MONTH,
                    encryption_key=key,
                    removal_policy=cdk.RemovalPolicy.DESTROY,
                )
            ),
        )
        self.functions = self._group("Functions", "What functions may reach", outbound=True)
        self.proxy = self._group("Proxy", "The database proxy: from functions, to the database")
        self.database = self._group("Database", "PostgreSQL: from functions and the proxy only")
        self.cache = self._group("Cache", "Valkey: from functions only")
        self.proxy.add_ingress_rule(self.functions, POSTGRES, "functions")
        self.proxy.add_egress_rule(self.database, POSTGRES, "the database")
        self.database.add_ingress_rule(self.functions, POSTGRES, "functions that migrate or listen")
        self.database.add_ingress_rule(self.proxy, POSTGRES, "the proxy")
        self.cache.add_ingress_rule(self.functions, VALKEY, "functions")
        for name in network.endpoints:
            endpoint = self.vpc.add_interface_endpoint(
                name.capitalize(),
                service=ec2.InterfaceVpcEndpointService(f"com.amazonaws.{self.region}.{name}"),
                private_dns_enabled=True,
                open=False,
            )
            endpoint.connections.allow_default_port_from(self.functions, "functions")

    @property
    def availability_zones(self) -> list[str]:
        """The zones as the stage has them, which the CDK would ask an account for."""
        return self._zones

    def _group(self, name: str, description: str, *, outbound: bool = False) -> ec2.SecurityGroup:
        group = ec2.SecurityGroup(
            self, f"{name}Group", vpc=self.vpc, description=description, allow_all_outbound=outbound
        )
        if outbound:
            accept(group, "Payment providers and AWS itself answer at addresses that change.", "AwsSolutions-EC23")
        return group
