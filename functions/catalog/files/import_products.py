from functions.catalog.files.domain import imports
from functions.catalog.files.domain.model import ImportProducts
from souk import Cache, SellerTransaction, job
from souk.files import Uploads


@job(ImportProducts)
def handler(tx: SellerTransaction, uploads: Uploads, cache: Cache, work: ImportProducts) -> ImportProducts | None:
    """Read or import the next part of a catalogue file."""
    return imports.import_products(tx, uploads, cache, work)
