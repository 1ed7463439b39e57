from functions.catalog.files.domain import exports
from functions.catalog.files.domain.model import ExportProducts
from souk import Database, job
from souk.files import Downloads


@job(ExportProducts, memory=1024)
def handler(database: Database, downloads: Downloads, work: ExportProducts) -> ExportProducts | None:
    """Write the next part of a shop's catalogue file."""
    return exports.export_products(database, downloads, work)
