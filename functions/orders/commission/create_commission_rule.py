from typing import Annotated

from functions.orders.commission.domain import rules
from functions.orders.commission.domain.model import CommissionRuleExists, CommissionRuleView, CreateCommissionRule
from souk import ADMIN, Json, Transaction, operation


@operation(
    "POST /api/admin/commission-rules",
    role=ADMIN,
    status=201,
    idempotent=True,
    refuses=(CommissionRuleExists,),
    audited=True,
)
def handler(tx: Transaction, body: CreateCommissionRule) -> Annotated[Json, CommissionRuleView]:
    """Make a rule of commission for what is sold from now on."""
    return rules.create_commission_rule(tx, body)
