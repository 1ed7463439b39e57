from functions.orders.commission.domain import rules
from functions.orders.commission.domain.model import CommissionPreview, PreviewCommission
from souk import ADMIN, Transaction, operation
from souk.platform import Platform


@operation(
    "POST /api/admin/commission-rules/preview",
    role=ADMIN,
    audited=True,
)
def handler(tx: Transaction, platform: Platform, body: PreviewCommission) -> CommissionPreview:
    """Say what would be kept of an example by the rules in force."""
    return rules.preview_commission(tx, platform, body)
