"""An import is carried out once and in parts, however often it is asked for and whoever dies over it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from functions.catalog.files.domain import imports
from functions.ops import sweep
from souk.database import SellerTransaction
from souk.queue import ATTEMPTS
from tests.support import api, bus, world
from tests.support.bucket import Bucket
from tests.support.catalogue_files import HEADER, MUGS, SCARF, bring_file, show_import, start_import, upload
from tests.support.market import open_shop, titles
from tests.support.world import World


def test_a_body_is_not_the_file(database: World) -> None:
    answer = api.call("POST /api/products/imports", body={"csv": HEADER + SCARF}, as_=open_shop().keeper)

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "csv")
    with database.tx_as("admin") as tx:
        assert tx.rows("SELECT * FROM souk.jobs") == []


def test_an_import_is_asked_for_once_for_one_key(database: World) -> None:
    seller = open_shop().keeper

    answers = [start_import(seller, key="0123456789abcdef") for _ in range(2)]

    assert answers[0].json == answers[1].json
    with database.tx_as("admin") as tx:
        assert tx.value("SELECT count(*) FROM souk.jobs") == 1


def test_a_long_file_is_worked_on_in_parts(database: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PIECE_BYTES": 300, "READ_AT_ONCE": 4, "IMPORTED_AT_ONCE": 2}.items():
        monkeypatch.setattr(imports, name, value)
    seller = open_shop().keeper
    rows = "".join(f"SKU-{n},Thing {n},,Things,{n}.00,GBP,1,,,,\r\n" for n in range(6))
    started = start_import(seller)
    upload(started, HEADER + rows)

    bus.drain(times=2)

    with database.tx_as("admin") as tx:
        assert tx.rows("SELECT state, part FROM souk.jobs") == [{"state": "done", "part": 6}]
    done = show_import(seller, started.json["id"]).json
    assert (done["status"], done["imported"], done["rejected"]) == ("done", 5, 1)
    assert len(titles()) == 5


def test_no_file_is_read_while_a_transaction_is_open(database: World, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in trans%'"
    seen: list[int] = []
    read = Bucket.read

    def watched(bucket: Bucket, key: str, begin: int, size: int) -> bytes:
        with ThreadPoolExecutor(1) as pool:
            seen.append(pool.submit(lambda: database.database("admin").read(lambda tx: tx.value(opened))).result())
        return read(bucket, key, begin, size)

    monkeypatch.setattr(Bucket, "read", watched)

    bring_file(open_shop().keeper, HEADER + SCARF)

    assert set(seen) == {0}


def test_two_imports_of_one_shop_at_once_bring_each_product_once(database: World) -> None:
    seller = open_shop().keeper
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
    seller = open_shop().keeper
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


def test_an_import_whose_file_never_comes_is_given_up(database: World) -> None:
    seller = open_shop().keeper
    started = start_import(seller).json
    with database.tx_as("admin") as tx:
        tx.execute("UPDATE souk.jobs SET moved_at = now() - interval '3 hours'")

    api.invoke(sweep.handler, {})

    shown = show_import(seller, started["id"]).json
    assert (shown["status"], shown["reason"]) == ("failed", "No file came in time.")


def test_an_import_that_was_given_up_says_so(database: World) -> None:
    seller = open_shop().keeper
    started = start_import(seller)
    upload(started, HEADER + SCARF)
    [arrived] = world.current().bucket.arrived
    world.current().bucket.files.clear()

    for _ in range(ATTEMPTS):
        bus.deliver("catalog.files.import_products", arrived)

    shown = show_import(seller, started.json["id"]).json
    assert (shown["status"], shown["reason"]) == ("failed", "The import could not be carried out.")
