"""A shop from a file: what its rows make and change, and what is reported of them."""

from uuid import UUID

import pytest

from functions.catalog.categories.domain import tree
from functions.catalog.files.domain import catalogue_file, import_store, imports
from souk.ids import uuid7
from tests.support import api, bus
from tests.support.catalogue_files import HEADER, MUGS, SCARF, bring_file, variants
from tests.support.market import bring, category, open_shop, titles
from tests.support.stock import levels, reserve
from tests.support.world import World


def test_a_file_becomes_products_variants_categories_and_stock(database: World) -> None:
    seller = open_shop().keeper

    done = bring_file(seller, HEADER + MUGS + SCARF)

    assert (done["status"], done["rows"], done["imported"], done["rejected"]) == ("done", 3, 3, 0)
    assert done["finished_at"]
    [mug] = api.call("GET /api/products", query={"category": "home/mugs"}).json["items"]
    shown = api.call("GET /api/products/{product_id}", path={"product_id": mug["id"]}).json
    assert shown["price"] == {"amount": 1350, "currency": "GBP"}
    assert shown["attributes"] == {"material": "Clay"}
    assert [picture["url"] for picture in shown["images"]] == ["/pictures/mug.svg"]
    assert [(one["sku"], one["options"], one["available"]) for one in shown["variants"]] == [
        ("MUG-BLUE", {"colour": "Blue"}, 40),
        ("MUG-SAND", {"colour": "Sand"}, 25),
    ]


def test_a_file_leaves_what_is_known_of_a_picture_and_whether_the_product_is_shown(database: World) -> None:
    seller = open_shop().keeper
    bring_file(seller, HEADER + MUGS)
    [mug] = api.made("GET /api/products")["items"]
    shown = api.made("GET /api/products/{product_id}", path={"product_id": mug["id"]})
    picture = {"url": "/pictures/mug.svg", "alt": "A blue mug", "width": 800, "height": 1000}
    body = {name: shown[name] for name in ("reference", "title", "description", "attributes", "version")} | {
        "category_id": mug["category_id"],
        "images": [picture],
        "variants": [{name: one[name] for name in ("sku", "options", "price")} for one in shown["variants"]],
        "status": "draft",
    }
    api.made("PUT /api/products/{product_id}", path={"product_id": mug["id"]}, body=body, as_=seller)

    bring_file(seller, HEADER + MUGS.replace("13.50", "14.50"))

    own = api.made("GET /api/seller/products/{product_id}", path={"product_id": mug["id"]}, as_=seller)
    assert (own["images"], own["status"], own["price"]["amount"]) == ([picture], "draft", 1400)


def test_the_same_file_again_changes_nothing(database: World) -> None:
    seller = open_shop().keeper
    bring_file(seller, HEADER + MUGS + SCARF)
    before = api.call("GET /api/products").json

    again = bring_file(seller, HEADER + MUGS + SCARF)

    assert (again["imported"], again["rejected"]) == (3, 0)
    assert api.call("GET /api/products").json == before
    assert bus.recorded() == []


def test_a_row_that_says_fewer_units_than_orders_hold_is_reported(database: World) -> None:
    seller = open_shop().keeper
    bring_file(seller, HEADER + SCARF)
    [scarf] = api.call("GET /api/inventory", as_=seller).json["items"]
    assert reserve(uuid7(), {UUID(scarf["variant_id"]): 3}) == []

    done = bring_file(seller, HEADER + SCARF.replace(",12,", ",1,"))

    assert (done["imported"], done["rejected"]) == (0, 1)
    assert [(one["sku"], one["field"]) for one in done["rejections"]] == [("SCARF", "stock")]
    assert levels(UUID(scarf["variant_id"])) == [(12, 3)]


def test_a_later_file_changes_what_it_names_and_leaves_the_rest(database: World) -> None:
    seller = open_shop().keeper
    bring_file(seller, HEADER + MUGS + SCARF)
    row = "MUG-BLUE,Stone Mug,,Home > Mugs,15.00,GBP,,,mug,Blue,\r\n"

    done = bring_file(seller, HEADER + row)

    assert done["imported"] == 1
    assert sorted(titles()) == ["Scarf", "Stone Mug"]
    [mug] = api.call("GET /api/products", query={"q": "stone"}).json["items"]
    shown = api.call("GET /api/products/{product_id}", path={"product_id": mug["id"]}).json
    assert [(one["sku"], one["price"]["amount"], one["available"]) for one in shown["variants"]] == [
        ("MUG-BLUE", 1500, 40),
        ("MUG-SAND", 1350, 25),
    ]


def test_good_rows_are_kept_and_bad_rows_reported(database: World) -> None:
    seller = open_shop().keeper
    bad = "HAT,Hat,,Clothing,0.00,GBP,1,,,,\r\n"

    done = bring_file(seller, HEADER + bad + MUGS)

    assert (done["status"], done["imported"], done["rejected"]) == ("done", 2, 1)
    assert done["rejections"] == [{"line": 2, "sku": "HAT", "field": "price", "reason": "must be above 0"}]
    assert titles() == ["Stoneware Mug"]


