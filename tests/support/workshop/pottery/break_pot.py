from souk import ADMIN, SELLER, Caller, Transaction, operation


@operation("DELETE /api/shelves/{number}/pots/{name}", role=(SELLER, ADMIN), status=204, audited=True)
def handler(tx: Transaction, caller: Caller, number: int, name: str) -> None:
    """Throw a pot away."""
    tx.execute("DELETE FROM pots WHERE name = :name AND weight < :number::bigint", name=name, number=number)
