"""A catalogue file in a browser: what is wrong in it is shown, mended and sent again."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.journeys.support.console import open_console, settled
from tests.journeys.support.people import PATIENCE_SECONDS
from tests.journeys.support.shop import Shop
from tests.support.browser import DESKTOP, PHONE, accessibility
from tests.support.conditions import eventually

HEADER = "sku,title,category,price,currency,stock"


def catalogue(mark: str, *, is_right: bool) -> bytes:
    """A file of three products, of which two are wrong unless all is right."""
    price, title = ("12.50", f"Bowl {mark}") if is_right else ("free", "")
    rows = (
        f"MUG-{mark},Mug {mark},Kitchen > Mugs,14.00,GBP,5",
        f"JUG-{mark},Jug {mark},Kitchen > Jugs,{price},GBP,3",
        f"BOWL-{mark},{title},Kitchen > Bowls,9.00,GBP,2",
    )
    return "\n".join((HEADER, *rows)).encode()


def send(page: Page, content: bytes) -> None:
    """Choose a file, import it and wait until all of it is read."""
    file = FilePayload(name="catalogue.csv", mimeType="text/csv", buffer=content)
    page.get_by_label("Catalogue file").set_input_files(file)
    page.get_by_role("button", name="Import").click()
    expect(page).to_have_url(re.compile(r"/seller/files/[0-9a-f-]{36}$"))
    expect(page.get_by_role("link", name="Import another file")).to_be_visible(timeout=PATIENCE_SECONDS * 1000)


def test_rows_that_were_not_kept_are_mended_and_all_of_the_file_is_in_the_shop(page: Page, shop: Shop) -> None:
    mark = uuid4().hex[:8].upper()
    page.set_viewport_size(DESKTOP)
    open_console(page, shop.keeper, "/seller/files")

    send(page, catalogue(mark, is_right=False))

    refused = page.get_by_role("table", name="Rows that were not kept").locator("tbody").get_by_role("row")
    expect(refused).to_have_count(2)
    expect(refused.nth(0)).to_have_text(re.compile(f"^3JUG-{mark}price.*12.99"))
    expect(refused.nth(1)).to_have_text(re.compile(f"^4BOWL-{mark}title.+"))
    assert accessibility(page) == []
    assert [one["title"] for one in shop.keeper.call("GET", "/api/seller/products", q=mark)["items"]] == [f"Mug {mark}"]

    page.get_by_role("link", name="Import another file").click()
    send(page, catalogue(mark, is_right=True))

    expect(page.get_by_role("status")).to_have_text("Everything is imported.")
    page.get_by_role("link", name="See the products").click()
    page.get_by_role("searchbox", name="Find by title or SKU").fill(mark)
    page.keyboard.press("Enter")
    products = page.get_by_role("table", name="Products").locator("tbody").get_by_role("row")
    expect(products).to_have_count(3)
    eventually(
        lambda: len(shop.keeper.call("GET", "/api/products", q=mark)["items"]) == 3,
        within=PATIENCE_SECONDS,
        every=0.2,
    )
    page.goto(f"/search?q={mark}")
    expect(page.get_by_role("link", name=f"Jug {mark}")).to_be_visible()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"sku,colour\nMUG,blue\n", "colour", id="with a column that there is not"),
        pytest.param(f"{HEADER}\nMUG,Krug für Öl,Mugs,9.00,GBP,1\n".encode("latin-1"), "UTF-8", id="that is not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(page: Page, shop: Shop, content: bytes, said: str) -> None:
    page.set_viewport_size(PHONE)
    open_console(page, shop.keeper, "/seller/files")

    send(page, content)

    expect(page.get_by_role("status")).to_contain_text("could not be imported")
    expect(page.get_by_role("status")).to_contain_text(said)


def test_a_file_that_is_empty_is_not_sent(page: Page, shop: Shop) -> None:
    open_console(page, shop.keeper, "/seller/files")

    page.get_by_role("button", name="Import").click()

    expect(page.get_by_role("alert")).to_have_text("Choose a file that is not empty.")
    expect(page).to_have_url(re.compile("/seller/files$"))


def test_the_example_can_be_imported_and_comes_out_again(page: Page, shop: Shop) -> None:
    open_console(page, shop.keeper, "/seller/files")
    with page.expect_download() as example:
        page.get_by_role("link", name="Download an example").click()

    send(page, Path(example.value.path()).read_bytes())

    expect(page.get_by_role("status")).to_have_text("Everything is imported.")
    page.get_by_role("link", name="Import another file").click()
    settled(page)
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as written:
        page.get_by_role("link", name="Download catalogue.csv").click(timeout=PATIENCE_SECONDS * 1000)
    assert "MUG-SAND" in Path(written.value.path()).read_text("utf-8-sig")
