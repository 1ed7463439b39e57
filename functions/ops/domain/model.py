"""What the health operations answer."""

from typing import Literal

from souk import View


class Health(View):
    """The function runs."""

    status: Literal["ok"]


class Readiness(View):
    """Which of the things we need answer."""

    status: Literal["ready", "degraded", "unavailable"]
    database: bool
    cache: bool
    outbox_age_seconds: float | None
