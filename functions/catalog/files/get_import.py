from typing import Annotated
from uuid import UUID

from functions.catalog.files.domain import imports
from functions.catalog.files.domain.model import ImportView
from souk import ADMIN, SELLER, Caller, Database, Json, operation
from souk.errors import NotFound


@operation("GET /api/products/imports/{import_id}", role=(SELLER, ADMIN), refuses=(NotFound.of("import"),))
def handler(database: Database, caller: Caller, import_id: UUID) -> Annotated[Json | None, ImportView]:
    """Show how far an import is, and which rows were not kept and why."""
    return database.write(lambda tx: imports.show(tx, caller, import_id))
