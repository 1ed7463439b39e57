"""Catalogue files for tests, imported and exported through the API and the bucket of the test's world."""

from typing import Any

from souk.identity import Caller
from tests.support import api, bus, world

HEADER = "sku,title,description,category,price,currency,stock,image_url,product,option.colour,attr.material\r\n"
MUGS = (
    "MUG-BLUE,Stoneware Mug,Thrown and glazed.,Home > Mugs,14.00,GBP,40,/pictures/mug.svg,mug,Blue,Clay\r\n"
    "MUG-SAND,,,,13.50,GBP,25,,mug,Sand,\r\n"
)
SCARF = "SCARF,Scarf,,Clothing,38.50,GBP,12,,,,Wool\r\n"


def start_import(seller: Caller, **request: Any) -> api.Answer:
    """Ask for an import."""
    return api.call("POST /api/products/imports", body={}, as_=seller, **request)


def show_import(seller: Caller, import_id: str, **query: Any) -> api.Answer:
    """Ask how far an import is."""
    path = {"import_id": import_id}
    return api.call("GET /api/products/imports/{import_id}", path=path, query=query, as_=seller)


def upload(started: api.Answer, content: str | bytes) -> None:
    """Upload the file that an import waits for."""
    sent = content if isinstance(content, bytes) else content.encode()
    world.current().bucket.upload(started.json["upload"]["fields"], sent)


def bring_file(seller: Caller, text: str | bytes) -> dict[str, Any]:
    """Import a file to its end, each message delivered twice, and give what became of it."""
    started = start_import(seller)
    assert started.status == 202
    assert show_import(seller, started.json["id"]).json["status"] == "waiting"
    upload(started, text)
    bus.drain(times=2)
    return dict(show_import(seller, started.json["id"]).json)


def show_export(seller: Caller, export_id: str, **query: Any) -> api.Answer:
    """Ask how far an export is."""
    path = {"export_id": export_id}
    return api.call("GET /api/products/exports/{export_id}", path=path, query=query, as_=seller)


def start_export(seller: Caller) -> str:
    """Ask for an export and give its id."""
    return str(api.made("POST /api/products/exports", body={}, as_=seller)["id"])


def export(seller: Caller) -> str:
    """Export a shop to its end, each message delivered twice, and give the file."""
    export_id = start_export(seller)
    bus.drain(times=2, rounds=100)
    done = show_export(seller, export_id).json
    assert (done["status"], done["finished_at"] is not None) == ("done", True)
    return world.current().bucket.download(done["url"]).decode()


def variants(product_id: str) -> list[tuple[str, int]]:
    """Give SKU and amount of a product's variants, as customers see them."""
    shown = api.call("GET /api/products/{product_id}", path={"product_id": product_id}).json
    return [(one["sku"], one["price"]["amount"]) for one in shown["variants"]]
