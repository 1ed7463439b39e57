from typing import Annotated

from functions.catalog.files.domain import imports
from functions.catalog.files.domain.model import ImportView, StartImport
from souk import ADMIN, SELLER, Json, SellerTransaction, operation
from souk.errors import NotFound


# Lambda takes 6 MB; a CSV of 4 MB grows when it is written as a JSON text.
@operation(
    "POST /api/products/imports",
    role=(SELLER, ADMIN),
    status=202,
    idempotent=True,
    max_body=6_000_000,
    memory=1024,
    refuses=(NotFound.of("seller"),),
    audited=True,
)
def handler(tx: SellerTransaction, body: StartImport) -> Annotated[Json | None, ImportView]:
    """Take in a catalogue file to be imported into the shop."""
    return imports.start(tx, body)
