"""What a page costs that V8 renders: the processor's time of the whole invocation, its database's left aside."""

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager

from functions.catalog.pages.domain.renderer import Renderer
from local.places import DIST
from souk import resources
from tests.support import api, market, world

PRODUCT = "GET /products/{slug}/{product_id}"
TIMES = 200
WARM_UP = 50


def measure(here: world.World, variant: market.Variant) -> dict[str, float]:
    """Give the seconds of the processor that the front page and a product's page take, warm, in the median."""
    product = api.made("GET /api/products/{product_id}", path={"product_id": variant.product_id})
    path = {"slug": product["slug"], "product_id": variant.product_id}
    with _rendering(here):
        return {
            "the front page": _processor_seconds("GET /", {}),
            "a product's page": _processor_seconds(PRODUCT, path),
        }


@contextmanager
def _rendering(here: world.World) -> Iterator[None]:
    renderer = Renderer(DIST, "https://souk.example", "https://files.souk.example")
    with resources.replaced({**here.resources("catalog"), Renderer: renderer}):
        yield
    renderer.close()


def _processor_seconds(route: str, path: dict[str, object]) -> float:
    page, event = world.registry().operation(route), api.gateway_event(route, path=path)
    taken: list[float] = []
    for _ in range(WARM_UP + TIMES):
        began = time.process_time()
        answer = page(event, None)
        taken.append(time.process_time() - began)
        assert (answer["statusCode"], 'id="state"' in answer["body"]) == (200, True), answer["body"]
    return statistics.median(taken[WARM_UP:])
