from events.orders import InvoiceIssued
from functions.notifications.domain import decision
from functions.notifications.domain.links import Links
from souk import Transaction, on


@on(InvoiceIssued)
def handler(tx: Transaction, links: Links, event: InvoiceIssued) -> None:
    """Queue for the customer of an order that a credit note is there to be read; of invoices the receipt tells."""
    if event.kind == "credit_note":
        decision.notify_customer_of_part(tx, links, event, "invoice_issued", kind=event.kind, number=event.number)
