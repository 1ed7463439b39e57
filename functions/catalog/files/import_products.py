from functions.catalog.files.domain import imports
from functions.catalog.files.domain.model import ImportProducts
from souk import Cache, SellerTransaction, job


@job(ImportProducts, timeout=60, memory=1024)
def handler(tx: SellerTransaction, cache: Cache, work: ImportProducts) -> ImportProducts | None:
    """Import the next part of a catalogue file."""
    return imports.work(tx, cache, work)
