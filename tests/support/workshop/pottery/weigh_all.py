from souk import Transaction, every


@every("5 minutes")
def handler(tx: Transaction) -> int:
    """Weigh everything."""
    return int(tx.value("SELECT coalesce(sum(weight), 0) FROM pots"))
