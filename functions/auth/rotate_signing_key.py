from functions.auth.domain.signing_keys import SigningKeys, rotate
from souk import Clock, every


@every("30 days", on_deploy=True)
def handler(keys: SigningKeys, clock: Clock) -> None:
    """Sign with a new key each month; also run by each deployment, where a young key is left alone."""
    rotate(keys, clock.now())
