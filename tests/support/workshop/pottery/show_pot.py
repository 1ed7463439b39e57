from uuid import UUID

from souk import Response, page
from souk.errors import NotFound, Unavailable
from tests.support.workshop.pottery.domain.model import Kiln, Window


@page("GET /pots/{words}/{pot_id}")
def handler(kiln: Kiln, window: Window, pot_id: UUID) -> Response:
    """Show a pot to people."""
    try:
        kiln.fire()
    except OSError:
        raise Unavailable(retry_after=3) from None
    if pot_id.int == 0:
        raise NotFound.of("pot")
    return window.shell(200)
