"""The looks that every page has, and what holds of a page in each of them."""

from playwright.sync_api import Page, expect

from tests.support.browser import DESKTOP, NARROW, PHONE, accessibility

SIDEWAYS = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
# To axe, what is fading in has too little contrast.
_STILL = {"reduced_motion": "reduce"}
LOOKS = {
    "light": {"color_scheme": "light", "locale": "en-GB", "viewport": DESKTOP, **_STILL},
    "dark": {"color_scheme": "dark", "locale": "de-DE", "viewport": PHONE, **_STILL},
    "from right to left": {"color_scheme": "light", "locale": "ar-EG", "viewport": PHONE, **_STILL},
}


def is_whole(page: Page) -> None:
    """See that a page has arrived, that axe finds nothing in it, and that it fits the smallest phone."""
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    assert accessibility(page) == [], page.url
    size = page.viewport_size or DESKTOP
    page.set_viewport_size(NARROW)
    assert page.evaluate(SIDEWAYS) == 0, page.url
    page.set_viewport_size(size)
