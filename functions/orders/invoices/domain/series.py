"""How a shop's series of numbers is called, so that people tell it from another shop's."""

from uuid import UUID

from functions.orders.domain.number import ALPHABET
from functions.orders.invoices.domain.document import DocumentKind

_CHARACTERS = 6


def series_of(seller_id: UUID, kind: DocumentKind) -> str:
    """Give what numbers of a shop begin with, such as 7K3M9Q, and 7K3M9Q-C those of its credit notes.

    It is made of the shop's id, and so stays when the shop is called otherwise.
    """
    name = "".join(ALPHABET[seller_id.int >> 5 * place & 31] for place in reversed(range(_CHARACTERS)))
    return name if kind == "invoice" else f"{name}-C"
