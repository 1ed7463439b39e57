"""A shop into a file."""

import csv
import io

import pytest

from functions.catalog.files.domain import exports
from tests.support import api, bucket, bus, world
from tests.support.catalogue_files import (
    HEADER,
    MUGS,
    SCARF,
    bring_file,
    export,
    show_export,
    show_import,
    start_export,
    start_import,
    variants,
)
from tests.support.market import bring, category, open_shop, titles
from tests.support.world import World


def test_another_shops_files_are_as_if_they_did_not_exist(database: World) -> None:
    seller, other = open_shop().keeper, open_shop("Other").keeper
    import_id, export_id = start_import(seller).json["id"], start_export(seller)
    bus.drain()

    foreign = [show_import(other, import_id), show_export(other, export_id), show_export(seller, import_id)]

    assert [(one.status, one.code) for one in foreign] == [
        (404, "import_not_found"),
        (404, "export_not_found"),
        (404, "export_not_found"),
    ]
    assert show_import(api.admin(), import_id, seller_id=seller.seller_id).json["status"] == "waiting"
    assert show_export(api.admin(), export_id, seller_id=seller.seller_id).json["url"]


def test_an_export_is_the_shop_and_imports_to_the_same(database: World) -> None:
    seller = open_shop().keeper
    bring_file(seller, HEADER + MUGS + SCARF)
    bring(open_shop("Other").keeper, category("Elsewhere"), "Not Mine")

    text = export(seller)
    again = bring_file(seller, text)

    assert "Not Mine" not in text
    assert text.splitlines()[0].endswith("product,attr.material,option.colour")
    assert (again["imported"], again["rejected"]) == (3, 0)
    assert bus.recorded() == []
    assert export(seller) == text


def test_weights_travel_in_files_and_stay_where_a_file_says_none(database: World) -> None:
    seller = open_shop().keeper
    header = "sku,title,category,price,currency,weight\r\n"
    bring_file(seller, header + "MUG,Mug,Home,14.00,GBP,350\r\nCARD,Card,Home,2.00,GBP,\r\n")

    exported = export(seller)
    bring_file(seller, header + "MUG,Tall Mug,Home,14.00,GBP,\r\n")
    kept = export(seller)
    bring_file(seller, header + "MUG,Tall Mug,Home,14.00,GBP,0\r\n")

    def weights(text: str) -> list[str]:
        return sorted(row["weight"] for row in csv.DictReader(io.StringIO(text)))

    assert weights(exported) == weights(kept) == ["", "350"]
    assert weights(export(seller)) == ["", ""]


NAMES = ["Cups", "Куклы", "Bed/Bath", "Cups!", "🧸", '\'Ware, "fine"', "=A1", "लकड़ी"]


def test_every_category_that_an_export_names_is_the_one_it_is_read_back_to(database: World) -> None:
    seller, root = open_shop().keeper, category("Home / Garden")
    first, second = (
        api.call("POST /api/categories", body={"name": "Cups", "slug": slug}, as_=api.admin()).json["id"]
        for slug in ("mugs", "beakers")
    )
    ids = [first, second, *(category(name, root) for name in NAMES)]
    made = {one: bring(seller, one, f"Thing {number}")["id"] for number, one in enumerate(ids)}

    again = bring_file(seller, export(seller))

    assert (again["imported"], again["rejected"]) == (len(ids), 0)
    for category_id, product_id in made.items():
        shown = api.call("GET /api/products/{product_id}", path={"product_id": product_id}).json
        assert shown["category"][-1]["id"] == category_id


