"""Where Souk keeps what it knows: the database, the cache, and the secrets to reach them."""

from collections.abc import Sequence
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from constructs import Construct

from cdk.constructs import encryption
from cdk.constructs.postgres import DATABASE, Postgres
from cdk.constructs.secrets import Secrets, arn_of
from cdk.constructs.valkey import Valkey
from cdk.stacks.network import NetworkStack
from cdk.stage import Cache, Database, Existing, Stage

AUTHORITY = "/opt/database-authority.pem"


class DataStack(cdk.Stack):
    """``settings`` say where things are, ``secrets`` hold the ARNs of how to get in, by the setting that names them."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        stage: Stage,
        services: Sequence[str],
        key: kms.IKey | None,
        network: NetworkStack | None,
        **options: Any,
    ) -> None:
        super().__init__(scope, name, **options)
        key = encryption.known(self, key)
        make = Secrets(self, "Secrets", stage=stage, key=key)
        self._logins = {name: make.generated(f"database/{name}", {"username": name}) for name in services}
        self.roles = {name: arn_of(secret) for name, secret in self._logins.items()}
        self.secrets = {
            "SOUK_PUBLIC_KEYS_SECRET": arn_of(make.filled_later("public-keys")),
            "SOUK_SIGNING_KEY_SECRET": arn_of(make.filled_later("signing-key")),
            "SOUK_PAYMENT_WEBHOOK_SECRET": arn_of(make.generated("payment-webhook", {}, unseen="sandbox")),
        }
        if stage.existing:
            self._use(stage.existing, make)
        if network and stage.database and stage.cache:
            self._build(stage, stage.database, stage.cache, network, key, make)
        self.settings["SOUK_SERVICE_SECRETS"] = self.to_json_string(self.roles)

    def _use(self, servers: Existing, make: Secrets) -> None:
        login = {"username": servers.database_user, "password": servers.database_password}
        self.master = arn_of(make.known("database/master", login))
        self.host = self.pooled_host = servers.database_host
        self.settings = {
            "SOUK_DATABASE_PORT": servers.database_port,
            "SOUK_DATABASE_NAME": DATABASE,
            "SOUK_DATABASE_TLS": "off",
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
        self.master, self.secrets["SOUK_CACHE_SECRET"] = arn_of(master), arn_of(password)
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
            roles=list(self._logins.values()),
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
        self.host, self.pooled_host = postgres.host, postgres.pooled_host
        self.settings = {
            "SOUK_DATABASE_PORT": "5432",
            "SOUK_DATABASE_NAME": DATABASE,
            "SOUK_DATABASE_TLS": "verify",
            "SOUK_DATABASE_AUTHORITY": AUTHORITY,
            "SOUK_CACHE_URL": valkey.url,
        }
