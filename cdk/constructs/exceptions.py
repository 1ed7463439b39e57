"""Rules of cdk-nag that do not fit somewhere, each with its reason beside the thing it is about."""

import aws_cdk as cdk
from constructs import IConstruct


def accept(scope: IConstruct, reason: str, *rules: str) -> None:
    """Accept that this part of the tree breaks these rules."""
    acknowledged = [cdk.Acknowledgment(id=rule, reason=reason) for rule in rules]
    cdk.Validations.of(scope).acknowledge(*acknowledged)
