from events.catalog import ProductCreated, ProductUpdated
from functions.inventory.domain import publication
from souk import Transaction, on


@on(ProductCreated, ProductUpdated)
def handler(tx: Transaction, event: ProductCreated | ProductUpdated) -> None:
    """Publish which levels fell to their threshold when a product's stock was set."""
    publication.publish_low(tx, [one.variant_id for one in event.variants if one.on_hand is not None])
