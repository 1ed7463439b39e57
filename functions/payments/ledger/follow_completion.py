from events.orders import OrderCompleted
from functions.payments.ledger.domain import booking
from souk import Transaction, on


@on(OrderCompleted)
def handler(tx: Transaction, event: OrderCompleted) -> None:
    """Let what shops sold be their own some time after all of it was delivered."""
    booking.follow_completion(tx, event)
