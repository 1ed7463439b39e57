"""What people may look up of what they were sent."""

from uuid import UUID

from functions.notifications.domain import store
from functions.notifications.domain.model import NotificationView
from souk import Caller, Transaction, paging
from souk.paging import Page, PageOf

_NEWEST = UUID(int=2**128 - 1)


def notifications(tx: Transaction, caller: Caller, query: Page) -> PageOf[NotificationView]:
    """Give a page of the caller's own messages."""
    before = paging.decode(query.cursor, UUID)[0] if query.cursor else _NEWEST
    found = store.list_notifications(tx, caller.user_id, before, query.limit + 1)
    page = found[: query.limit]
    following = paging.encode([page[-1].id]) if len(found) > query.limit else None
    return PageOf[NotificationView](items=page, next_cursor=following)
