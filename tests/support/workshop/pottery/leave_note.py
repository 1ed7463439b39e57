from souk import Caller, RawRequest, operation
from tests.support.workshop.pottery.domain.model import Note


@operation("POST /api/notes", max_body=1024)
def handler(request: RawRequest, caller: Caller | None) -> Note:
    """Say something, signed or not."""
    return Note(said=request.body, by=caller and caller.user_id, address=request.source_address)
