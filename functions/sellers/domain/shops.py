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
from souk.errors import Forbidden, Unauthenticated

PAGE = Entry(
    "seller:{seller_id}",
    owner="sellers",
    life=300,
    holds="a shop's page as it is answered",
    without="it is made from PostgreSQL each time",
)


def apply_to_sell(tx: Transaction, owner_id: UUID, application: Apply) -> ShopView:
    """Ask for a shop, for the first time or again after a refusal.

    Raises AlreadyApplied.
    """
    shop = store.insert_shop(tx, owner_id, application)
    if shop is None:
        raise AlreadyApplied("You have a shop, or have applied for one.")
    view = shop.view
    tx.record(SellerApplied(seller_id=view.id, owner_id=owner_id, shop_name=view.name, sequence=shop.version))
    return view


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
    shop = store.find_shop(tx, seller_id).view
    return InspectedShop(**dict(shop), owner=store.find_owner(tx, shop.owner_id))


def get_my_shop(tx: Transaction, caller: Caller) -> ShopView:
    """Give the shop the caller acts for; who does not yet act for one sees what they applied for.

    Raises NotFound.
    """
    if caller.seller_id is None:
        return store.find_shop_of(tx, caller.user_id).view
    return store.find_shop(tx, caller.seller_id).view


def update_my_shop(tx: SellerTransaction, cache: Cache, change: UpdateShop) -> ShopView:
    """Change what the seller's shop is called and says of itself."""
    shop = store.update_shop(tx, change)
    if shop is None:
        return store.find_shop(tx, tx.seller_id).view
    if shop.renamed:
        tx.record(
            SellerUpdated(
                seller_id=tx.seller_id,
                shop_name=shop.view.name,
                active=shop.view.status is ShopStatus.APPROVED,
                sequence=shop.version,
            )
        )
    tx.after_commit(lambda: cache.delete(PAGE.key(seller_id=tx.seller_id)))
    return shop.view


def approve_seller(tx: Transaction, cache: Cache, seller_id: UUID) -> ShopView:
    """Let a shop open."""
    return _decide(tx, cache, seller_id, Decision.APPROVE, None)


def refuse_seller(tx: Transaction, cache: Cache, seller_id: UUID, refusal: Refuse) -> ShopView:
    """Turn an application down; its owner may apply again."""
    return _decide(tx, cache, seller_id, Decision.REFUSE, refusal.reason)


def suspend_seller(tx: Transaction, cache: Cache, seller_id: UUID, order: Suspend) -> ShopView:
    """Close a shop, or let it open again."""
    if order.suspended:
        return _decide(tx, cache, seller_id, Decision.SUSPEND, order.reason)
    return _decide(tx, cache, seller_id, Decision.REINSTATE, None)


def _decide(tx: Transaction, cache: Cache, seller_id: UUID, decision: Decision, reason: str | None) -> ShopView:
    shop = store.lock_shop(tx, seller_id)
    status = after(shop.view.status, decision)
    if status is shop.view.status and reason == shop.view.reason:
        return shop.view
    changed = store.set_status(tx, seller_id, status, reason)
    view, sequence = changed.view, changed.version
    if status is ShopStatus.APPROVED:
        tx.record(SellerApproved(seller_id=seller_id, owner_id=view.owner_id, shop_name=view.name, sequence=sequence))
    elif status is ShopStatus.REFUSED:
        tx.record(SellerRefused(seller_id=seller_id, owner_id=view.owner_id, shop_name=view.name, sequence=sequence))
    else:
        tx.record(SellerSuspended(seller_id=seller_id, shop_name=view.name, sequence=sequence))
    tx.after_commit(lambda: cache.delete(PAGE.key(seller_id=seller_id)))
    return view
