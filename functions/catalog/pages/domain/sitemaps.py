"""What search engines are told there is.

Source: https://www.sitemaps.org/protocol.html, which allows 50,000 addresses a file. A function answers 6 MB at most,
and a title in another script takes 900 bytes of an address, so that here it is fewer.
"""

from collections.abc import Iterable
from urllib.parse import quote
from uuid import UUID

from functions.catalog.pages.domain import store
from functions.catalog.pages.domain.store import Listed
from souk import Transaction
from souk.errors import NotFound
from souk.site import Site

MOST = 5_000
KEPT = "public, max-age=3600"
XML = "application/xml; charset=utf-8"

# What shows nothing to a visitor who comes for the first time.
PRIVATE = ("/api/", "/account", "/admin", "/cart", "/checkout", "/orders", "/register", "/seller", "/sign-in")

_FIRST = UUID(int=0)
_SCHEMA = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def robots(site: Site) -> str:
    """Say what robots may read: what is for everybody."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE), f"Sitemap: {site.url}/sitemap.xml"]
    return "\n".join([*lines, ""])


def index(tx: Transaction, site: Site) -> str:
    """List the sitemaps."""
    parts = [("pages", _FIRST), ("categories", _FIRST)]
    parts += [("products", after_id) for after_id in store.parts_of_products(tx, MOST)]
    parts += [("shops", after_id) for after_id in store.parts_of_shops(tx, MOST)]
    entries = [f"<sitemap><loc>{site.url}/sitemaps/{kind}/{after_id}</loc></sitemap>" for kind, after_id in parts]
    return _file("sitemapindex", entries)


def part(tx: Transaction, site: Site, kind: str, after_id: UUID) -> str:
    """List the pages of one kind, behind an id.

    Raises NotFound when there is no such kind.
    """
    if kind == "pages":
        return _file("urlset", [f"<url><loc>{site.url}{path}</loc></url>" for path in ("/", "/shops")])
    readers = {
        "categories": lambda: store.list_categories(tx),
        "products": lambda: store.part_of_products(tx, after_id, MOST),
        "shops": lambda: store.part_of_shops(tx, after_id, MOST),
    }
    if kind not in readers:
        raise NotFound
    return _file("urlset", [_url(site, kind, listed) for listed in readers[kind]()])


def _url(site: Site, kind: str, listed: Listed) -> str:
    words = quote(listed.slug, safe="")
    changed = f"<lastmod>{listed.updated_at:%Y-%m-%d}</lastmod>" if listed.updated_at else ""
    return f"<url><loc>{site.url}/{kind}/{words}/{listed.id}</loc>{changed}</url>"


def _file(kind: str, entries: Iterable[str]) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{kind} {_SCHEMA}>{"".join(entries)}</{kind}>'
