from typing import Annotated

from functions.orders.commission.domain import rule_store
from functions.orders.commission.domain.model import CommissionRuleView, ListCommissionRules
from souk import ADMIN, Json, Transaction, operation
from souk.paging import PageOf


@operation(
    "GET /api/admin/commission-rules",
    role=ADMIN,
    audited=True,
)
def handler(tx: Transaction, query: ListCommissionRules) -> Annotated[Json, PageOf[CommissionRuleView]]:
    """Look up the rules of commission, the latest first."""
    return rule_store.list_rules(tx, query)
