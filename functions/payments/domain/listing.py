"""What shoppers may look up."""

from uuid import UUID

from functions.payments.domain import store
from functions.payments.domain.gateway import Gateways
from functions.payments.domain.model import ListTransactions, MethodsView, MethodView, TransactionView, view
from souk import Caller, Transaction, paging
from souk.paging import PageOf
from souk.paying import METHODS

_NEWEST = UUID(int=2**128 - 1)


def transactions(tx: Transaction, caller: Caller, query: ListTransactions) -> PageOf[TransactionView]:
    """Give a page of the caller's own transactions."""
    before = paging.decode(query.cursor, UUID)[0] if query.cursor else _NEWEST
    found = store.list_transactions(tx, caller.user_id, query.order_id, before, query.limit + 1)
    page = found[: query.limit]
    following = paging.encode([page[-1].transaction_id]) if len(found) > query.limit else None
    return PageOf[TransactionView](items=[view(attempt) for attempt in page], next_cursor=following)


def methods(gateways: Gateways) -> MethodsView:
    """Give every method of every provider here."""
    return MethodsView(
        items=[
            MethodView(method=method, title=title, provider=gateway.name)
            for gateway in gateways
            for method, title in METHODS[gateway.name].items()
        ]
    )
