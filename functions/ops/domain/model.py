"""What the health operations answer."""

from typing import Literal

from souk import View


class Health(View):
    """The function runs."""

    status: Literal["ok"]


class Readiness(View):
    """The database answers; degraded is what works without the cache, only slower."""

    status: Literal["ready", "degraded"]
    database: Literal[True]
    cache: bool
    outbox_age_seconds: float
