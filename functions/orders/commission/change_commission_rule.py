from typing import Annotated
from uuid import UUID

from functions.orders.commission.domain import rules
from functions.orders.commission.domain.model import (
    ChangeCommissionRule,
    CommissionRuleExists,
    CommissionRuleOver,
    CommissionRuleView,
)
from souk import ADMIN, Json, Transaction, operation
from souk.errors import NotFound


@operation(
    "PUT /api/admin/commission-rules/{rule_id}",
    role=ADMIN,
    refuses=(CommissionRuleExists, CommissionRuleOver, NotFound.of("commission_rule")),
    audited=True,
)
def handler(
    tx: Transaction, rule_id: UUID, version: int, body: ChangeCommissionRule
) -> Annotated[Json, CommissionRuleView]:
    """Change a rule of commission for what is sold from now on; its version must be the one that was read."""
    return rules.change_commission_rule(tx, rule_id, body, version)
