"""What a function is allowed and told: what its specification asks for, and nothing else."""

from collections.abc import Callable

from aws_cdk import aws_iam as iam

from cdk.platform import Platform
from souk.spec import Spec

type Grant = Callable[[Platform], iam.PolicyStatement]

# An outside resource's class, and what using it takes. Reading a secret is granted with the setting that names it.
GRANTS: dict[str, Grant] = {
    "EventBus": lambda platform: allow("events:PutEvents", platform.bus.event_bus_arn),
    "Mail": lambda platform: allow("ses:SendEmail", platform.mail.email_identity_arn),
    # A phone number has no ARN.
    "Sms": lambda _: allow("sns:Publish", "*"),
    "SigningKeys": lambda platform: allow(
        "secretsmanager:PutSecretValue",
        platform.secrets["SOUK_SIGNING_KEY_SECRET"],
        platform.secrets["SOUK_PUBLIC_KEYS_SECRET"],
    ),
}
POOLED = {"Database", "Transaction"}
ADMINISTRATION = "SOUK_SERVICE_SECRETS"


class NotOffered(LookupError):
    """A function asks for a setting that the stage does not have."""


def allow(action: str, *resources: str) -> iam.PolicyStatement:
    """Allow one action on some things."""
    return iam.PolicyStatement(actions=[action], resources=list(resources))


def settings(platform: Platform, spec: Spec) -> dict[str, str]:
    """Give the environment of a function.

    Raises NotOffered, naming the function and the setting.
    """
    stage = platform.stage
    given = {
        "SOUK_STAGE": stage.name,
        "SOUK_SERVICE": spec.service,
        "SOUK_FUNCTION": spec.id,
        "POWERTOOLS_SERVICE_NAME": spec.service,
        "POWERTOOLS_METRICS_NAMESPACE": "Souk",
        "POWERTOOLS_LOG_LEVEL": stage.log_level,
    }
    if spec.kind == "operation":
        given |= {"SOUK_RATE_LIMIT": str(stage.rate_limit), "SOUK_TRUSTED_PROXIES": str(stage.trusted_proxies)}
        given |= {"SOUK_CORS_ORIGINS": ",".join(stage.origins)} if stage.origins else {}
    offered = offers(platform, spec)
    for name in spec.environment:
        if name not in offered:
            raise NotOffered(f"{spec.handler} asks for {name}, which stage {stage.name} does not offer")
        if (value := offered[name]) is not None:
            given[name] = value
    if "SOUK_DATABASE_TLS" in given and (authority := offered.get("SOUK_DATABASE_AUTHORITY")):
        given["SOUK_DATABASE_AUTHORITY"] = authority
    return given


def offers(platform: Platform, spec: Spec) -> dict[str, str | None]:
    """Give every setting this function could ask for; None is a part that the stage does without."""
    stage = platform.stage
    pooled = bool(POOLED & {resource.__name__ for resource in spec.resources})
    return {
        "SOUK_CACHE_SECRET": None,
        **platform.settings,
        **platform.secrets,
        "SOUK_DATABASE_HOST": platform.pooled_host if pooled else platform.host,
        "SOUK_DATABASE_SECRET": database_secret(platform, spec),
        "SOUK_PAYMENT_PROVIDERS": ",".join(stage.payment_providers),
        "SOUK_PUBLIC_URL": stage.public_url,
    }


def database_secret(platform: Platform, spec: Spec) -> str:
    """Give the login of the service, or the administrator's to who must set everybody's."""
    return platform.master if ADMINISTRATION in spec.environment else platform.roles[spec.service]


def statements(platform: Platform, spec: Spec) -> list[iam.PolicyStatement]:
    """Give the rights of a function."""
    readable = {"SOUK_DATABASE_SECRET": database_secret(platform, spec), **platform.secrets}
    secrets = [readable[name] for name in spec.environment if name in readable]
    if ADMINISTRATION in spec.environment:
        secrets += platform.roles.values()
    asked = [GRANTS[resource.__name__](platform) for resource in spec.resources if resource.__name__ in GRANTS]
    if secrets:
        asked.append(allow("secretsmanager:GetSecretValue", *secrets))
    if platform.key and (secrets or spec.kind in ("reaction", "schedule")):
        asked.append(
            iam.PolicyStatement(actions=["kms:Decrypt", "kms:GenerateDataKey"], resources=[platform.key.key_arn])
        )
    return asked
