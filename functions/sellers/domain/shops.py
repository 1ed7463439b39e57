"""Opening, running, closing and reopening shops."""

from uuid import UUID

from events.sellers import SellerApplied, SellerApproved, SellerRefused, SellerSuspended, SellerUpdated
from functions.sellers.domain import store
from functions.sellers.domain.model import (
    AlreadyApplied,
    Apply,
    Decision,
    InspectedShop,
    ListSellers,
    Refuse,
    ShopStatus,
    ShopView,
    Suspend,
    UpdateShop,
    after,
)
from souk import ADMIN, Cache, Caller, Json, SellerTransaction, Transaction
from souk.entry import Entry
from souk.errors import Forbidden, Unauthenticated, VersionConflict

PAGE = Entry(
    "seller:{seller_id}",
    owner="sellers",
    life=300,
    holds="a shop's page as it is answered",
    without="it is made from PostgreSQL each time",
)

_DECIDED = {
    ShopStatus.APPROVED: SellerApproved,
    ShopStatus.REFUSED: SellerRefused,
    ShopStatus.SUSPENDED: SellerSuspended,
}


def apply_to_sell(tx: Transaction, owner_id: UUID, application: Apply) -> ShopView:
    """Ask for a shop, for the first time or again after a refusal.

    Raises AlreadyApplied.
    """
    shop = store.insert(tx, owner_id, application)
    if shop is None:
        raise AlreadyApplied("You have a shop, or have applied for one.")
    tx.record(SellerApplied(seller_id=shop.id, owner_id=owner_id, shop_name=shop.name, sequence=shop.version))
    return shop


def list_sellers(tx: Transaction, caller: Caller | None, query: ListSellers) -> Json:
    """Give a page of the directory by name; shops that do not sell are listed to administrators.

    Raises Unauthenticated or Forbidden when anybody else asks for those.
    """
    if query.status is not ShopStatus.APPROVED:
        if caller is None:
            raise Unauthenticated("Only administrators list shops that do not sell.")
        if caller.role is not ADMIN:
            raise Forbidden("Only administrators list shops that do not sell.")
    return store.list_sellers(tx, query)


def inspect_seller(tx: Transaction, seller_id: UUID) -> InspectedShop:
    """Give a shop with its owner, whatever its state.

    Raises NotFound.
    """
    shop = store.find(tx, seller_id)
    return InspectedShop(**dict(shop), owner=store.find_person(tx, shop.owner_id))


def get_my_shop(tx: Transaction, caller: Caller) -> ShopView:
    """Give the shop the caller acts for; who does not yet act for one sees what they applied for.

    Raises NotFound.
    """
    if caller.seller_id is None:
        return store.find_of_owner(tx, caller.user_id)
    return store.find(tx, caller.seller_id)


def update_my_shop(tx: SellerTransaction, cache: Cache, change: UpdateShop, seen: int) -> ShopView:
    """Change what the seller's shop is called and says of itself, as it was seen.

    Raises NotFound or VersionConflict.
    """
    before = store.lock(tx, tx.seller_id)
    if before.version != seen:
        raise VersionConflict("shop", before.version)
    shop = store.update(tx, change)
    if shop is None:
        return before
    if shop.name != before.name:
        tx.record(
            SellerUpdated(
                seller_id=tx.seller_id,
                shop_name=shop.name,
                active=shop.status is ShopStatus.APPROVED,
                sequence=shop.version,
            )
        )
    tx.after_commit(lambda: cache.delete(PAGE.key(seller_id=tx.seller_id)))
    return shop


def approve_seller(tx: Transaction, cache: Cache, seller_id: UUID, seen: int | None) -> ShopView:
    """Let a shop open, as it was seen when its version is named.

    Raises NotFound, ShopSuspended or VersionConflict.
    """
    return _decide(tx, cache, seller_id, seen, Decision.APPROVE, None)


def refuse_seller(tx: Transaction, cache: Cache, seller_id: UUID, refusal: Refuse, seen: int | None) -> ShopView:
    """Turn an application down, as it was seen when its version is named; its owner may apply again.

    Raises NotFound, ShopApproved or VersionConflict.
    """
    return _decide(tx, cache, seller_id, seen, Decision.REFUSE, refusal.reason)


def suspend_seller(tx: Transaction, cache: Cache, seller_id: UUID, order: Suspend, seen: int | None) -> ShopView:
    """Close a shop, or let it open again, as it was seen when its version is named.

    Raises NotFound, SellerNotApproved or VersionConflict.
    """
    if order.suspended:
        return _decide(tx, cache, seller_id, seen, Decision.SUSPEND, order.reason)
    return _decide(tx, cache, seller_id, seen, Decision.REINSTATE, None)


def _decide(
    tx: Transaction, cache: Cache, seller_id: UUID, seen: int | None, decision: Decision, reason: str | None
) -> ShopView:
    """Decide about a shop; what cannot be decided now is refused for that, before its version is compared."""
    shop = store.lock(tx, seller_id)
    status = after(shop.status, decision)
    if seen not in (None, shop.version):
        raise VersionConflict("shop", shop.version)
    if status is shop.status and reason == shop.reason:
        return shop
    view = store.set_status(tx, seller_id, status, reason)
    decided = _DECIDED[status]
    tx.record(decided(seller_id=seller_id, owner_id=view.owner_id, shop_name=view.name, sequence=view.version))
    tx.after_commit(lambda: cache.delete(PAGE.key(seller_id=seller_id)))
    return view
