"""SQL of rules of commission, through the owner's view: administrators act for no shop."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from functions.orders.commission.domain.model import (
    CommissionScope,
    CommissionTerms,
    CreateCommissionRule,
    ListCommissionRules,
)
from functions.orders.commission.domain.terms import USUAL, Terms
from souk import Json, Transaction
from souk.errors import found
from souk.ids import uuid7

INSERT = """
INSERT INTO all_commission_rules (
    id, seller_id, category_id, currency, rate, fixed_amount, fixed_per, least_amount, most_amount
)
VALUES (
    :id, :seller_id, :category_id, :currency, :rate, :fixed_amount, :fixed_per, :least_amount, :most_amount
)
"""

LOCK = """
SELECT version, ended_at IS NOT NULL AS is_ended
FROM all_commission_rules
WHERE id = :rule_id
FOR UPDATE
"""

UPDATE = """
UPDATE all_commission_rules
SET currency = :currency, rate = :rate, fixed_amount = :fixed_amount, fixed_per = :fixed_per,
    least_amount = :least_amount, most_amount = :most_amount, version = version + 1
WHERE id = :rule_id
"""

END = """
UPDATE all_commission_rules
SET ended_at = now(), version = version + 1
WHERE id = :rule_id AND ended_at IS NULL
"""

_DOCUMENT = """document::jsonb || jsonb_build_object('seller_name', (
    SELECT shop.name
    FROM sellers_api.sellers AS shop
    WHERE shop.seller_id = all_commission_rules.seller_id
))"""

SHOW = f"""
SELECT {_DOCUMENT}
FROM all_commission_rules
WHERE id = :rule_id
"""

LIST = f"""
SELECT id, {_DOCUMENT} AS document
FROM all_commission_rules
WHERE (:in_force::boolean IS NULL OR (ended_at IS NULL) = :in_force::boolean)
    AND (:after_id::uuid IS NULL OR id < :after_id::uuid)
ORDER BY id DESC
LIMIT :limit
"""

APPLYING = """
SELECT
    EXISTS (SELECT FROM sellers_api.sellers AS shop WHERE shop.seller_id = :seller_id::uuid) AS shop_is_there,
    branch.category_id IS NOT NULL AS category_is_there,
    commission_for(:seller_id::uuid, branch.lineage, :sold_in) AS terms,
    (
        SELECT established(identity.country, identity.legal_address, identity.tax_id)
        FROM sellers_api.identities AS identity
        WHERE identity.seller_id = :seller_id::uuid
    ) AS established
FROM (VALUES (1)) AS one (row)
LEFT JOIN catalog_api.branches AS branch ON branch.category_id = :category_id::uuid
"""


@dataclass(frozen=True, slots=True)
class Applying:
    """By which terms a shop sells in a category, where it is established, and whether both are there."""

    shop_is_there: bool
    category_is_there: bool
    terms: Terms
    established: Mapping[str, str | None] | None


def insert(tx: Transaction, body: CreateCommissionRule) -> UUID:
    """Add a rule, and give its id."""
    rule_id = uuid7()
    tx.execute(INSERT, id=rule_id, seller_id=body.seller_id, category_id=body.category_id, **body.columns())
    return rule_id


def lock(tx: Transaction, rule_id: UUID) -> dict[str, Any]:
    """Lock a rule: its version, and whether it ended.

    Raises NotFound.
    """
    return found(tx.row(LOCK, rule_id=rule_id), "commission_rule")


def update(tx: Transaction, rule_id: UUID, body: CommissionTerms) -> None:
    """Change a rule that was locked."""
    tx.execute(UPDATE, rule_id=rule_id, **body.columns())


def end(tx: Transaction, rule_id: UUID) -> None:
    """End a rule; one that has ended stays as it is."""
    tx.execute(END, rule_id=rule_id)


def show(tx: Transaction, rule_id: UUID) -> Json:
    """Give a rule as CommissionRuleView, or raise NotFound."""
    return found(tx.json(SHOW, rule_id=rule_id), "commission_rule")


def list_rules(tx: Transaction, query: ListCommissionRules) -> Json:
    """Give a page of rules, the latest first."""
    return tx.page(LIST, query, in_force=query.in_force)


def applying(tx: Transaction, scope: CommissionScope, currency: str | None) -> Applying:
    """Give what applies to what is sold in a currency."""
    row = tx.row(APPLYING, seller_id=scope.seller_id, category_id=scope.category_id, sold_in=currency)
    assert row is not None
    return Applying(
        shop_is_there=row["shop_is_there"],
        category_is_there=row["category_is_there"],
        terms=Terms.read(json.loads(row["terms"])) if row["terms"] else USUAL,
        established=json.loads(row["established"]) if row["established"] else None,
    )
