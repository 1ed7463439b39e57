from functions.catalog.files.domain import imports
from functions.catalog.files.domain.model import StartedImport, StartImport
from souk import ADMIN, SELLER, SellerTransaction, operation
from souk.errors import NotFound
from souk.files import UploadForms


# Somebody who sends the file itself, up to what Lambda takes, is told that the body has fields it should not have.
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
