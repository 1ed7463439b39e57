"""What a function is allowed and given: what its specification asks for, and nothing else."""

import json

from aws_cdk import aws_iam as iam

from cdk.platform import Platform
from souk.paying import PageKeys
from souk.resources import EVERYTHING
from souk.spec import Spec


class NotOffered(LookupError):
    """A function asks for something that the stage does not have."""


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
        "POWERTOOLS_LOG_LEVEL": stage.log_level,
    }
    if spec.path:
        given |= {"SOUK_RATE_LIMIT": str(stage.rate_limit), "SOUK_TRUSTED_PROXIES": str(stage.trusted_proxies)}
        given |= {"SOUK_CORS_ORIGINS": ",".join(stage.origins)} if stage.origins else {}
    offered = {
        **stage.choices,
        PageKeys.SETTING: json.dumps(dict(stage.payment_keys)),
        "SOUK_CAPTURE": stage.capture,
        "SOUK_PRICES_WITHOUT_TAX": ",".join(stage.prices_without_tax),
        "SOUK_PLATFORM_COUNTRY": stage.platform_country or "",
        "SOUK_PUBLIC_URL": stage.public_url,
        **stage.settings,
        **platform.settings,
        **secrets(platform, spec),
    }
    for name in spec.environment:
        if name not in offered:
            raise NotOffered(f"{spec.handler} asks for {name}, which stage {stage.name} does not offer")
        if (value := offered[name]) is not None:
            given[name] = value
    return given


def secrets(platform: Platform, spec: Spec) -> dict[str, str | None]:
    """Give the ARN of every secret this function could ask for, by setting."""
    return {**platform.secrets, "SOUK_DATABASE_SECRET": platform.logins[spec.service]}


def statements(platform: Platform, spec: Spec) -> list[iam.PolicyStatement]:
    """Give the rights of a function.

    Raises NotOffered, naming the function and the thing.
    """
    offered = secrets(platform, spec)
    readable = [arn for name in spec.environment if (arn := offered.get(name))]
    writable = [arn for secret in spec.secrets if secret.written and (arn := offered[secret.setting])]
    asked = [allow(right.action, *_things(platform, spec, right.on)) for right in spec.rights]
    if readable:
        asked.append(allow("secretsmanager:GetSecretValue", *readable))
    if readable or spec.rights:
        asked += using_the_key(platform)
    if writable:
        asked.append(allow("secretsmanager:PutSecretValue", *writable))
    return asked


def using_the_key(platform: Platform) -> list[iam.PolicyStatement]:
    """Let a function read and write what the stage's key encrypts, where the stage has one."""
    if platform.key is None:
        return []
    actions = ["kms:Decrypt", "kms:GenerateDataKey"]
    return [iam.PolicyStatement(actions=actions, resources=[platform.key.key_arn])]


def _things(platform: Platform, spec: Spec, name: str) -> tuple[str, ...]:
    if name == EVERYTHING:
        return (EVERYTHING,)
    if name not in platform.things:
        raise NotOffered(f"{spec.handler} wants a right on {name}, which stage {platform.stage.name} does not have")
    return tuple(platform.things[name])
