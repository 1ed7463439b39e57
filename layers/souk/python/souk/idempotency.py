"""Idempotency-Key: the same request twice is done once.

A claim row (caller, operation, key, fingerprint) is inserted first, in the work's own transaction. A twin waits for it
on the primary key, then gets the stored response. When the work fails, the claim is rolled back with it.
"""

import hashlib
import json
import re

from souk.database import Transaction
from souk.errors import InProgress, Invalid, KeyReused
from souk.message import Json, Response
from souk.sqlstate import LockTimeout

HEADER = "Idempotency-Key"
_KEY = re.compile(r"^[\x21-\x7e]{1,255}$")

CLAIM = """
INSERT INTO souk.idempotency (caller, operation, key, fingerprint)
VALUES (:caller, :operation, :key, :fingerprint)
ON CONFLICT DO NOTHING
"""

REPLAY = """
SELECT fingerprint, status, body, headers
FROM souk.idempotency
WHERE caller = :caller AND operation = :operation AND key = :key
"""

FINISH = "CALL souk.answer(:caller, :operation, :key, :status::integer, :body, :headers::jsonb)"


def key_of(headers: dict[str, str]) -> str:
    """Take the key out of the headers.

    Raises Invalid when there is none or it is not 1 to 255 printable characters.
    """
    key = headers.get(HEADER.lower(), "")
    if not _KEY.match(key):
        raise Invalid(HEADER, "Send this header: 1 to 255 printable characters, a new value for each new request.")
    return key


def fingerprint(*parts: str) -> str:
    """Give what two requests must share to be the same."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def claim(tx: Transaction, caller: str, operation: str, key: str, print_: str) -> Response | None:
    """Claim the key in this transaction: None when the work is ours to do, else the response it was answered with.

    Raises KeyReused when the key came with another request, InProgress when its twin takes too long.
    """
    identity = {"caller": caller, "operation": operation, "key": key}
    try:
        if tx.execute(CLAIM, **identity, fingerprint=print_):
            return None
    except LockTimeout as error:
        raise InProgress(retry_after=1) from error
    stored = tx.row(REPLAY, **identity)
    if stored is None or stored["status"] is None:
        raise InProgress(retry_after=1)
    if stored["fingerprint"] != print_:
        raise KeyReused(f"This {HEADER} was used for another request.")
    headers = json.loads(stored["headers"] or "{}") | {"Idempotent-Replayed": "true"}
    return Response(Json(stored["body"]), stored["status"], headers)


def answered(tx: Transaction, caller: str, operation: str, key: str, response: Response) -> None:
    """Store the response, so that it becomes true together with the work."""
    tx.execute_last(
        FINISH,
        caller=caller,
        operation=operation,
        key=key,
        status=response.status,
        body=response.text(),
        headers=json.dumps(response.headers),
    )
