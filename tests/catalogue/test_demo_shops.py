"""The demo shops: what an editor of their files can get wrong."""

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest

from functions.sellers.domain.model import UpdateShop
from local.catalogue import accounts, catalogue_file, pictures
from local.catalogue.catalogue_file import Row
from local.catalogue.shops import Shop, draw_pictures, shops

ROWS = [row for shop in shops() for row in shop.rows()]
SVG = "{http://www.w3.org/2000/svg}"


def test_a_few_hundred_products_stand_in_eight_to_twelve_shops() -> None:
    assert 8 <= len(shops()) <= 12
    assert 200 <= sum(len(shop.products) for shop in shops()) <= 500


def test_every_shop_has_a_keeper_of_its_own_and_the_demo_seller_keeps_one() -> None:
    keepers = [shop.email for shop in shops()]

    assert len(set(keepers)) == len(keepers)
    assert accounts.SELLER in keepers


def test_no_two_products_are_described_in_the_same_words() -> None:
    descriptions = Counter(product.description for shop in shops() for product in shop.products)

    assert [text for text, times in descriptions.items() if times > 1] == []


def test_no_two_variants_share_a_sku() -> None:
    skus = Counter(row.cells["sku"] for row in ROWS)

    assert [sku for sku, times in skus.items() if times > 1] == []


def test_the_variants_of_a_product_differ_in_their_options() -> None:
    choices = Counter(
        (
            row.shop,
            row.cells.get("product", row.cells["sku"]),
            *sorted(cell for cell in row.cells.items() if cell[0].startswith("option.")),
        )
        for row in ROWS
    )

    assert [choice for choice, times in choices.items() if times > 1] == []


@pytest.mark.parametrize("shop", shops(), ids=lambda shop: shop.name)
def test_what_a_shop_says_of_itself_is_what_a_seller_may_write(shop: Shop) -> None:
    written = UpdateShop.model_validate(shop.front() | {"version": 1})

    assert all(written.model_dump(exclude={"legal_address", "tax_id"}).values())


@pytest.mark.parametrize("shop", shops(), ids=lambda shop: shop.name)
def test_every_row_keeps_the_limits_of_the_catalogue_csv(shop: Shop) -> None:
    for row in shop.rows():
        cells = row.cells
        assert re.fullmatch(r"[A-Z0-9-]{1,64}", cells["sku"])
        assert 1 <= len(cells["title"]) <= 200
        assert 40 <= len(cells["description"]) <= 5000
        assert 2 <= len(cells["category"].split(" > ")) <= 3
        assert Decimal(cells["price"]) > 0
        assert re.fullmatch(r"\d+\.\d\d", cells["price"])
        assert 0 <= int(cells["stock"]) <= 1_000_000


@pytest.mark.parametrize("shop", shops(), ids=lambda shop: shop.name)
def test_what_sells_out_or_costs_more_is_a_choice_the_product_offers(shop: Shop) -> None:
    for product in shop.products:
        assert product.sold_out <= {*product.colours, *product.sizes}, product.title
        assert product.surcharge.keys() <= {*product.sizes}, product.title


def test_every_picture_that_a_row_names_is_drawn_and_is_small(tmp_path: Path) -> None:
    drawn = draw_pictures(tmp_path)

    addresses = {row.cells["image_url"] for row in ROWS}
    addresses |= {shop.front()[name] for shop in shops() for name in ("logo_url", "banner_url")}
    named = {address.removeprefix("/pictures/") for address in addresses}
    assert {path.name for path in tmp_path.iterdir()} == named
    assert drawn == len(named)
    assert all(path.stat().st_size < 8192 for path in tmp_path.iterdir())


def test_a_picture_is_an_svg_without_scripts_or_addresses(tmp_path: Path) -> None:
    draw_pictures(tmp_path)

    for path in tmp_path.iterdir():
        drawing = ElementTree.parse(path).getroot()
        assert drawing.tag == f"{SVG}svg"
        assert {node.tag for node in drawing.iter()} <= {
            f"{SVG}{name}" for name in ("svg", "style", "pattern", "g", "path", "circle", "ellipse", "rect")
        }


def test_the_same_product_is_drawn_the_same_way_each_time_and_another_colour_differs() -> None:
    first = pictures.draw("mug", "Ridge Mug", "Oat", "Clay", "stripes")

    assert pictures.draw("mug", "Ridge Mug", "Oat", "Clay", "stripes") == first
    assert pictures.draw("mug", "Ridge Mug", "Slate", "Clay", "stripes") != first


def test_every_motif_is_used() -> None:
    used = {product.picture["shape"] for shop in shops() for product in shop.products}

    assert {path.stem for path in (pictures.HERE / "motifs").glob("*.svg")} == used


def test_the_shops_survive_being_written_and_read_as_csv() -> None:
    rows = shops()[0].rows()

    read = list(catalogue_file.read(catalogue_file.write(rows)))

    assert [row.cells for row in read] == [row.cells for row in rows]


def test_a_row_knows_the_line_at_which_it_stands_even_after_a_description_of_several_lines() -> None:
    rows = [
        Row({"sku": "A", "description": "one\n\ntwo"}),
        Row({"sku": "B"}),
        Row({"sku": "C", "description": 'a "quoted" line\nand another'}),
        Row({"sku": "D"}),
    ]

    read = list(catalogue_file.read(catalogue_file.write(rows)))

    assert [row.origin for row in read] == ["line 2", "line 5", "line 6", "line 8"]
    for row in read:
        found = catalogue_file.row_at(rows, int(row.origin.removeprefix("line ")))
        assert found is not None
        assert found.cells == row.cells