def test_a_row_that_does_not_fit_what_the_shop_has_is_reported(database: World) -> None:
    seller = open_shop().keeper
    bring_file(seller, HEADER + MUGS + SCARF)
    stolen = "SCARF,,,,9.00,GBP,,,mug,Red,\r\n"
    twin = "MUG-NEW,Stoneware Mug,,Home > Mugs,14.00,GBP,1,,mug,Sand,\r\n"
    other = "MUG-EURO,Stoneware Mug,,Home > Mugs,14.00,EUR,1,,mug,Red,\r\n"

    reported = [bring_file(seller, HEADER + one)["rejections"][0]["field"] for one in (twin, other)]
    mixed = bring_file(seller, HEADER + MUGS + stolen)

    assert reported == ["option", "currency"]
    assert [(one["line"], one["sku"], one["field"]) for one in mixed["rejections"]] == [(4, "SCARF", "sku")]
    assert mixed["imported"] == 2
    assert sorted(titles()) == ["Scarf", "Stoneware Mug"]


def test_two_shops_may_import_the_same_file(database: World) -> None:
    for name in ("One", "Two"):
        bring_file(open_shop(name).keeper, HEADER + MUGS)

    assert titles() == ["Stoneware Mug", "Stoneware Mug"]


def test_the_rows_of_a_product_come_together_however_far_apart_they_stand(
    database: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"READ_AT_ONCE": 1, "IMPORTED_AT_ONCE": 1}.items():
        monkeypatch.setattr(imports, name, value)
    seller = open_shop().keeper
    first, second = MUGS.splitlines(keepends=True)

    done = bring_file(seller, HEADER + first + SCARF + second + SCARF)

    assert (done["rows"], done["imported"]) == (4, 3)
    assert done["rejections"] == [{"line": 5, "sku": "SCARF", "field": "sku", "reason": "stands on line 3 already"}]
    [mug] = api.call("GET /api/products", query={"q": "mug"}).json["items"]
    assert variants(mug["id"]) == [("MUG-BLUE", 1400), ("MUG-SAND", 1350)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (HEADER.replace("currency", "curency") + SCARF, "there is no column 'curency' in a catalogue"),
        (HEADER.replace(",", ";") + SCARF.replace(",", ";"), "separated by semicolons: separate them by commas"),
        (HEADER, "it has no rows"),
        ("\n\n", "the column 'sku' is missing"),
        ("\ufeff", "it has no rows"),
        (HEADER + SCARF + SCARF.replace("SCARF,Scarf", "CAFE,Café"), "line 3, byte 9 is not UTF-8"),
    ],
    ids=["header", "semicolons", "no rows", "blank", "only a mark", "Windows"],
)
def test_a_file_that_cannot_be_read_changes_nothing_and_says_why(database: World, content: str, said: str) -> None:
    seller = open_shop().keeper
    sent = content.encode("windows-1252") if "Café" in content else content.encode()

    done = bring_file(seller, sent)

    assert done["status"] == "failed"
    assert said in done["reason"]
    assert (done["imported"], done["rejections"], titles()) == (0, [], [])
    assert bus.recorded() == []


def test_what_is_wrong_with_the_end_of_a_long_file_keeps_its_beginning_out(
    database: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "READ_AT_ONCE", 1)

    done = bring_file(open_shop().keeper, (HEADER + SCARF).encode() + b"MUG,M\xfcg,,Home,1,GBP,,,,,\r\n")

    assert (done["status"], done["imported"], titles()) == ("failed", 0, [])


def test_a_row_that_is_no_csv_is_reported_and_swallows_no_other(database: World) -> None:
    broken = 'HAT,"Hat,,Clothing,5.00,GBP,1,,,,\r\n'

    done = bring_file(open_shop().keeper, HEADER + broken + MUGS + SCARF)

    assert (done["rows"], done["imported"], done["rejected"]) == (4, 3, 1)
    [rejection] = done["rejections"]
    assert (rejection["line"], rejection["field"]) == (2, "row")
    assert "quote" in rejection["reason"]


def test_rejections_are_counted_all_and_listed_up_to_a_thousand(
    database: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_store, "MOST_SHOWN", 3)
    monkeypatch.setattr(imports, "IMPORTED_AT_ONCE", 2)
    rows = "".join(f"SKU-{n},Thing,,Things,0.00,GBP,1,,,,\r\n" for n in range(5))

    done = bring_file(open_shop().keeper, HEADER + rows)

    assert (done["rejected"], [one["line"] for one in done["rejections"]]) == (5, [2, 3, 4])


