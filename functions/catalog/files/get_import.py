from typing import Annotated
from uuid import UUID

from functions.catalog.files.domain import import_store
from functions.catalog.files.domain.model import ImportView
from souk import ADMIN, SELLER, Json, SellerTransaction, operation
from souk.errors import NotFound


@operation("GET /api/products/imports/{import_id}", role=(SELLER, ADMIN), refuses=(NotFound.of("import"),))
def handler(tx: SellerTransaction, import_id: UUID) -> Annotated[Json, ImportView]:
    """Show how far an import is, and which rows were not kept and why."""
    return import_store.show(tx, import_id)
