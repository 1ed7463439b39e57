"""What a stage may say of itself; ``stages/<name>.toml`` says it. What a stage lacks is None."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from aws_cdk.aws_codedeploy import LambdaDeploymentConfig
from aws_cdk.aws_logs import RetentionDays
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PositiveInt, model_validator

from souk.country import Country
from souk.currency import Currency
from souk.paying import SCRIPTS, PaymentMethods

type Name = Annotated[str, Field(min_length=1)]
type Setting = Annotated[str, Field(pattern=r"^SOUK_[A-Z0-9_]+$")]
type Url = Annotated[str, Field(pattern=r"^https?://[^/]+$")]


def _known_rollout(name: str) -> str:
    if not hasattr(LambdaDeploymentConfig, name):
        raise ValueError("CodeDeploy has no such configuration")
    return name


class Part(BaseModel):
    """Part of a stage; what it does not know it refuses."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Network(Part):
    """A VPC; functions reach AWS through endpoints where there is one, else through NAT."""

    zones: Annotated[int, Field(ge=2, le=6)]
    nat_gateways: PositiveInt
    endpoints: tuple[Name, ...] = ()


class Database(Part):
    """An RDS PostgreSQL instance; sizes in GB."""

    instance: Name
    multi_az: bool
    replicas: Annotated[int, Field(ge=0, le=15)]
    proxy: bool
    storage_gb: Annotated[int, Field(ge=20)]
    storage_limit_gb: Annotated[int, Field(ge=20)]
    backup_days: Annotated[int, Field(ge=1, le=35)]


class Cache(Part):
    """An ElastiCache replication group; more than one node means failover to another zone."""

    node: Name
    nodes: PositiveInt
    snapshot_days: Annotated[int, Field(ge=0, le=35)]


class Existing(Part):
    """Servers that run already, on the machine itself."""

    database_host: Name
    database_port: PositiveInt
    database_user: Name
    database_password: Name
    cache_url: Name


class Firewall(Part):
    """WAF: managed rules, and a limit by token and address."""

    requests_per_minute: Annotated[int, Field(ge=10)]


class Edge(Part):
    """CloudFront in front of the web and the API, under a domain of its own when one is given."""

    price_class: Literal["PRICE_CLASS_100", "PRICE_CLASS_200", "PRICE_CLASS_ALL"]
    domain: Name | None = None
    zone_id: Name | None = None
    firewall: Firewall | None = None


class Concurrency(Part):
    """How many environments a function may have, and how many wait warm; ``snapshot`` is SnapStart."""

    reserved: PositiveInt | None = None
    provisioned: PositiveInt | None = None
    snapshot: bool = False


class Stage(Part):
    """One installation of Souk; everything it owns is named ``souk-<name>-…``."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]{0,11}$")]
    account: Annotated[str, Field(pattern=r"^\d{12}$")]
    region: Annotated[str, Field(pattern=r"^[a-z]{2}(-[a-z]+)+-\d$")]
    public_url: Url
    mail_domain: Name
    alarm_mail: Annotated[str, Field(pattern="@")] | None = None
    payment_providers: tuple[Name, ...]
    payment_keys: Mapping[Name, Name] = {}
    capture: Literal["at_once", "on_shipment"] = "at_once"
    prices_without_tax: tuple[Currency, ...] = ()
    platform_country: Country | None = None
    origins: tuple[Url, ...] = ()
    files_behind_public_url: bool = False
    rate_limit: PositiveInt
    settings: Mapping[Setting, str] = {}

    architecture: Literal["arm64", "x86_64"]
    log_retention: RetentionDays
    log_level: Literal["DEBUG", "INFO", "WARNING"]
    retain: bool
    customer_key: bool
    secrets_extension: bool
    tracing: bool
    alias: Name | None = None
    canary: Annotated[str, AfterValidator(_known_rollout)] | None = None
    access_logs: bool
    problems_apart: bool
    dashboards: bool
    archives: Mapping[Name, PositiveInt] = {}
    concurrency: Mapping[Name, Concurrency] = {}

    network: Network | None = None
    database: Database | None = None
    cache: Cache | None = None
    existing: Existing | None = None
    edge: Edge | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        built = (self.network, self.database, self.cache)
        faults = {
            "payment_providers names nobody who moves the money, so nothing could be sold": not self.payment_providers,
            "the sandbox moves no money, and this stage is kept": self.retain and "sandbox" in self.payment_providers,
            "payment_keys lacks the key by which the checkout says to a provider whose shop it is": bool(
                {name for name in self.payment_providers if name in SCRIPTS} - self.payment_keys.keys()
            ),
            "payment_keys are shown to everybody, and hold what is no publishable key of its provider": not all(
                name in SCRIPTS and SCRIPTS[name].key.fullmatch(key) for name, key in self.payment_keys.items()
            ),
            "network, database and cache go together": any(built) and not all(built),
            "it needs network, database and cache, or existing servers": not any(built) and not self.existing,
            "servers are built or exist already, not both": any(built) and self.existing is not None,
            "a canary needs an alias": self.canary is not None and self.alias is None,
            "edge.zone_id and edge.domain go together": self.edge is not None
            and (self.edge.domain is None) != (self.edge.zone_id is None),
        }
        if found := [fault for fault, holds in faults.items() if holds]:
            raise ValueError("; ".join(found))
        return self

    @property
    def choices(self) -> dict[str, str]:
        """The settings that decide which resources the stage has."""
        return {PaymentMethods.SETTING: ",".join(self.payment_providers)}

    @property
    def prefix(self) -> str:
        """The beginning of every physical name."""
        return f"souk-{self.name}"

    @property
    def trusted_proxies(self) -> int:
        """How many addresses at the end of X-Forwarded-For were written by proxies nobody can go around.

        CloudFront and the gateway append what they see, but where the gateway answers everybody, a client that calls it
        directly writes CloudFront's part itself.
        """
        return 2 if self.edge and self.edge.firewall else 0

    @property
    def zones(self) -> list[str]:
        """The availability zones, by the rule of their names: looking them up would need an account."""
        return [f"{self.region}{letter}" for letter in "abcdef"[: self.network.zones]] if self.network else []
