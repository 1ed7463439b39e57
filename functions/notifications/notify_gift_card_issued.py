from events.payments import GiftCardIssued
from functions.notifications.domain import decision
from functions.notifications.domain.links import Links
from souk import Transaction, on


@on(GiftCardIssued)
def handler(tx: Transaction, links: Links, event: GiftCardIssued) -> None:
    """Queue the mail of a gift card, with its code, where it is to be mailed."""
    if event.mailed:
        decision.send_gift_card(tx, links, event, event.gift_card_id)