def test_a_product_of_endless_rows_is_cut(database: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (catalogue_file, import_store):
        monkeypatch.setattr(module, "MOST_ROWS_OF_A_PRODUCT", 2)
    monkeypatch.setattr(imports, "READ_AT_ONCE", 2)
    rows = "".join(f"SKU-{n},Mug,,Home,1,GBP,,,mug,{n},\r\n" for n in range(5))

    done = bring_file(open_shop().keeper, HEADER + rows)

    assert (done["imported"], done["rejected"]) == (2, 3)
    assert {(one["field"], one["reason"]) for one in done["rejections"]} == {("product", "has at most 200 variants")}


def test_a_file_names_categories_in_any_script_and_letters_of_either_case(database: World) -> None:
    seller, dolls = open_shop().keeper, category("Куклы", category("Toys"))
    rows = ["D1,Doll,,TOYS > КУКЛЫ,1,GBP,,,,,", "D2,Doll,,玩具,1,GBP,,,,,", "D3,Doll,,toys > 🧸,1,GBP,,,,,"]

    done = bring_file(seller, HEADER + "\r\n".join(rows))

    tree = api.call("GET /api/categories").json["items"]
    assert (done["imported"], done["rejected"]) == (3, 0)
    assert [(one["name"], [below["name"] for below in one["children"]]) for one in tree] == [
        ("Toys", ["Куклы", "🧸"]),
        ("玩具", []),
    ]
    assert titles(category=dolls) == ["Doll"]


def test_a_product_without_a_category_of_the_name_goes_to_the_oldest(database: World) -> None:
    seller, oldest = open_shop().keeper, category("Cups")
    category("cups")

    bring_file(seller, HEADER + SCARF.replace("Clothing", "CUPS"))

    assert titles(category=oldest) == ["Scarf"]


def test_a_product_that_is_full_takes_no_further_variant_from_a_file(database: World) -> None:
    seller = open_shop().keeper
    rows = [f"V{number},Mug,Home,1.00,GBP,MUG,{number}" for number in range(201)]
    head = "sku,title,category,price,currency,product,option.number"

    full = bring_file(seller, "\n".join([head, *rows[:200]]))
    more = bring_file(seller, "\n".join([head, rows[200]]))

    assert (full["imported"], more["imported"]) == (200, 0)
    assert [(one["sku"], one["field"]) for one in more["rejections"]] == [("V200", "product")]


def test_a_row_with_a_sku_that_a_product_had_once_is_another_product(database: World) -> None:
    seller, mugs = open_shop().keeper, category()
    boots = bring(seller, mugs, "Boots")
    renamed = {"sku": "BOOT-42", "price": {"amount": 9000, "currency": "GBP"}}
    body = {"title": "Boots", "category_id": mugs, "variants": [renamed], "version": 1}
    api.call("PUT /api/products/{product_id}", path={"product_id": boots["id"]}, body=body, as_=seller)

    done = bring_file(seller, HEADER + "BOOTS,Plastic Mug,,Home,3.00,GBP,,,,,\r\n")

    assert (done["imported"], done["rejected"]) == (1, 0)
    assert sorted(titles()) == ["Boots", "Plastic Mug"]
    assert variants(boots["id"]) == [("BOOT-42", 9000)]


def new_categories(*names: str) -> str:
    return "".join(f"SKU-{number},Thing,,{name},1.00,GBP,,,,,\r\n" for number, name in enumerate(names))


def names_of_tree() -> list[str]:
    return [one["name"] for one in api.call("GET /api/categories").json["items"]]


def test_an_import_makes_so_many_categories_in_all_its_parts_and_rejects_what_needs_more(
    database: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"IMPORTED_AT_ONCE": 1, "MOST_NEW_CATEGORIES": 2}.items():
        monkeypatch.setattr(imports, name, value)
    category("Known")
    rest = "SKU-MORE,Thing,,D,1.00,GBP,,,mug,Blue,\r\nSKU-LESS,,,,1.00,GBP,,,mug,Sand,\r\n"

    done = bring_file(open_shop().keeper, HEADER + new_categories("A", "Known", "B > C", "a", "B", "A") + rest)

    assert [(one["line"], one["field"]) for one in done["rejections"]] == [
        (4, "category"),
        (8, "category"),
        (9, "product"),
    ]
    assert (done["status"], done["imported"], done["rejected"]) == ("done", 5, 3)
    assert sorted(names_of_tree()) == ["A", "B", "Known"]


def test_nobody_makes_more_categories_than_the_tree_has_room_for(
    database: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tree, "MOST_CATEGORIES", 2)
    seller = open_shop().keeper
    category("A")

    done = bring_file(seller, HEADER + new_categories("B", "C", "A"))
    refused = api.call("POST /api/categories", body={"name": "D"}, as_=api.admin())

    assert [(one["line"], one["field"]) for one in done["rejections"]] == [(3, "category")]
    assert (refused.status, refused.json["errors"][0]["field"]) == (422, "name")
    assert sorted(names_of_tree()) == ["A", "B"]


def test_a_file_that_makes_no_category_leaves_the_tree_in_the_cache(database: World) -> None:
    category("Clothing")
    names_of_tree()

    bring_file(open_shop().keeper, HEADER + SCARF)

    assert database.cache.get("categories")
    bring_file(open_shop("Two").keeper, HEADER + MUGS)
    assert sorted(names_of_tree()) == ["Clothing", "Home"]
