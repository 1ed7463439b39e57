from typing import Annotated

from functions.payments.ledger.domain import view_store
from functions.payments.ledger.domain.model import ReadStatement, StatementEntry
from souk import SELLER, Json, SellerTransaction, operation
from souk.paging import PageOf


@operation("GET /api/seller/statement", role=SELLER)
def handler(tx: SellerTransaction, query: ReadStatement) -> Annotated[Json, PageOf[StatementEntry]]:
    """Read the shop's account, the latest entry first, each with the balance after it."""
    return view_store.read_statement(tx, query)
