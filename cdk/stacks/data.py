"""Where Souk keeps what it knows: the database, the cache, the secrets to reach them, and files."""

from dataclasses import replace
from operator import attrgetter
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from constructs import Construct

from cdk.constructs import encryption
from cdk.constructs.files import Files
from cdk.constructs.postgres import DATABASE, Postgres
from cdk.constructs.secrets import Secrets, arn_of
from cdk.constructs.valkey import Valkey
from cdk.stacks.network import NetworkStack
from cdk.stage import Cache, Database, Existing, Stage
from souk.migrations import services as with_tables
from souk.registry import Registry

AUTHORITY = "/opt/database-authority.pem"


class DataStack(cdk.Stack):
    """``settings`` say where things are, ``secrets`` hold the ARNs of how to get in, by the setting that names them."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        stage: Stage,
        registry: Registry,
        key: kms.IKey | None,
        network: NetworkStack | None,
        **options: Any,
    ) -> None:
        super().__init__(scope, name, **options)
        key = encryption.known(self, key)
        make = Secrets(self, "Secrets", stage=stage, key=key)
        services = sorted({*registry.services, *with_tables(registry.root)})
        self._roles = {name: make.generated(f"database/{name}", {"username": name}) for name in services}
        self.logins = {name: arn_of(secret) for name, secret in self._roles.items()}
        asked = {replace(secret, written=False) for spec in registry.functions for secret in spec.secrets}
        self.secrets: dict[str, str | None] = {
            secret.setting: arn_of(make.declared(secret)) for secret in sorted(asked, key=attrgetter("name"))
        }
        if stage.existing:
            self._use(stage.existing, make)
        if network and stage.database and stage.cache:
            self._build(stage, stage.database, stage.cache, network, key, make)
        files = Files(self, "Files", stage=stage, key=key)
        self.settings |= files.settings
        self.settings["SOUK_SERVICE_SECRETS"] = self.to_json_string(self.logins)
        self.things = files.things | {"service-logins": list(self.logins.values())}

    def _use(self, servers: Existing, make: Secrets) -> None:
        login = {"username": servers.database_user, "password": servers.database_password}
        self.secrets |= {
            "SOUK_ADMINISTRATOR_SECRET": arn_of(make.known("database/master", login)),
            "SOUK_CACHE_SECRET": None,
        }
        self.settings: dict[str, str | None] = {
            "SOUK_DATABASE_HOST": servers.database_host,
            "SOUK_DATABASE_DIRECT_HOST": servers.database_host,
            "SOUK_DATABASE_PORT": str(servers.database_port),
            "SOUK_DATABASE_NAME": DATABASE,
            "SOUK_DATABASE_TLS": "off",
            "SOUK_DATABASE_AUTHORITY": None,
            "SOUK_CACHE_URL": servers.cache_url,
        }

    def _build(
        self,
        stage: Stage,
        database: Database,
        cache: Cache,
        network: NetworkStack,
        key: kms.IKey | None,
        make: Secrets,
    ) -> None:
        master, password = make.generated("database/master", {"username": "souk"}), make.generated("cache", {})
        self.secrets |= {"SOUK_ADMINISTRATOR_SECRET": arn_of(master), "SOUK_CACHE_SECRET": arn_of(password)}
        postgres = Postgres(
            self,
            "Postgres",
            stage=stage,
            database=database,
            vpc=network.vpc,
            group=network.database,
            proxy_group=network.proxy,
            key=key,
            master=master,
            roles=list(self._roles.values()),
        )
        valkey = Valkey(
            self,
            "Valkey",
            stage=stage,
            cache=cache,
            vpc=network.vpc,
            group=network.cache,
            key=key,
            password=password,
        )
        self.settings = {
            "SOUK_DATABASE_HOST": postgres.pooled_host,
            "SOUK_DATABASE_DIRECT_HOST": postgres.host,
            "SOUK_DATABASE_PORT": "5432",
            "SOUK_DATABASE_NAME": DATABASE,
            "SOUK_DATABASE_TLS": "verify",
            "SOUK_DATABASE_AUTHORITY": AUTHORITY,
            "SOUK_CACHE_URL": valkey.url,
        }
