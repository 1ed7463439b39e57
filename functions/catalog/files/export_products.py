from functions.catalog.files.domain import imports
from functions.catalog.files.domain.model import ExportProducts
from souk import ADMIN, SELLER, Caller, Database, Response, operation


@operation(
    "GET /api/products/export", role=(SELLER, ADMIN), timeout=29, memory=1024, produces="text/csv; charset=utf-8"
)
def handler(database: Database, caller: Caller, query: ExportProducts) -> Response:
    """Write the shop's products as a catalogue file."""
    return database.write(lambda tx: imports.export(tx, caller, query))
