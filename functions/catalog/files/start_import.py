from functions.catalog.files.domain import imports
from functions.catalog.files.domain.model import StartedImport, StartImport
from souk import ADMIN, SELLER, SellerTransaction, operation
from souk.errors import NotFound
from souk.files import UploadForms


# Whoever sends the file itself, as much as Lambda takes, is answered with the name of the field that is not asked for.
@operation(
    "POST /api/products/imports",
    role=(SELLER, ADMIN),
    status=202,
    idempotent=True,
    max_body=6_000_000,
    refuses=(NotFound.of("seller"),),
    audited=True,
)
def handler(tx: SellerTransaction, forms: UploadForms, body: StartImport) -> StartedImport:  # noqa: ARG001  (an empty object, no other)
    """Say where to upload a catalogue file, which is imported into the shop when it is there."""
    return imports.start_import(tx, forms)
