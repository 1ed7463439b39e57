"""What PayPal sends by webhook: whether it is PayPal's, and what it is about.

The signature is checked here, against the certificate that PayPal signs with, and not by asking PayPal for each notice:
a thousand forged ones would be a thousand questions, and genuine ones could not be told while its API is down. What is
signed names the stage's own webhook, so a notice of another account does not fit.
https://developer.paypal.com/api/rest/webhooks/rest/, "Self verification method".
"""

import base64
import binascii
import re
import zlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, StringConstraints

from functions.payments.domain.model import InvalidSignature
from functions.payments.domain.paypal_client import PayPalClient, Refusal
from functions.payments.domain.paypal_orders import captured, read_amount
from functions.payments.domain.provider import (
    ChargeNotice,
    ChargeResult,
    DisputeNotice,
    DisputeStatus,
    Notice,
    Outcome,
    OutcomeUnknown,
    RefundNotice,
    RefundOutcome,
    RefundResult,
)
from souk.errors import Unavailable
from souk.logs import count, logger
from souk.parsing import read_json

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

_AHEAD = timedelta(minutes=5)
# PayPal sends what was not taken again for three days.
_OLDEST = timedelta(days=4)
_CERTIFICATE = re.compile(r"/v1/notifications/certs/[\w-]{1,100}")
_MOST_CERTIFICATES = 8
_WON = frozenset({"RESOLVED_SELLER_FAVOUR", "RESOLVED_WITH_PAYOUT", "CANCELED_BY_BUYER", "DENIED"})


class PayPalNotice(BaseModel):
    """A webhook's body."""

    id: Annotated[str, StringConstraints(min_length=1, max_length=255)]
    event_type: Annotated[str, StringConstraints(min_length=1, max_length=255)]
    resource: dict[str, Any]


class PayPalNotices:
    """Reads what PayPal sends to the webhook of an account, and keeps its certificates by their addresses."""

    def __init__(self, client: PayPalClient) -> None:
        self._client = client
        self._certificates: dict[str, Certificate] = {}

    def read(self, headers: Mapping[str, str], body: str, now: datetime) -> Notice:
        """Check who sent a notice, and when, and read it.

        Raises InvalidSignature, MalformedJson or Invalid; Unavailable when it cannot be told now: then it comes again.
        """
        try:
            self._check(headers, body, now)
            notice = read_json(PayPalNotice, body)
            return Notice(notice.id, self._about(notice.event_type, notice.resource))
        except OutcomeUnknown as error:
            raise Unavailable("PayPal cannot be asked about this notice now.", retry_after=30) from error

    def _certificate(self, url: str) -> "Certificate":
        """Give the certificate at an address of PayPal. Raises InvalidSignature when it is another's."""
        from cryptography.x509 import load_pem_x509_certificate

        here = self._client.url
        hosts = (here, here.replace("//api-m.", "//api."))
        if not any(url.startswith(host) and _CERTIFICATE.fullmatch(url.removeprefix(host)) for host in hosts):
            raise InvalidSignature("The webhook names a certificate that is not PayPal's.")
        if url not in self._certificates:
            try:
                fetched = load_pem_x509_certificate(self._client.fetch(url).encode())
            except (Refusal, ValueError) as error:
                raise InvalidSignature("The webhook names a certificate that is not there.") from error
            if len(self._certificates) >= _MOST_CERTIFICATES:
                self._certificates.clear()
            self._certificates[url] = fetched
        return self._certificates[url]

    def _check(self, headers: Mapping[str, str], body: str, now: datetime) -> None:
        from cryptography.exceptions import InvalidSignature as Unsigned
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
        from cryptography.hazmat.primitives.hashes import SHA256

        transmission, at, algorithm = (
            headers.get(f"paypal-{name}", "") for name in ("transmission-id", "transmission-time", "auth-algo")
        )
        if algorithm != "SHA256withRSA":
            raise InvalidSignature("The webhook is not signed by its provider.")
        if not -_AHEAD <= now - _moment(at) <= _OLDEST:
            raise InvalidSignature("The webhook was signed too long ago.")
        certificate = self._certificate(headers.get("paypal-cert-url", ""))
        key, begins, ends = certificate.public_key(), certificate.not_valid_before_utc, certificate.not_valid_after_utc
        signed = f"{transmission}|{at}|{self._client.account['webhook_id']}|{zlib.crc32(body.encode())}".encode()
        try:
            signature = base64.b64decode(headers.get("paypal-transmission-sig", ""), validate=True)
            if not isinstance(key, RSAPublicKey) or not begins <= now <= ends:
                raise Unsigned
            key.verify(signature, signed, PKCS1v15(), SHA256())
        except (Unsigned, binascii.Error, ValueError) as error:
            raise InvalidSignature("The webhook is not signed by its provider.") from error

    def _about(self, event_type: str, resource: dict[str, Any]) -> ChargeNotice | RefundNotice | DisputeNotice | None:
        match event_type:
            case "CHECKOUT.ORDER.APPROVED":
                return ChargeNotice(resource["purchase_units"][0].get("custom_id", ""), None)
            case "PAYMENT.CAPTURE.COMPLETED" | "PAYMENT.CAPTURE.DENIED" | "PAYMENT.CAPTURE.DECLINED":
                order_id = resource.get("supplementary_data", {}).get("related_ids", {}).get("order_id")
                return ChargeNotice(resource.get("custom_id", ""), captured(resource, order_id))
            case "PAYMENT.AUTHORIZATION.VOIDED":
                return ChargeNotice(resource.get("custom_id", ""), ChargeResult(Outcome.VOIDED))
            case "PAYMENT.CAPTURE.REFUNDED":
                result = RefundResult(RefundOutcome.COMPLETED, resource["id"])
                return RefundNotice(resource.get("custom_id", ""), result)
            case "PAYMENT.CAPTURE.REVERSED":
                logger().error("payment_reversed", extra={"reference": resource["id"]})
                count(PaymentsReversed=1)
                return None
            case "CUSTOMER.DISPUTE.CREATED" | "CUSTOMER.DISPUTE.UPDATED" | "CUSTOMER.DISPUTE.RESOLVED":
                return self._disputed(resource)
            case _:
                return None

    def _disputed(self, dispute: dict[str, Any]) -> DisputeNotice:
        outcome = dispute.get("dispute_outcome", {}).get("outcome_code")
        decided = DisputeStatus.WON if outcome in _WON else DisputeStatus.LOST
        due = dispute.get("seller_response_due_date")
        return DisputeNotice(
            charge_key=self._key_of(dispute["disputed_transactions"][0]),
            reference=dispute["dispute_id"],
            status=decided if dispute["status"] == "RESOLVED" else DisputeStatus.OPEN,
            amount=read_amount(dispute["dispute_amount"]),
            reason=dispute["reason"].lower(),
            due_at=datetime.fromisoformat(due) if due else None,
        )

    def _key_of(self, disputed: dict[str, Any]) -> str:
        """Give the key of what is disputed, by the capture where the dispute does not say it."""
        if key := disputed.get("custom"):
            return str(key)
        try:
            return str(
                self._client.get(f"/v2/payments/captures/{disputed['seller_transaction_id']}").get("custom_id", "")
            )
        except Refusal:
            return ""


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise ValueError("a time of no zone")
    except ValueError as error:
        raise InvalidSignature("The webhook does not say when it was signed.") from error
    return moment
