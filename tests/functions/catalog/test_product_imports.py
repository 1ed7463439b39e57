"""A shop from a file."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest

from functions.catalog.files.domain import catalogue_file, import_store, imports
from functions.ops import sweep
from souk.database import SellerTransaction
from souk.ids import uuid7
from souk.queue import ATTEMPTS
from tests.support import api, bus, world
from tests.support.bucket import Bucket
from tests.support.catalogue_files import (
    HEADER,
    MUGS,
    SCARF,
    bring_file,
    show_import,
    start_import,
    upload,
    variants,
)
from tests.support.market import bring, category, keeper, titles
from tests.support.stock import levels, reserve
from tests.support.world import World


def test_a_file_becomes_products_variants_categories_and_stock(database: World) -> None:
    seller = keeper()

    done = bring_file(seller, HEADER + MUGS + SCARF)

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
    bring_file(seller, HEADER + MUGS + SCARF)
    before = api.call("GET /api/products").json

    again = bring_file(seller, HEADER + MUGS + SCARF)

    assert (again["imported"], again["rejected"]) == (3, 0)
    assert api.call("GET /api/products").json == before
    assert bus.recorded() == []


def test_a_row_that_says_fewer_units_than_orders_hold_is_reported(database: World) -> None:
    seller = keeper()
    bring_file(seller, HEADER + SCARF)
    [scarf] = api.call("GET /api/inventory", as_=seller).json["items"]
    assert reserve(database, uuid7(), {UUID(scarf["variant_id"]): 3}) == []

    done = bring_file(seller, HEADER + SCARF.replace(",12,", ",1,"))

    assert (done["imported"], done["rejected"]) == (0, 1)
    assert [(one["sku"], one["field"]) for one in done["rejections"]] == [("SCARF", "stock")]
    assert levels(database, UUID(scarf["variant_id"])) == [(12, 3)]


def test_a_later_file_changes_what_it_names_and_leaves_the_rest(database: World) -> None:
    seller = keeper()
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
    seller = keeper()
    bad = "HAT,Hat,,Clothing,0.00,GBP,1,,,,\r\n"

    done = bring_file(seller, HEADER + bad + MUGS)

    assert (done["status"], done["imported"], done["rejected"]) == ("done", 2, 1)
    assert done["rejections"] == [{"line": 2, "sku": "HAT", "field": "price", "reason": "must be above 0"}]
    assert titles() == ["Stoneware Mug"]


def test_a_row_that_does_not_fit_what_the_shop_has_is_reported(database: World) -> None:
    seller = keeper()
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
        bring_file(keeper(name), HEADER + MUGS)

    assert titles() == ["Stoneware Mug", "Stoneware Mug"]


def test_a_long_file_is_worked_on_in_parts(database: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PIECE_BYTES": 300, "READ_AT_ONCE": 4, "IMPORTED_AT_ONCE": 2}.items():
        monkeypatch.setattr(imports, name, value)
    seller = keeper()
    rows = "".join(f"SKU-{n},Thing {n},,Things,{n}.00,GBP,1,,,,\r\n" for n in range(6))
    started = start_import(seller)
    upload(started, HEADER + rows)

    bus.drain(times=2)

    with database.tx_as("admin") as tx:
        assert tx.rows("SELECT state, part FROM souk.jobs") == [{"state": "done", "part": 6}]
    done = show_import(seller, started.json["id"]).json
    assert (done["status"], done["imported"], done["rejected"]) == ("done", 5, 1)
    assert len(titles()) == 5


def test_the_rows_of_a_product_come_together_however_far_apart_they_stand(
    database: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"READ_AT_ONCE": 1, "IMPORTED_AT_ONCE": 1}.items():
        monkeypatch.setattr(imports, name, value)
    seller = keeper()
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
        (HEADER, "it has no rows"),
        ("\n\n", "the column 'sku' is missing"),
        ("\ufeff", "it has no rows"),
        (HEADER + SCARF + SCARF.replace("SCARF,Scarf", "CAFE,Café"), "line 3, byte 9 is not UTF-8"),
    ],
    ids=["header", "no rows", "blank", "only a mark", "Windows"],
)
def test_a_file_that_cannot_be_read_changes_nothing_and_says_why(database: World, content: str, said: str) -> None:
    seller = keeper()
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

    done = bring_file(keeper(), (HEADER + SCARF).encode() + b"MUG,M\xfcg,,Home,1,GBP,,,,,\r\n")

    assert (done["status"], done["imported"], titles()) == ("failed", 0, [])


def test_a_row_that_is_no_csv_is_reported_and_swallows_no_other(database: World) -> None:
    broken = 'HAT,"Hat,,Clothing,5.00,GBP,1,,,,\r\n'

    done = bring_file(keeper(), HEADER + broken + MUGS + SCARF)

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

    done = bring_file(keeper(), HEADER + rows)

    assert (done["rejected"], [one["line"] for one in done["rejections"]]) == (5, [2, 3, 4])


def test_a_product_of_endless_rows_is_cut(database: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (catalogue_file, import_store):
        monkeypatch.setattr(module, "MOST_ROWS_OF_A_PRODUCT", 2)
    monkeypatch.setattr(imports, "READ_AT_ONCE", 2)
    rows = "".join(f"SKU-{n},Mug,,Home,1,GBP,,,mug,{n},\r\n" for n in range(5))

    done = bring_file(keeper(), HEADER + rows)

    assert (done["imported"], done["rejected"]) == (2, 3)
    assert {(one["field"], one["reason"]) for one in done["rejections"]} == {("product", "has at most 200 variants")}


def test_a_body_is_not_the_file(database: World) -> None:
    answer = api.call("POST /api/products/imports", body={"csv": HEADER + SCARF}, as_=keeper())

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "csv")
    with database.tx_as("admin") as tx:
        assert tx.rows("SELECT * FROM souk.jobs") == []


def test_an_import_is_asked_for_once_for_one_key(database: World) -> None:
    seller = keeper()

    answers = [start_import(seller, key="0123456789abcdef") for _ in range(2)]

    assert answers[0].json == answers[1].json
    with database.tx_as("admin") as tx:
        assert tx.value("SELECT count(*) FROM souk.jobs") == 1


def test_two_imports_of_one_shop_at_once_bring_each_product_once(database: World) -> None:
    seller = keeper()
    started = [start_import(seller) for _ in range(2)]
    for one in started:
        upload(one, HEADER + MUGS + SCARF)
    arrived = world.current().bucket.arrived[:]
    for detail in arrived:
        bus.deliver("catalog.files.import_products", detail)
    parts = bus.enqueued()
    world.current().bucket.arrived.clear()
    bus.taken()
    together = threading.Barrier(2)

    def deliver(part: dict[str, Any]) -> list[str]:
        together.wait(10)
        return bus.deliver("catalog.files.import_products", part)

    with ThreadPoolExecutor(2) as pool:
        failed = list(pool.map(deliver, parts))
    for part in parts:
        assert bus.deliver("catalog.files.import_products", part) == []

    shown = [show_import(seller, one.json["id"]).json for one in started]
    assert len([one for one in failed if one]) <= 1
    assert [(one["status"], one["imported"], one["rejected"]) for one in shown] == [("done", 3, 0)] * 2
    bus.drain()
    assert sorted(titles()) == ["Scarf", "Stoneware Mug"]


@pytest.mark.parametrize("dies_at", range(1, 5))
def test_a_worker_that_dies_in_any_part_is_followed_by_another(
    database: World, monkeypatch: pytest.MonkeyPatch, dies_at: int
) -> None:
    for name, value in {"READ_AT_ONCE": 2, "IMPORTED_AT_ONCE": 2}.items():
        monkeypatch.setattr(imports, name, value)
    seller = keeper()
    started = start_import(seller)
    upload(started, HEADER + MUGS + SCARF)
    [part] = world.current().bucket.arrived
    world.current().bucket.arrived.clear()
    for _ in range(dies_at - 1):
        bus.deliver("catalog.files.import_products", part)
        [part] = bus.enqueued()
        bus.taken()

    with monkeypatch.context() as killing:
        killing.setattr(SellerTransaction, "_commit", killed)
        with pytest.raises(KeyboardInterrupt):
            bus.deliver("catalog.files.import_products", part)
    with database.tx_as("admin") as tx:
        tx.execute("UPDATE souk.jobs SET leased_until = now() - interval '1 second'")
    assert bus.deliver("catalog.files.import_products", part) == []
    bus.drain()

    done = show_import(seller, started.json["id"]).json
    assert (done["status"], done["rows"], done["imported"], done["rejected"]) == ("done", 3, 3, 0)
    assert sorted(titles()) == ["Scarf", "Stoneware Mug"]


def killed(_: SellerTransaction) -> None:
    raise KeyboardInterrupt


def test_no_file_is_read_while_a_transaction_is_open(database: World, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in trans%'"
    seen: list[int] = []
    read = Bucket.read

    def watched(bucket: Bucket, key: str, begin: int, size: int) -> bytes:
        with ThreadPoolExecutor(1) as pool:
            seen.append(pool.submit(lambda: database.database("admin").read(lambda tx: tx.value(opened))).result())
        return read(bucket, key, begin, size)

    monkeypatch.setattr(Bucket, "read", watched)

    bring_file(keeper(), HEADER + SCARF)

    assert set(seen) == {0}


def test_a_file_names_categories_in_any_script_and_letters_of_either_case(database: World) -> None:
    seller, dolls = keeper(), category("Куклы", category("Toys"))
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
    seller, oldest = keeper(), category("Cups")
    category("cups")

    bring_file(seller, HEADER + SCARF.replace("Clothing", "CUPS"))

    assert titles(category=oldest) == ["Scarf"]


def test_an_import_whose_file_never_comes_is_given_up(database: World) -> None:
    seller = keeper()
    started = start_import(seller).json
    with database.tx_as("admin") as tx:
        tx.execute("UPDATE souk.jobs SET moved_at = now() - interval '3 hours'")

    api.invoke(sweep.handler, {})

    shown = show_import(seller, started["id"]).json
    assert (shown["status"], shown["reason"]) == ("failed", "No file came in time.")


def test_an_import_that_was_given_up_says_so(database: World) -> None:
    seller = keeper()
    started = start_import(seller)
    upload(started, HEADER + SCARF)
    [arrived] = world.current().bucket.arrived
    world.current().bucket.files.clear()

    for _ in range(ATTEMPTS):
        bus.deliver("catalog.files.import_products", arrived)

    shown = show_import(seller, started.json["id"]).json
    assert (shown["status"], shown["reason"]) == ("failed", "The import could not be carried out.")


def test_a_product_that_is_full_takes_no_further_variant_from_a_file(database: World) -> None:
    seller = keeper()
    rows = [f"V{number},Mug,Home,1.00,GBP,MUG,{number}" for number in range(201)]
    head = "sku,title,category,price,currency,product,option.number"

    full = bring_file(seller, "\n".join([head, *rows[:200]]))
    more = bring_file(seller, "\n".join([head, rows[200]]))

    assert (full["imported"], more["imported"]) == (200, 0)
    assert [(one["sku"], one["field"]) for one in more["rejections"]] == [("V200", "product")]


def test_a_row_with_a_sku_that_a_product_had_once_is_another_product(database: World) -> None:
    seller, mugs = keeper(), category()
    boots = bring(seller, mugs, "Boots")
    renamed = {"sku": "BOOT-42", "price": {"amount": 9000, "currency": "GBP"}}
    body = {"title": "Boots", "category_id": mugs, "variants": [renamed], "version": 1}
    api.call("PUT /api/products/{product_id}", path={"product_id": boots["id"]}, body=body, as_=seller)

    done = bring_file(seller, HEADER + "BOOTS,Plastic Mug,,Home,3.00,GBP,,,,,\r\n")

    assert (done["imported"], done["rejected"]) == (1, 0)
    assert sorted(titles()) == ["Boots", "Plastic Mug"]
    assert variants(boots["id"]) == [("BOOT-42", 9000)]
