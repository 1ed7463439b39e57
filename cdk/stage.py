"""Every difference between local, dev and prod, as data; what a stage lacks is None."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from aws_cdk.aws_logs import RetentionDays
from constructs import Node


@dataclass(frozen=True, slots=True)
class Network:
    """A VPC; functions reach AWS through endpoints where there is one, else through NAT."""

    zones: int
    nat_gateways: int
    endpoints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Database:
    """An RDS PostgreSQL instance."""

    instance: str
    multi_az: bool
    replicas: int
    proxy: bool
    storage_gb: int
    storage_limit_gb: int
    backup_days: int


@dataclass(frozen=True, slots=True)
class Cache:
    """An ElastiCache replication group; more than one node means failover to another zone."""

    node: str
    nodes: int
    snapshot_days: int


@dataclass(frozen=True, slots=True)
class Existing:
    """Servers that run already, on the machine itself."""

    database_host: str
    database_port: str
    database_user: str
    database_password: str
    cache_url: str


@dataclass(frozen=True, slots=True)
class Firewall:
    """WAF: managed rules, and a limit per address."""

    requests_per_minute: int


@dataclass(frozen=True, slots=True)
class Edge:
    """CloudFront in front of the web and the API, under a domain of its own when one is given."""

    price_class: str
    domain: str | None = None
    zone_id: str | None = None
    firewall: Firewall | None = None


@dataclass(frozen=True, slots=True)
class Concurrency:
    """How many environments a function may have, and how many wait warm; ``snapshot`` is SnapStart."""

    reserved: int | None = None
    provisioned: int | None = None
    snapshot: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One installation of Souk; everything it owns is named ``souk-<name>-…``."""

    name: str
    account: str
    region: str
    wheels: tuple[str, ...]
    architecture: str
    log_retention: RetentionDays
    log_level: str
    retain: bool
    customer_key: bool
    secrets_extension: bool
    tracing: bool
    alias: str | None
    canary: str | None
    access_logs: bool
    problems_apart: bool
    dashboards: bool
    rate_limit: int
    trusted_proxies: int
    origins: tuple[str, ...]
    payment_providers: tuple[str, ...]
    public_url: str
    mail_domain: str
    alarm_mail: str | None = None
    archives: Mapping[str, int] = field(default_factory=dict)
    network: Network | None = None
    database: Database | None = None
    cache: Cache | None = None
    existing: Existing | None = None
    edge: Edge | None = None
    concurrency: Mapping[str, Concurrency] = field(default_factory=dict)

    @property
    def prefix(self) -> str:
        """The beginning of every physical name."""
        return f"souk-{self.name}"

    @property
    def zones(self) -> list[str]:
        """The availability zones, by the rule of their names: looking them up would need an account."""
        return [f"{self.region}{letter}" for letter in "abcdef"[: self.network.zones]] if self.network else []


_GRAVITON = ("manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64")

DEV = Stage(
    name="dev",
    account="000000000000",
    region="us-east-1",
    wheels=_GRAVITON,
    architecture="arm64",
    log_retention=RetentionDays.TWO_WEEKS,
    log_level="DEBUG",
    retain=False,
    customer_key=True,
    secrets_extension=True,
    tracing=True,
    alias="live",
    canary=None,
    access_logs=True,
    problems_apart=False,
    dashboards=True,
    rate_limit=100,
    trusted_proxies=2,
    origins=("http://localhost:5173",),
    payment_providers=("sandbox",),
    public_url="https://souk.example",
    mail_domain="souk.example",
    archives={"everything": 7},
    network=Network(zones=2, nat_gateways=1),
    database=Database("t4g.micro", False, 0, False, storage_gb=20, storage_limit_gb=50, backup_days=1),
    cache=Cache("cache.t4g.micro", nodes=1, snapshot_days=0),
    edge=Edge("PRICE_CLASS_100"),
)

PROD = replace(
    DEV,
    name="prod",
    log_retention=RetentionDays.THREE_MONTHS,
    log_level="INFO",
    retain=True,
    canary="CANARY_10_PERCENT_5_MINUTES",
    origins=(),
    payment_providers=(),
    archives={"everything": 7, "orders": 30},
    network=Network(zones=3, nat_gateways=3, endpoints=("secretsmanager", "events", "xray")),
    database=Database("m8g.large", True, 1, True, storage_gb=100, storage_limit_gb=1000, backup_days=35),
    cache=Cache("cache.m7g.large", nodes=2, snapshot_days=7),
    edge=Edge("PRICE_CLASS_ALL", firewall=Firewall(requests_per_minute=100)),
    concurrency={
        "orders-place-order": Concurrency(reserved=100, provisioned=2),
        "payments-charge-order": Concurrency(reserved=20),
    },
)

LOCAL = replace(
    DEV,
    name="local",
    wheels=(),
    architecture="x86_64",
    log_level="INFO",
    customer_key=False,
    secrets_extension=False,
    tracing=False,
    alias=None,
    access_logs=False,
    problems_apart=True,
    dashboards=False,
    rate_limit=1_000_000,
    trusted_proxies=0,
    origins=(),
    archives={},
    network=None,
    database=None,
    cache=None,
    edge=None,
)

STAGES = {stage.name: stage for stage in (LOCAL, DEV, PROD)}


def chosen(node: Node) -> Stage:
    """Read the stage from ``-c stage=…`` and what else the command line says about it.

    Raises LookupError when there is no such stage, or when local is not told where its servers are.
    """

    def context(name: str, default: str | None = None) -> str | None:
        value = node.try_get_context(name)
        return default if value is None else str(value)

    name = context("stage", "dev")
    if name not in STAGES:
        raise LookupError(f"there is no stage {name!r}, only {', '.join(STAGES)}")
    stage = STAGES[name]
    stage = replace(
        stage,
        account=context("account", stage.account) or stage.account,
        region=context("region", stage.region) or stage.region,
        public_url=context("public_url", stage.public_url) or stage.public_url,
        mail_domain=context("mail_domain", context("domain", stage.mail_domain)) or stage.mail_domain,
        alarm_mail=context("alarm_mail"),
    )
    if stage.edge:
        return replace(stage, edge=replace(stage.edge, domain=context("domain"), zone_id=context("zone_id")))
    servers = {part: context(part) for part in Existing.__dataclass_fields__}
    if missing := [part for part, value in servers.items() if value is None]:
        raise LookupError(f"stage {name} needs -c {'=… -c '.join(missing)}=…")
    return replace(stage, existing=Existing(**{part: value or "" for part, value in servers.items()}))
