"""What befalls a shop, asked of the API as its owner, an administrator or a visitor would."""

from typing import Any
from uuid import UUID

from souk import Caller
from tests.support import api
from tests.support.api import Answer
from tests.support.world import World

SHOP = {"name": "Lantern & Loom", "country": "GB"}


def apply(owner: Caller, body: Any = SHOP) -> Answer:
    """Apply for a shop."""
    return api.call("POST /api/sellers", as_=owner, body=body)


def approve(seller_id: Any, as_: Caller | None = None, seen: int | None = None) -> Answer:
    """Approve a shop as an administrator, or as somebody else; ``seen`` is the version that was looked at."""
    headers = {} if seen is None else {"If-Match": f'"{seen}"'}
    path = {"seller_id": seller_id}
    return api.call("PUT /api/sellers/{seller_id}/approval", as_=as_ or api.admin(), path=path, headers=headers)


def refuse(seller_id: Any, body: Any = None, as_: Caller | None = None) -> Answer:
    """Refuse an application."""
    body = {"reason": "We cannot reach you."} if body is None else body
    path = {"seller_id": seller_id}
    return api.call("PUT /api/sellers/{seller_id}/refusal", as_=as_ or api.admin(), path=path, body=body)


def suspend(seller_id: Any, body: Any = None, as_: Caller | None = None) -> Answer:
    """Close a shop."""
    body = {"suspended": True, "reason": "Counterfeit goods"} if body is None else body
    path = {"seller_id": seller_id}
    return api.call("PUT /api/sellers/{seller_id}/suspension", as_=as_ or api.admin(), path=path, body=body)


def reinstate(seller_id: Any) -> Answer:
    """Open a closed shop again."""
    return suspend(seller_id, {"suspended": False})


def visit(seller_id: Any) -> Answer:
    """Look at a shop as a visitor."""
    return api.call("GET /api/sellers/{seller_id}", path={"seller_id": seller_id})


def status(database: World, seller_id: UUID) -> str:
    """Give how a shop stands."""
    with database.tx_as("sellers") as tx:
        return str(tx.value("SELECT status FROM directory WHERE id = :id", id=seller_id))
