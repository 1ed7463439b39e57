"""A shop from a file, and back into one."""

from typing import Any
from uuid import UUID

import pytest

from functions.catalog.files import fail_stuck_imports
from functions.catalog.files.domain import imports
from souk.identity import Caller
from souk.ids import uuid7
from tests.support import api, bus
from tests.support.market import bring, category, keeper, titles
from tests.support.stock import levels, reserve
from tests.support.world import World

HEADER = "sku,title,description,category,price,currency,stock,image_url,product,option.colour,attr.material\r\n"
MUGS = (
    "MUG-BLUE,Stoneware Mug,Thrown and glazed.,Home > Mugs,14.00,GBP,40,/pictures/mug.svg,mug,Blue,Clay\r\n"
    "MUG-SAND,,,,13.50,GBP,25,,mug,Sand,\r\n"
)
SCARF = "SCARF,Scarf,,Clothing,38.50,GBP,12,,,,Wool\r\n"


def start(seller: Caller, text: str, **request: Any) -> api.Answer:
    return api.call("POST /api/products/imports", body={"csv": text}, as_=seller, **request)


def show(seller: Caller, import_id: str, **query: Any) -> api.Answer:
    path = {"import_id": import_id}
    return api.call("GET /api/products/imports/{import_id}", path=path, query=query, as_=seller)


def work(seller: Caller, text: str) -> dict[str, Any]:
    started = start(seller, text)
    assert (started.status, started.json["status"]) == (202, "queued")
    bus.drain(times=2)
    return dict(show(seller, started.json["id"]).json)


def export(seller: Caller) -> str:
    answer = api.call("GET /api/products/export", as_=seller)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return answer.text


def test_a_file_becomes_products_variants_categories_and_stock(database: World) -> None:
    seller = keeper()

    done = work(seller, HEADER + MUGS + SCARF)

    assert (done["status"], done["rows"], done["imported"], done["rejected"]) == ("done", 3, 3, 0)
    assert done["finished_at"]
    [mug] = api.call("GET /api/products", query={"category": "home/mugs"}).json["items"]
    shown = api.call("GET /api/products/{product_id}", path={"product_id": mug["id"]}).json
    assert shown["price"] == {"amount": 1350, "currency": "GBP"}
    assert shown["attributes"] == {"material": "Clay"}
    assert shown["images"] == ["/pictures/mug.svg"]
    assert [(one["sku"], one["options"], one["available"]) for one in shown["variants"]] == [
        ("MUG-BLUE", {"colour": "Blue"}, 40),
        ("MUG-SAND", {"colour": "Sand"}, 25),
    ]


def test_the_same_file_again_changes_nothing(database: World) -> None:
    seller = keeper()
    work(seller, HEADER + MUGS + SCARF)
    before = api.call("GET /api/products").json

    again = work(seller, HEADER + MUGS + SCARF)

    assert (again["imported"], again["rejected"]) == (3, 0)
    assert api.call("GET /api/products").json == before
    assert bus.recorded() == []


def test_a_row_that_says_fewer_units_than_orders_hold_is_reported(database: World) -> None:
    seller = keeper()
    work(seller, HEADER + SCARF)
    [scarf] = api.call("GET /api/inventory", as_=seller).json["items"]
    assert reserve(database, uuid7(), {UUID(scarf["variant_id"]): 3}) == []

    done = work(seller, HEADER + SCARF.replace(",12,", ",1,"))

    assert (done["imported"], done["rejected"]) == (0, 1)
    assert [(one["sku"], one["field"]) for one in done["rejections"]] == [("SCARF", "stock")]
    assert levels(database, UUID(scarf["variant_id"])) == [(12, 3)]


def test_a_later_file_changes_what_it_names_and_leaves_the_rest(database: World) -> None:
    seller = keeper()
    work(seller, HEADER + MUGS + SCARF)
    row = "MUG-BLUE,Stone Mug,,Home > Mugs,15.00,GBP,,,mug,Blue,\r\n"

    done = work(seller, HEADER + row)

    assert done["imported"] == 1
    assert sorted(titles()) == ["Scarf", "Stone Mug"]
    [mug] = api.call("GET /api/products", query={"q": "stone"}).json["items"]
    shown = api.call("GET /api/products/{product_id}", path={"product_id": mug["id"]}).json
    assert [(one["sku"], one["price"]["amount"], one["available"]) for one in shown["variants"]] == [
        ("MUG-BLUE", 1500, 40),
        ("MUG-SAND", 1350, 25),
    ]


def test_good_rows_are_kept_and_bad_rows_reported(database: World) -> None:
    seller = keeper()
    bad = "HAT,Hat,,Clothing,0.00,GBP,1,,,,\r\n"

    done = work(seller, HEADER + bad + MUGS)

    assert (done["status"], done["imported"], done["rejected"]) == ("done", 2, 1)
    assert done["rejections"] == [{"line": 2, "sku": "HAT", "field": "price", "reason": "must be above 0"}]
    assert titles() == ["Stoneware Mug"]


