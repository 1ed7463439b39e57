from functions.catalog.files.domain import exports
from functions.catalog.files.domain.model import StartedExport, StartExport
from souk import ADMIN, SELLER, SellerTransaction, operation
from souk.errors import NotFound


@operation(
    "POST /api/products/exports",
    role=(SELLER, ADMIN),
    status=202,
    idempotent=True,
    refuses=(NotFound.of("seller"),),
    audited=True,
)
def handler(tx: SellerTransaction, body: StartExport) -> StartedExport:  # noqa: ARG001  (an empty object, no other)
    """Begin to write the shop's products as a catalogue file."""
    return exports.start_export(tx)
