"""A browser for tests needs no root, and what pages should not have said is noticed."""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from threading import Event

import pytest
from playwright.sync_api import Browser, Page, Playwright

from local.chromium import NoChromium, brought, chromium
from local.desk import STATE
from tests.support.browser import Watch, accessibility, started
from tests.support.conditions import eventually

type Serve = Callable[[str], Page]

ADDRESS = "http://shop.test/"
STRICT = (
    "default-src 'none'; script-src 'unsafe-inline'; img-src data:; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


@pytest.fixture
def noted() -> Watch:
    """What the pages of ``serve`` say."""
    return Watch()


@pytest.fixture
def serve(browser: Browser, noted: Watch) -> Iterator[Serve]:
    """Open a page with this content, below a strict policy."""
    with browser.new_context() as context:
        noted.over(context)
        page = context.new_page()

        def opened(html: str) -> Page:
            headers = {"content-security-policy": STRICT, "content-type": "text/html; charset=utf-8"}
            whole = f"<!doctype html><html lang='en'><title>Souk</title><link rel=icon href=data:,>{html}"
            page.route(ADDRESS, lambda route: route.fulfill(body=whole, headers=headers))
            page.goto(ADDRESS)
            return page

        yield opened


def test_the_browser_from_npm_shows_a_page(playwright: Playwright) -> None:
    with playwright.chromium.launch(**started(brought(STATE))) as browser:
        page = browser.new_page()
        page.set_content("<title>Souk</title>")

        assert page.title() == "Souk"


def test_two_that_ask_for_the_browser_at_once_have_it_brought_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    brings, another = count(), Event()

    def packed(folder: Path) -> bytes:
        if next(brings):
            another.set()
        another.wait(0.5)
        return b""

    monkeypatch.setattr("local.chromium._packed", packed)
    monkeypatch.setattr("local.chromium._unpack", lambda package, folder, home: None)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("platform.machine", lambda: "x86_64")

    with ThreadPoolExecutor(2) as crew:
        asking = [crew.submit(brought, tmp_path) for _ in range(2)]

    assert len({asked.result().program for asked in asking}) == 1
    assert next(brings) == 1


def test_a_machine_without_any_browser_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr("platform.machine", lambda: "riscv64")

    with pytest.raises(NoChromium, match="Install Chrome or Chromium"):
        chromium()


def test_a_page_that_says_nothing_is_no_problem(serve: Serve, noted: Watch) -> None:
    page = serve("<main><h1>Souk</h1></main>")

    assert noted.problems == []
    assert accessibility(page) == []
    assert noted.problems == [], "axe itself keeps to the policy"


@pytest.mark.parametrize(
    ("script", "noticed"),
    [
        ("console.info('hello')", "info: hello"),
        ("console.error('Minified React error #418')", "error: Minified React error #418"),
        ("throw new Error('lost')", "uncaught: lost"),
        ("document.head.append(Object.assign(document.createElement('img'), {src: 'http://other.test/'}))", "img-src"),
        ("document.head.innerHTML = '<b>'", "require-trusted-types-for"),
    ],
)
def test_what_a_page_should_not_have_said_is_noticed(serve: Serve, noted: Watch, script: str, noticed: str) -> None:
    page = serve(f"<script>{script}</script>")

    eventually(lambda: page.title() and any(noticed in problem for problem in noted.problems))


def test_what_a_test_causes_it_may_expect_but_never_a_violated_policy(serve: Serve, noted: Watch) -> None:
    noted.expect(".*")
    page = serve("<script>console.info('hello'); document.head.innerHTML = '<b>'</script>")

    (violation,) = eventually(lambda: page.title() and noted.problems)
    assert violation.startswith("require-trusted-types-for refuses")


def test_axe_finds_a_picture_without_words(serve: Serve) -> None:
    page = serve("<main><h1>Souk</h1><img src='data:,'></main>")

    assert [found["rule"] for found in accessibility(page)] == ["image-alt"]
