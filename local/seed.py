"""Put people and shops on a fresh desk, by the doors that anybody may use."""

import json
from contextlib import closing
from dataclasses import asdict

from local.catalogue.accounts import ADMIN, CUSTOMER, PASSWORD, open_demo_shops
from local.catalogue.marketplace import Imported, Visitor
from local.catalogue.shops import draw_pictures
from local.desk import Desk
from local.invoking import call
from local.notes import keep


class SeedError(Exception):
    """The demo shops could not be opened."""


def seed(desk: Desk) -> str:
    """Open the demo accounts and shops once, and say what there is."""
    pictures = draw_pictures(desk.folder / "pictures")
    done = desk.folder / "seeded"
    if done.exists():
        return "open already"
    url = desk.door.url
    with closing(Visitor(url, ADMIN, PASSWORD)) as admin:
        admin.register("Ada", "Admin")
        call(desk.emulator.client("lambda"), "souk-local-auth-make-admin", json.dumps({"email": ADMIN}))
        imported = open_demo_shops(url, admin.sign_in())
    with closing(Visitor(url, CUSTOMER, PASSWORD)) as customer:
        customer.register("Sam", "Shopper")
    if imported.rejections:
        raise SeedError(_told(imported))
    keep(done, json.dumps(asdict(imported)))
    return f"{imported.imported} variants, {pictures} pictures"


def _told(imported: Imported) -> str:
    lines = [f"{rejection.sku} {rejection.field}: {rejection.reason}" for rejection in imported.rejections]
    return "\n".join([f"{len(lines)} rows of the demo shops were rejected", *lines[:20]])
