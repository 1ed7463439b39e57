from souk import job
from tests.support.workshop.pottery.domain.model import FireBatch, Kiln


@job(FireBatch, timeout=10)
def handler(kiln: Kiln, work: FireBatch) -> FireBatch | None:
    """Fire once of so many times."""
    kiln.fire()
    return FireBatch(times=work.times - 1) if work.times > 1 else None