def test_a_row_that_does_not_fit_what_the_shop_has_is_reported(database: World) -> None:
    seller = keeper()
    work(seller, HEADER + MUGS + SCARF)
    stolen = "SCARF,,,,9.00,GBP,,,mug,Red,\r\n"
    twin = "MUG-NEW,Stoneware Mug,,Home > Mugs,14.00,GBP,1,,mug,Sand,\r\n"
    other = "MUG-EURO,Stoneware Mug,,Home > Mugs,14.00,EUR,1,,mug,Red,\r\n"

    reported = [work(seller, HEADER + one)["rejections"][0]["field"] for one in (twin, other)]
    mixed = work(seller, HEADER + MUGS + stolen)

    assert reported == ["option", "currency"]
    assert [(one["line"], one["sku"], one["field"]) for one in mixed["rejections"]] == [(4, "SCARF", "sku")]
    assert mixed["imported"] == 2
    assert sorted(titles()) == ["Scarf", "Stoneware Mug"]


def test_two_shops_may_import_the_same_file(database: World) -> None:
    for name in ("One", "Two"):
        work(keeper(name), HEADER + MUGS)

    assert titles() == ["Stoneware Mug", "Stoneware Mug"]


def test_a_long_file_is_worked_on_in_parts(database: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "PRODUCTS_AT_ONCE", 2)
    seller = keeper()
    rows = "".join(f"SKU-{n},Thing {n},,Things,{n}.00,GBP,1,,,,\r\n" for n in range(6))
    started = start(seller, HEADER + rows)

    bus.drain(times=2)

    with database.tx_as("admin") as tx:
        assert tx.rows("SELECT state, part FROM souk.jobs") == [{"state": "done", "part": 3}]
    done = show(seller, started.json["id"]).json
    assert (done["status"], done["imported"], done["rejected"]) == ("done", 5, 1)
    assert len(titles()) == 5


def test_a_file_that_cannot_be_read_at_all_is_refused_at_once(database: World) -> None:
    seller = keeper()
    unknown = HEADER.replace("currency", "curency") + SCARF
    long = HEADER + "X,X,,X,1,GBP,,,,,\r\n" * 2001

    answers = [start(seller, text) for text in (unknown, "", HEADER, long)]

    assert [(answer.status, answer.json["errors"][0]["field"]) for answer in answers] == [(422, "csv")] * 4
    assert bus.enqueued() == []


def test_an_import_is_asked_for_once_for_one_key(database: World) -> None:
    seller = keeper()

    answers = [start(seller, HEADER + SCARF, key="0123456789abcdef") for _ in range(2)]

    assert answers[0].json["id"] == answers[1].json["id"]
    assert len(bus.enqueued()) == 1


def test_another_shops_import_is_as_if_it_did_not_exist(database: World) -> None:
    seller = keeper()
    started = start(seller, HEADER + SCARF).json

    foreign = show(keeper("Other"), started["id"])

    assert (foreign.status, foreign.code) == (404, "import_not_found")
    assert show(api.admin(), started["id"], seller_id=seller.seller_id).json["rows"] == 1


def test_an_export_is_the_shop_and_imports_to_the_same(database: World) -> None:
    seller = keeper()
    work(seller, HEADER + MUGS + SCARF)
    bring(keeper("Other"), category("Elsewhere"), "Not Mine")

    text = export(seller)
    again = work(seller, text)

    assert "Not Mine" not in text
    assert text.splitlines()[0].endswith("product,attr.material,option.colour")
    assert (again["imported"], again["rejected"]) == (3, 0)
    assert bus.recorded() == []
    assert export(seller) == text


NAMES = ["Cups", "Куклы", "Bed/Bath", "Cups!", "🧸", '\'Ware, "fine"', "=A1", "लकड़ी"]


def test_every_category_that_an_export_names_is_the_one_it_is_read_back_to(database: World) -> None:
    seller, root = keeper(), category("Home / Garden")
    first, second = (
        api.call("POST /api/categories", body={"name": "Cups", "slug": slug}, as_=api.admin()).json["id"]
        for slug in ("mugs", "beakers")
    )
    ids = [first, second, *(category(name, root) for name in NAMES)]
    made = {one: bring(seller, one, f"Thing {number}")["id"] for number, one in enumerate(ids)}

    again = work(seller, export(seller))

    assert (again["imported"], again["rejected"]) == (len(ids), 0)
    for category_id, product_id in made.items():
        shown = api.call("GET /api/products/{product_id}", path={"product_id": product_id}).json
        assert shown["category"][-1]["id"] == category_id


def test_a_file_names_categories_in_any_script_and_letters_of_either_case(database: World) -> None:
    seller, dolls = keeper(), category("Куклы", category("Toys"))
    rows = ["D1,Doll,,TOYS > КУКЛЫ,1,GBP,,,,,", "D2,Doll,,玩具,1,GBP,,,,,", "D3,Doll,,toys > 🧸,1,GBP,,,,,"]

    done = work(seller, HEADER + "\r\n".join(rows))

    tree = api.call("GET /api/categories").json["items"]
    assert (done["imported"], done["rejected"]) == (3, 0)
    assert [(one["name"], [below["name"] for below in one["children"]]) for one in tree] == [
        ("Toys", ["Куклы", "🧸"]),
        ("玩具", []),
    ]
    assert titles(category=dolls) == ["Doll"]


