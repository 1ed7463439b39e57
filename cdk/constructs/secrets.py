"""Secrets: made by the account, read through their ARNs, never seen in a template."""

import json
from collections.abc import Mapping

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from cdk.constructs.exceptions import accept
from cdk.stage import Stage
from souk.resources import Secret

ROTATED_BY_SOUK = (
    "The task that rotates it is Souk's own and runs on deployment; Secrets Manager's rotation would race it."
)


def arn_of(secret: secretsmanager.Secret) -> str:
    """Give the ARN by the attribute that says so everywhere; emulators take the reference for the name."""
    resource = secret.node.default_child
    assert isinstance(resource, secretsmanager.CfnSecret)
    return resource.attr_id


class Secrets(Construct):
    """Makes the secrets of a stage."""

    def __init__(self, scope: Construct, name: str, *, stage: Stage, key: kms.IKey | None) -> None:
        super().__init__(scope, name)
        self._stage = stage
        self._key = key

    def generated(self, name: str, fields: Mapping[str, str], unseen: str = "password") -> secretsmanager.Secret:
        """Make a secret with these fields and one more that nobody has seen."""
        return self._secret(
            name,
            generated=secretsmanager.SecretStringGenerator(
                secret_string_template=json.dumps(fields),
                generate_string_key=unseen,
                password_length=40,
                exclude_punctuation=True,
            ),
        )

    def known(self, name: str, fields: Mapping[str, str]) -> secretsmanager.Secret:
        """Make a secret of what a server on this machine, or nobody yet, goes by."""
        values = {field: cdk.SecretValue.unsafe_plain_text(text) for field, text in fields.items()}
        return self._secret(name, known=values)

    def declared(self, secret: Secret) -> secretsmanager.Secret:
        """Make a secret that a resource asks for."""
        if secret.generated:
            return self.generated(secret.name, json.loads(secret.content), unseen=secret.generated)
        made = self._secret(secret.name, known={})
        resource = made.node.default_child
        assert isinstance(resource, secretsmanager.CfnSecret)
        resource.secret_string = secret.content
        return made

    def _secret(
        self,
        name: str,
        *,
        generated: secretsmanager.SecretStringGenerator | None = None,
        known: dict[str, cdk.SecretValue] | None = None,
    ) -> secretsmanager.Secret:
        made = secretsmanager.Secret(
            self,
            "".join(part.capitalize() for part in name.replace("/", "-").split("-")),
            secret_name=f"{self._stage.prefix}/{name}",
            encryption_key=self._key,
            generate_secret_string=generated,
            secret_object_value=known,
            removal_policy=cdk.RemovalPolicy.RETAIN if self._stage.retain else cdk.RemovalPolicy.DESTROY,
        )
        accept(made, ROTATED_BY_SOUK, "AwsSolutions-SMG4")
        return made
