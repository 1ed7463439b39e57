from uuid import UUID

from functions.catalog.files.domain import exports
from functions.catalog.files.domain.model import ExportView
from souk import ADMIN, SELLER, SellerTransaction, operation
from souk.errors import NotFound
from souk.files import DownloadLinks


@operation("GET /api/products/exports/{export_id}", role=(SELLER, ADMIN), refuses=(NotFound.of("export"),))
def handler(tx: SellerTransaction, links: DownloadLinks, export_id: UUID) -> ExportView:
    """Show how far an export is, and where its file is when it is done."""
    return exports.get_export(tx, links, export_id)
