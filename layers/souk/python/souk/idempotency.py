"""Idempotency-Key: the same request twice is done once.

A claim row (caller, operation, key, fingerprint) is inserted first, in the work's own transaction. A twin waits for it
on the primary key, then gets the stored response. When the work fails, the claim is rolled back with it. The claim
travels with the first statement of the work, so before that statement nothing may be done that cannot be done twice.
"""

import hashlib
import json
import re
from typing import NamedTuple

from souk.database import Transaction
from souk.errors import InProgress, Invalid, KeyReused
from souk.faults import Fault
from souk.message import Json, Response

_NO_KEY = Fault(
    "unfit_idempotency_key", "Send this header: 1 to 255 printable characters, a new value for each new request."
)

HEADER = "Idempotency-Key"
_KEY = re.compile(r"^[\x21-\x7e]{1,255}$")

CLAIM = """
INSERT INTO souk.idempotency (caller, operation, key, fingerprint)
VALUES (:caller, :operation, :key, :fingerprint)
"""

REPLAY = """
SELECT fingerprint, status, body, headers
FROM souk.idempotency
WHERE caller = :caller AND operation = :operation AND key = :key
"""

FINISH = "CALL souk.answer(:caller, :operation, :key, :status::integer, :body, :headers::jsonb)"


class IdempotencyKey(NamedTuple):
    """The key of one caller's request to one operation, and the fingerprint of the request."""

    caller: str
    operation: str
    key: str
    fingerprint: str


def key_of(headers: dict[str, str]) -> str:
    """Take the key out of the headers.

    Raises Invalid when there is none or it is not 1 to 255 printable characters.
    """
    key = headers.get(HEADER.lower(), "")
    if not _KEY.match(key):
        raise Invalid(_NO_KEY.at(HEADER))
    return key


def fingerprint(*parts: str) -> str:
    """Give what two requests must share to be the same."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def claim(tx: Transaction, key: IdempotencyKey) -> None:
    """Claim a key in this transaction; its first statement raises KeyClaimed or KeyAwaited when a twin did so."""
    tx.execute_first(CLAIM, **key._asdict())


def replayed(tx: Transaction, key: IdempotencyKey) -> Response:
    """Give the response that a claimed key was answered with.

    Raises KeyReused when the key came with another request, InProgress when it was forgotten meanwhile.
    """
    stored = tx.row(REPLAY, caller=key.caller, operation=key.operation, key=key.key)
    if stored is None:
        raise InProgress(retry_after=1)
    if stored["fingerprint"] != key.fingerprint:
        raise KeyReused(f"This {HEADER} was used for another request.")
    headers = json.loads(stored["headers"]) | {"Idempotent-Replayed": "true"}
    return Response(Json(stored["body"]), stored["status"], headers)


def answered(tx: Transaction, key: IdempotencyKey, response: Response) -> None:
    """Store the response, so that it becomes true together with the work."""
    tx.execute_last(
        FINISH,
        caller=key.caller,
        operation=key.operation,
        key=key.key,
        status=response.status,
        body=response.text(),
        headers=json.dumps(response.headers),
    )
