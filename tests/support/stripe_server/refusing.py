"""What Stripe answers to a request that it does not do."""

from typing import Any

type Thing = dict[str, Any]
"""An object as Stripe sends it."""


class Refused(Exception):
    """An error as Stripe sends it; what came of a request that began is remembered under its key, a refusal is not."""

    def __init__(self, message: str, *, status: int = 400, kind: str = "invalid_request_error", **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.began = status >= 402 and status not in (404, 409, 429)
        self.body: Thing = {"error": {"type": kind, "message": message, **more}}


def missing(kind: str, thing_id: str, param: str) -> Refused:
    """Refuse what is about something that is not there."""
    return Refused(f"No such {kind}: '{thing_id}'", status=404, code="resource_missing", param=param)


def unexpected_state(intent: Thing, wish: str) -> Refused:
    """Refuse what cannot be done with a payment intent in its state."""
    kind = intent["object"]
    message = f"You cannot {wish} this {kind} because it has a status of {intent['status']}."
    more: dict[str, Any] = {"code": f"{kind}_unexpected_state", kind: intent}
    return Refused(message, **more)
