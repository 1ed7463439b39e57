from typing import Annotated

from functions.catalog.domain import service
from functions.catalog.domain.model import CreateProduct
from functions.catalog.domain.views import ProductView
from souk import ADMIN, SELLER, Caller, Json, Transaction, operation


@operation("POST /api/products", role=(SELLER, ADMIN), status=201, idempotent=True)
def handler(tx: Transaction, caller: Caller, body: CreateProduct) -> Annotated[Json | None, ProductView]:
    """Bring a new product into the shop, with its variants and first stock."""
    return service.create_product(tx, caller, body)
