"""The audit trail: who did what to whom, with each row before and after, in the work's own transaction.

An administrator's call of an operation that is declared ``audited`` leaves an entry. Triggers on every table note what
changed under it, so no use case has to. Nobody may change an entry.
"""

import json
from collections.abc import Mapping

from souk.database import Transaction
from souk.event import correlation
from souk.identity import Caller
from souk.ids import uuid7

RECORD = """
INSERT INTO souk.audit (id, actor, role, operation, subject, correlation_id)
VALUES (:id, :actor, :role, :operation, :subject::jsonb, :correlation_id)
"""


def begin(tx: Transaction, caller: Caller, operation: str, subject: Mapping[str, str]) -> None:
    """Note whatever changes from here to the commit as done by this caller to this subject."""
    entry = uuid7()
    tx.set_local("souk.audit", entry)
    tx.execute_last(
        RECORD,
        id=entry,
        actor=caller.user_id,
        role=caller.role.value,
        operation=operation,
        subject=json.dumps(subject),
        correlation_id=correlation.get(),
    )
