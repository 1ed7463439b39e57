"""Search engines are told of every page that is for everybody, in files that fit."""

from urllib.parse import urlsplit
from uuid import UUID
from xml.etree import ElementTree

import pytest

from souk.site import Site
from tests.support import api
from tests.support.market import apply_for_shop, open_shop, put_on_sale, withdraw
from tests.support.world import World

SITE = Site("https://shop.test")
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def told(route: str, **path: str) -> list[str]:
    """List the addresses of a sitemap, without where the shop is."""
    answer = api.call(route, path=path, site=SITE)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/xml; charset=utf-8")
    found = [str(one.text) for one in ElementTree.fromstring(answer.text).iter(LOC)]
    assert all(address.startswith(f"{SITE.url}/") for address in found)
    return [urlsplit(address).path for address in found]


def pages() -> list[str]:
    """Follow the index to every page."""
    parts = [path.split("/")[2:] for path in told("GET /sitemap.xml")]
    return [
        page for kind, after in parts for page in told("GET /sitemaps/{kind}/{after_id}", kind=kind, after_id=after)
    ]


def test_every_page_for_everybody_is_told_once_whatever_the_size_of_a_file(
    database: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = open_shop("Küche & Bad")
    mugs = [put_on_sale(shop, title=f"Mug {number}") for number in range(5)]
    other = open_shop("Fern House")
    apply_for_shop("Not yet")
    withdraw(put_on_sale(shop, title="Gone"))

    for size in (1, 2, 3, 5, 100):
        monkeypatch.setattr("functions.catalog.pages.domain.sitemaps.MOST", size)
        assert sorted(pages()) == sorted(
            [
                "/",
                "/shops",
                f"/categories/things-{shop.seller_id.hex[-12:]}/{shop.category_id}",
                f"/shops/k%C3%BCche-bad/{shop.seller_id}",
                f"/shops/fern-house/{other.seller_id}",
                *(f"/products/mug-{number}/{mug.product_id}" for number, mug in enumerate(mugs)),
            ]
        )


def test_an_empty_shop_has_a_sitemap_too(database: World) -> None:
    assert pages() == ["/", "/shops"]


def test_there_is_no_sitemap_of_other_things(database: World) -> None:
    answer = api.call("GET /sitemaps/{kind}/{after_id}", path={"kind": "users", "after_id": UUID(int=0)}, site=SITE)

    assert (answer.status, answer.code) == (404, "not_found")


def test_robots_find_the_sitemap_and_keep_out_of_what_is_private(database: World) -> None:
    answer = api.call("GET /robots.txt", site=SITE)

    lines = answer.text.splitlines()
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "Sitemap: https://shop.test/sitemap.xml" in lines
    assert {"Disallow: /api/", "Disallow: /checkout", "Disallow: /account"} <= {*lines}
