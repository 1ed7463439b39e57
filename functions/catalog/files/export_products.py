from functions.catalog.files.domain import imports
from functions.catalog.files.domain.model import ExportProducts
from souk import ADMIN, SELLER, Response, SellerTransaction, operation


@operation(
    "GET /api/products/export", role=(SELLER, ADMIN), timeout=29, memory=1024, produces="text/csv; charset=utf-8"
)
def handler(tx: SellerTransaction, query: ExportProducts) -> Response:
    """Write the shop's products as a catalogue file."""
    return imports.export(tx, query)
