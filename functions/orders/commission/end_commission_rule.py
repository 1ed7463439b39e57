from typing import Annotated
from uuid import UUID

from functions.orders.commission.domain import rules
from functions.orders.commission.domain.model import CommissionRuleView
from souk import ADMIN, Json, Transaction, operation
from souk.errors import NotFound


@operation(
    "PUT /api/admin/commission-rules/{rule_id}/end",
    role=ADMIN,
    refuses=(NotFound.of("commission_rule"),),
    audited=True,
)
def handler(tx: Transaction, rule_id: UUID) -> Annotated[Json, CommissionRuleView]:
    """End a rule of commission for good."""
    return rules.end_commission_rule(tx, rule_id)
