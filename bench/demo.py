"""The demo shops in process: imported by the real functions, with stock that does not run out."""

from local.catalogue import catalogue_file
from local.catalogue.shops import shops
from tests.support import api, bus, market, world
from tests.support.post import Mailbox, Phones

PLENTY = 100_000


def stocked(here: world.World) -> list[market.Variant]:
    """Open every demo shop and give a variant of each product."""
    for shop in shops():
        opened = market.open_shop(shop.name)
        answer = api.call("POST /api/products/imports", as_=opened.keeper, body={})
        assert answer.status == 202, answer.text
        here.bucket.upload(answer.json["upload"]["fields"], catalogue_file.write(shop.rows()).encode())
    bus.drain(mail=Mailbox(), sms=Phones())
    with here.tx_as("admin") as tx:
        variants = tx.fetch(
            market.Variant,
            "SELECT DISTINCT ON (product_id) id, product_id, seller_id, amount FROM catalog.product_variants"
            " ORDER BY product_id, position",
        )
        tx.execute("ANALYZE")
    for variant in variants:
        market.restock(variant, PLENTY)
    return variants
