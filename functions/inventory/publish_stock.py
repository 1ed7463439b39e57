from events.catalog import ProductCreated, ProductUpdated
from functions.inventory.domain import publication
from souk import Transaction, on


@on(ProductCreated, ProductUpdated)
def handler(tx: Transaction, event: ProductCreated | ProductUpdated) -> None:
    """Publish how much there is after a delivery."""
    publication.publish(tx, [one.variant_id for one in event.variants if one.stocked])
