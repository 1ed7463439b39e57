"""Ask Stripe by its own library, each thing once, and tell what was refused from what got no answer.

The library is loaded by the first question. What is asked and answered is never logged: bodies hold tokens, and so may
Stripe's words for a refusal.
"""

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from functions.payments.domain.provider import OutcomeUnknown
from souk import Cache, resources, settings
from souk.breaker import Breaker, OutOfReach
from souk.logs import logger

if TYPE_CHECKING:
    from stripe import StripeClient, StripeError

    from functions.payments.domain.stripe_transport import Transport

BREAKER = Breaker("stripe")
LIVE = "https://api.stripe.com"
# Each is loaded where it is found, for a transport that is not used here; together they are most of the import.
_NOT_NEEDED = ("requests", "httpx", "aiohttp")


class StripeRefusal(Exception):
    """Stripe did not do what it was asked, and says why; a declined charge left an intent."""

    def __init__(self, code: str, intent: dict[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.intent = intent


class StripeSilent(OutcomeUnknown):
    """Stripe gave no answer."""


class StripeUnsure(OutcomeUnknown):
    """Stripe answered nothing that says what it did: it was asked for something else under the same key before."""


class StripeFailed(StripeUnsure):
    """Stripe answered that it failed."""


class StripeApi:
    """Stripe's API in the name of the account that a secret holds."""

    def __init__(self, secret: str) -> None:
        self._secret = secret
        self._client: StripeClient | None = None
        self._transport: Transport | None = None
        self._made_of: tuple[str, str] | None = None

    @property
    def webhook_secret(self) -> str:
        """What Stripe signs with."""
        return str(settings.secret(self._secret)["webhook_secret"])

    def ask(self, question: Callable[["StripeClient"], Any]) -> dict[str, Any]:
        """Give what Stripe answered to a question, with ``replayed`` when it was asked under the same key before.

        Raises StripeRefusal, or OutcomeUnknown.
        """
        try:
            with BREAKER.guard(resources.get(Cache), StripeSilent, StripeFailed):
                return self._asked(question)
        except OutOfReach as error:
            raise OutcomeUnknown(error.detail) from error

    def _asked(self, question: Callable[["StripeClient"], Any]) -> dict[str, Any]:
        with _without(*_NOT_NEEDED):
            import stripe
        try:
            try:
                answer = question(self._connected(fresh=False))
            except stripe.AuthenticationError:
                answer = question(self._connected(fresh=True))
            replayed = answer.last_response.headers.get("Idempotent-Replayed") == "true"
            return {**answer.to_dict(), "replayed": replayed}
        except (stripe.CardError, stripe.InvalidRequestError) as error:
            raise _refusal(error) from None
        except stripe.APIConnectionError as error:
            raise StripeSilent(f"Stripe gave no answer: {error.user_message}") from None
        except stripe.StripeError as error:
            _note(error)
            raise _kind(error)(f"Stripe answered {error.http_status} {type(error).__name__}") from None

    def check(self, body: str, signature: str) -> bool:
        """Say whether Stripe signed a notice, at whatever time."""
        with _without(*_NOT_NEEDED):
            from stripe import SignatureVerificationError, WebhookSignature
        if not signature.isascii():
            # The library would compare it and fail.
            return False
        try:
            return bool(WebhookSignature.verify_header(body, signature, self.webhook_secret))
        except SignatureVerificationError:
            return False

    def close(self) -> None:
        """Drop the kept connection."""
        if self._transport is not None:
            self._transport.close()

    def _connected(self, *, fresh: bool) -> "StripeClient":
        """Give the library's client, a new one when the secret is another by now."""
        account = settings.secret(self._secret, fresh=fresh)
        made_of = (str(account["secret_key"]), str(account.get("url") or LIVE))
        if self._client is None or made_of != self._made_of:
            self.close()
            self._transport, self._made_of = _transport(), made_of
            self._client = _client(*made_of, self._transport)
        return self._client


def _transport() -> "Transport":
    from functions.payments.domain.stripe_transport import Transport

    return Transport()


def _client(key: str, url: str, transport: "Transport") -> "StripeClient":
    import stripe

    # It would tell how long earlier questions took, and what machine this is.
    stripe.enable_telemetry = False
    logging.getLogger("stripe").disabled = True
    return stripe.StripeClient(key, base_addresses={"api": url}, max_network_retries=0, http_client=transport)


def _kind(error: "StripeError") -> type[OutcomeUnknown]:
    from stripe import IdempotencyError

    if (error.http_status or 0) >= 500:
        return StripeFailed
    return StripeUnsure if isinstance(error, IdempotencyError) else OutcomeUnknown


def _refusal(error: "StripeError") -> StripeRefusal:
    _note(error)
    body: Any = error.json_body
    said = body["error"]
    return StripeRefusal(said.get("code") or said["type"], said.get("payment_intent"))


def _note(error: "StripeError") -> None:
    said = {"status": error.http_status, "code": error.code, "stripe_request": error.request_id}
    logger().warning("stripe_refused", extra=said)


@contextmanager
def _without(*names: str) -> Iterator[None]:
    """Keep modules from being found meanwhile that are not loaded yet."""
    hidden = [name for name in names if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
