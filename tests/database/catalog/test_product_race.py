"""Two changes of one product at once: the second waits for the first, and changes what the first left."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

from functions.catalog.products.domain import offering
from functions.catalog.products.domain.model import ChangeProduct
from tests.support import api
from tests.support.market import bring, category, offer, open_shop
from tests.support.world import World


def _variant(size: str, amount: int) -> dict[str, Any]:
    return {"sku": f"M-{size}", "options": {"size": size}, "price": {"amount": amount, "currency": "GBP"}}


def test_a_change_that_waited_knows_the_variants_that_the_one_before_added(database: World) -> None:
    seller, mugs = open_shop().keeper, category()
    made = bring(seller, mugs, variants=[_variant("S", 1200)])
    both = offer(mugs, variants=[_variant("S", 1200), _variant("L", 1500)])
    dearer = offer(mugs, variants=[_variant("S", 1200), _variant("L", 1600)], version=made["version"] + 1)
    route = "PUT /api/products/{product_id}"

    with ThreadPoolExecutor(1) as second:
        with database.acting_for(seller.seller, "catalog") as tx:
            first = ChangeProduct.model_validate(both)
            offering.update_product(tx, database.cache, UUID(made["id"]), first, made["version"])
            added = tx.value("SELECT id FROM product_variants WHERE sku = 'M-L'")
            answer = second.submit(api.call, route, as_=seller, path={"product_id": made["id"]}, body=dearer)
            database.until_somebody_waits()
        changed = answer.result()

    assert changed.status == 200, changed.text
    shown = {one["sku"]: (one["id"], one["price"]["amount"]) for one in changed.json["variants"]}
    assert shown["M-L"] == (str(added), 1600)