def test_a_product_without_a_category_of_the_name_goes_to_the_oldest(database: World) -> None:
    seller, oldest = keeper(), category("Cups")
    category("cups")

    work(seller, HEADER + SCARF.replace("Clothing", "CUPS"))

    assert titles(category=oldest) == ["Scarf"]


def test_an_import_that_never_ends_is_given_up(database: World) -> None:
    seller = keeper()
    started = start(seller, HEADER + SCARF).json
    with database.tx_as("admin") as tx:
        tx.execute("UPDATE catalog.product_imports SET created_at = now() - interval '2 hours'")

    api.invoke(fail_stuck_imports.handler, {})

    assert show(seller, started["id"]).json["status"] == "failed"
    bus.drain()
    assert titles() == []


def test_a_shop_too_large_for_one_file_is_exported_in_several(database: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "EXPORTED_PRODUCTS", 2)
    seller, mugs = keeper(), category()
    for number in range(3):
        bring(seller, mugs, f"Mug {number}")

    first = api.call("GET /api/products/export", as_=seller)
    cursor = first.headers["Link"].partition("cursor=")[2].partition(">")[0]
    second = api.call("GET /api/products/export", query={"cursor": cursor}, as_=seller)

    assert min([*first.text.splitlines()[1:], *second.text.splitlines()[1:]]).startswith("MUG-0,Mug 0,,Mugs,14.00")
    assert len(first.text.splitlines()) == 3
    assert len(second.text.splitlines()) == 2
    assert "Link" not in second.headers


def test_a_product_that_is_full_takes_no_further_variant_from_a_file(database: World) -> None:
    seller = keeper()
    rows = [f"V{number},Mug,Home,1.00,GBP,MUG,{number}" for number in range(201)]
    head = "sku,title,category,price,currency,product,option.number"

    full = work(seller, "\n".join([head, *rows[:200]]))
    more = work(seller, "\n".join([head, rows[200]]))

    assert (full["imported"], more["imported"]) == (200, 0)
    assert [(one["sku"], one["field"]) for one in more["rejections"]] == [("V200", "product")]


def variants(product_id: str) -> list[tuple[str, int]]:
    shown = api.call("GET /api/products/{product_id}", path={"product_id": product_id}).json
    return [(one["sku"], one["price"]["amount"]) for one in shown["variants"]]


def test_a_row_with_a_sku_that_a_product_had_once_is_another_product(database: World) -> None:
    seller, mugs = keeper(), category()
    boots = bring(seller, mugs, "Boots")
    renamed = {"sku": "BOOT-42", "price": {"amount": 9000, "currency": "GBP"}}
    body = {"title": "Boots", "category_id": mugs, "variants": [renamed], "version": 1}
    api.call("PUT /api/products/{product_id}", path={"product_id": boots["id"]}, body=body, as_=seller)

    done = work(seller, HEADER + "BOOTS,Plastic Mug,,Home,3.00,GBP,,,,,\r\n")

    assert (done["imported"], done["rejected"]) == (1, 0)
    assert sorted(titles()) == ["Boots", "Plastic Mug"]
    assert variants(boots["id"]) == [("BOOT-42", 9000)]


def test_a_product_of_the_api_is_found_by_its_skus_and_by_what_its_export_calls_it(database: World) -> None:
    seller = keeper()
    sizes = [
        {"sku": f"M-{size}", "options": {"size": size}, "price": {"amount": 1000, "currency": "GBP"}} for size in "SML"
    ]
    made = bring(seller, category("Mugs"), variants=sizes)["id"]
    head, rows = "sku,title,category,price,currency,option.size\r\n", "M-S,{0},{1},11,GBP,S\r\nM-L,{0},{1},12,GBP,L\r\n"

    by_sku = work(seller, head + rows.format("Stoneware Mug", "Mugs"))
    called = work(seller, head.replace("sku,", "product,sku,", 1) + "mug,M-M,Stoneware Mug,Mugs,13,GBP,M\r\n")
    other = work(seller, head.replace("sku,", "product,sku,", 1) + "cup,M-M,Cup,Mugs,14,GBP,M\r\n")
    text = export(seller)
    again = work(seller, text)

    assert (by_sku["imported"], called["imported"], again["imported"]) == (2, 1, 3)
    assert [(one["sku"], one["field"]) for one in other["rejections"]] == [("M-M", "sku")]
    assert variants(made) == [("M-S", 1100), ("M-M", 1300), ("M-L", 1200)]
    assert [line.split(",")[8] for line in text.splitlines()[1:]] == ["mug"] * 3
    assert titles() == ["Stoneware Mug"]