def test_a_large_shop_is_exported_in_parts_and_the_file_is_whole(
    database: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = {"SMALLEST_PART": 300, "NAMED_IN_A_PAGE": 2, "PAGES_AT_ONCE": 1, "WRITTEN_IN_A_PAGE": 2}
    for name, value in sizes.items():
        monkeypatch.setattr(exports, name, value)
    monkeypatch.setattr(bucket, "SMALLEST_PART", 300)
    seller, mugs = open_shop().keeper, category()
    for number in range(13):
        bring(seller, mugs, f"Mug {number}")

    lines = export(seller).splitlines()

    with database.tx_as("admin") as tx:
        [job] = tx.rows("SELECT part, jsonb_array_length(work -> 'tags') AS tags FROM souk.jobs")
    assert job["part"] > 8
    assert job["tags"] >= 2
    assert len(lines) == len(set(lines)) == 14
    assert sorted(line.split(",")[0] for line in lines[1:]) == sorted(f"MUG-{number}" for number in range(13))


def test_a_column_that_comes_up_while_the_file_is_written_is_in_it(database: World) -> None:
    seller, mugs = open_shop().keeper, category()
    bring(seller, mugs, "Plain")
    export_id = start_export(seller)
    [naming] = bus.enqueued()
    bus.taken()
    bus.deliver("catalog.files.export_products", naming)
    bring(seller, mugs, "Fine", attributes={"material": "Bone"})

    bus.drain(times=2)

    text = world.current().bucket.download(show_export(seller, export_id).json["url"]).decode()
    assert text.splitlines()[0].endswith("product,attr.material")
    assert "Bone" in text


def test_a_file_that_had_ended_when_its_worker_died_is_made_anew(database: World) -> None:
    seller = open_shop().keeper
    bring(seller, category(), "Mug")
    export_id = start_export(seller)
    [naming] = bus.enqueued()
    bus.taken()
    bus.deliver("catalog.files.export_products", naming)
    [writing] = bus.enqueued()
    bus.taken()
    with database.tx_as("admin") as tx:
        tx.execute("ALTER TABLE souk.jobs ADD CONSTRAINT never_done CHECK (state <> 'done')")
    try:
        assert len(bus.deliver("catalog.files.export_products", writing)) == 1
    finally:
        with database.tx_as("admin") as tx:
            tx.execute("ALTER TABLE souk.jobs DROP CONSTRAINT never_done")

    bus.deliver("catalog.files.export_products", writing)
    bus.drain()

    text = world.current().bucket.download(show_export(seller, export_id).json["url"]).decode()
    assert len(text.splitlines()) == 2


def test_an_export_is_given_for_a_week(database: World) -> None:
    seller = open_shop().keeper
    bring(seller, category(), "Mug")
    export_id = start_export(seller)
    running = show_export(seller, export_id).json
    bus.drain()
    with database.tx_as("admin") as tx:
        tx.execute("UPDATE souk.jobs SET ended_at = now() - interval '8 days'")

    late = show_export(seller, export_id).json

    assert (running["status"], running["url"], running["finished_at"]) == ("running", None, None)
    assert (late["status"], late["url"]) == ("expired", None)


def test_who_has_no_shop_neither_imports_nor_exports(database: World) -> None:
    stranger = api.seller()

    answers = [start_import(stranger), api.call("POST /api/products/exports", body={}, as_=stranger)]

    assert [(one.status, one.code) for one in answers] == [(404, "seller_not_found")] * 2
    assert bus.enqueued() == []


def test_a_product_of_the_api_is_found_by_its_skus_and_by_what_its_export_calls_it(database: World) -> None:
    seller = open_shop().keeper
    sizes = [
        {"sku": f"M-{size}", "options": {"size": size}, "price": {"amount": 1000, "currency": "GBP"}} for size in "SML"
    ]
    made = bring(seller, category("Mugs"), variants=sizes)["id"]
    head, rows = "sku,title,category,price,currency,option.size\r\n", "M-S,{0},{1},11,GBP,S\r\nM-L,{0},{1},12,GBP,L\r\n"

    by_sku = bring_file(seller, head + rows.format("Stoneware Mug", "Mugs"))
    called = bring_file(seller, head.replace("sku,", "product,sku,", 1) + "mug,M-M,Stoneware Mug,Mugs,13,GBP,M\r\n")
    other = bring_file(seller, head.replace("sku,", "product,sku,", 1) + "cup,M-M,Cup,Mugs,14,GBP,M\r\n")
    text = export(seller)
    again = bring_file(seller, text)

    assert (by_sku["imported"], called["imported"], again["imported"]) == (2, 1, 3)
    assert [(one["sku"], one["field"]) for one in other["rejections"]] == [("M-M", "sku")]
    assert variants(made) == [("M-S", 1100), ("M-M", 1300), ("M-L", 1200)]
    assert [row["product"] for row in csv.DictReader(io.StringIO(text))] == ["mug"] * 3
    assert titles() == ["Stoneware Mug"]
