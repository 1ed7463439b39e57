from events.sellers import SellerApproved
from functions.auth.domain import store
from souk import Transaction, on


@on(SellerApproved)
def handler(tx: Transaction, event: SellerApproved) -> None:
    """Give the owner of an approved shop the role seller, from their next sign-in or refresh."""
    store.grant_seller_role(tx, event.owner_id, event.seller_id)
