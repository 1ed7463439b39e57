"""The stage's key, as other stacks than its own know it."""

from aws_cdk import aws_kms as kms
from constructs import Construct


def known(scope: Construct, key: kms.IKey | None) -> kms.IKey | None:
    """Give the key by its ARN: its policy stays its own stack's, which else would depend on every user of the key."""
    return kms.Key.from_key_arn(scope, "Key", key.key_arn) if key else None
