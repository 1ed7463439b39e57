"""Catalogues come in over HTTP through the real functions."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from local.catalogue import accounts, import_file
from local.catalogue.accounts import ADMIN, PASSWORD
from local.catalogue.marketplace import Visitor
from local.catalogue.shops import shops
from tests.catalogue.gateway import served
from tests.support.world import World

SHELF = [
    {"Id": 1, "Type": "Boats", "Brand": "Tern", "Name": "Coracle", "Description": "Round.", "Price": 310.5},
    {"Id": 2, "Type": "Boats", "Brand": "Gull", "Name": "Dinghy", "Description": "Not round.", "Price": 900},
]


@pytest.fixture
def url(database: World) -> Iterator[str]:
    """A market with an administrator."""
    with served(database) as url:
        admin = Visitor(url, ADMIN, PASSWORD)
        admin.register("Ada", "Admin")
        admin.close()
        with database.tx_as("admin") as tx:
            tx.execute("UPDATE auth.accounts SET role = 'admin' WHERE email = :email", email=ADMIN)
        yield url


def run(url: str, file: Path, *options: str) -> int:
    return import_file.main([str(file), "--url", url, "--pictures", str(file.parent / "shown"), *options])


def products(url: str) -> dict[str, Any]:
    found = httpx.get(f"{url}/api/products", params={"limit": 100}).json()["items"]
    return {product["title"]: product for product in found}


def test_every_shop_of_a_foreign_catalogue_opens_and_sells_what_the_file_says(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "1.webp").write_bytes(b"a picture")
    file = tmp_path / "catalog.json"
    file.write_text(json.dumps(SHELF))

    assert run(url, file) == 0

    found = products(url)
    assert {title: product["price"]["amount"] for title, product in found.items()} == {
        "Coracle": 31050,
        "Dinghy": 90000,
    }
    assert len({product["seller"]["id"] for product in found.values()}) == 2
    assert (tmp_path / "shown" / "1.webp").read_bytes() == b"a picture"
    assert "2 rows, 2 imported, 0 rejected" in capsys.readouterr().out


def test_importing_the_same_file_again_changes_nothing(url: str, tmp_path: Path) -> None:
    file = tmp_path / "catalog.json"
    file.write_text(json.dumps(SHELF))
    assert run(url, file) == 0
    before = products(url)

    assert run(url, file) == 0

    assert products(url).keys() == before.keys()
    assert {one["id"] for one in products(url).values()} == {one["id"] for one in before.values()}


def test_bad_rows_are_told_by_line_and_reason_and_good_rows_are_kept(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "catalogue.csv"
    file.write_text(
        "sku,title,description,category,price,currency,stock\n"
        'A,Cup,"two\nlines",Home > Cups,4.50,GBP,3\n'
        "B,Mug,,Home > Cups,free,GBP,3\n"
        "C,Jug,,Home > Cups,9.00,GBP,-1\n"
    )

    assert run(url, file, "--seller-email", "potter@example.com") == 1

    printed = capsys.readouterr().out
    assert "3 rows, 1 imported, 2 rejected" in printed
    assert "line 4  B  price: " in printed
    assert "line 5  C  stock: " in printed
    assert products(url).keys() == {"Cup"}


def test_a_file_of_no_known_shape_imports_nothing(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "catalog.json"
    file.write_text("{}")

    assert run(url, file) == 2

    assert "no catalogue of a shape known here" in capsys.readouterr().err
    assert products(url) == {}


def test_a_demo_shop_is_taken_whole_and_its_stock_is_on_hand(url: str) -> None:
    shop = shops()[0]
    admin = Visitor(url, ADMIN, PASSWORD).sign_in()
    keeper = accounts.shopkeeper(url, shop.email, shop.name, admin)

    keeper.describe_shop(shop.front())
    imported = keeper.bring(shop.rows())

    assert imported.rejections == ()
    assert imported.imported == len(shop.rows())
    assert shop.front().items() <= keeper.call("GET", "/api/sellers/me").items()
    stock = {level["sku"]: level["on_hand"] for level in keeper.pages("/api/inventory")}
    assert stock == {row.cells["sku"]: int(row.cells["stock"]) for row in shop.rows()}
    admin.close()
    keeper.close()


def test_the_newest_products_of_a_fresh_market_are_of_every_demo_shop(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = [replace(shop, products=shop.products[:4]) for shop in shops()[:3]]
    monkeypatch.setattr(accounts, "shops", lambda: some)
    admin = Visitor(url, ADMIN, PASSWORD).sign_in()

    imported = accounts.open_demo_shops(url, admin)

    admin.close()
    newest = httpx.get(f"{url}/api/products", params={"limit": 6}).json()["items"]
    assert imported.imported == sum(len(shop.rows()) for shop in some)
    assert Counter(product["seller"]["name"] for product in newest) == {shop.name: 2 for shop in some}
