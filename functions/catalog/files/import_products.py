from events.catalog import ProductImportRequested
from functions.catalog.files.domain import imports
from souk import Cache, SellerTransaction, on


@on(ProductImportRequested, timeout=60, memory=1024)
def handler(tx: SellerTransaction, cache: Cache, event: ProductImportRequested) -> None:
    """Import the next part of a catalogue file."""
    imports.work(tx, cache, event)
