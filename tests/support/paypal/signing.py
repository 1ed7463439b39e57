"""Webhooks as PayPal signs them: transmission id, time, the webhook's id and the body's CRC-32, by RSA and SHA-256.

https://developer.paypal.com/api/rest/webhooks/rest/, "Self verification method".
"""

import base64
import json
import zlib
from datetime import UTC, datetime
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

from tests.support.paypal.shapes import Document, new_id, now

ALGORITHM = "SHA256withRSA"


@cache
def key(number: int) -> rsa.RSAPrivateKey:
    """Give a key; another for another number."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def certificate(number: int) -> str:
    """Give the certificate of a key as PEM."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "messageverificationcerts.paypal.com")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key(number).public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2040, 1, 1, tzinfo=UTC))
        .sign(key(number), hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM).decode()


def sign(event: Document, webhook_id: str, cert_url: str, number: int = 0, at: str | None = None) -> tuple[Any, str]:
    """Write an event as it is sent: its headers and its body."""
    body, transmission, at = json.dumps(event), new_id(36).lower(), at or now()
    signature = key(number).sign(_signed(transmission, at, webhook_id, body), padding.PKCS1v15(), hashes.SHA256())
    headers = {
        "paypal-transmission-id": transmission,
        "paypal-transmission-time": at,
        "paypal-transmission-sig": base64.b64encode(signature).decode(),
        "paypal-cert-url": cert_url,
        "paypal-auth-algo": ALGORITHM,
        "content-type": "application/json",
    }
    return headers, body


def verified(request: str) -> bool:
    """Judge what verify-webhook-signature is asked, by the event as it stands in the request, letter for letter."""
    asked = json.loads(request)
    begin = request.index('"webhook_event"') + len('"webhook_event"')
    begin = request.index(":", begin) + 1
    begin += len(request[begin:]) - len(request[begin:].lstrip())
    _, end = json.JSONDecoder().raw_decode(request, begin)
    message = _signed(asked["transmission_id"], asked["transmission_time"], asked["webhook_id"], request[begin:end])
    try:
        signature = base64.b64decode(asked["transmission_sig"])
        key(0).public_key().verify(signature, message, padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, ValueError):
        return False
    return bool(asked["auth_algo"] == ALGORITHM)


def _signed(transmission: str, at: str, webhook_id: str, body: str) -> bytes:
    return f"{transmission}|{at}|{webhook_id}|{zlib.crc32(body.encode())}".encode()
