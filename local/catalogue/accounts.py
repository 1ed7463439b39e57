"""The accounts of a market on this machine; elsewhere the password comes from the environment."""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing

from local.catalogue.marketplace import Imported, Visitor
from local.catalogue.shops import Shop, shops, slug

ADMIN = "admin@example.com"
CUSTOMER = "shopper@example.com"
SELLER = "seller@example.com"
PASSWORD = os.environ.get("SOUK_DEMO_PASSWORD", "souk-demo-2026")
AT_ONCE = 3
NEWEST = 2


def shopkeeper(url: str, email: str, shop_name: str, admin: Visitor) -> Visitor:
    """Give the signed-in keeper of a shop, opening account and shop where they are missing."""
    keeper = Visitor(url, email, PASSWORD)
    keeper.register("Shop", shop_name)
    keeper.sign_in().open_shop(shop_name, admin)
    return keeper


def shop_email(shop_name: str) -> str:
    """Give the address under which an imported shop is kept."""
    return f"{slug(shop_name)}@shops.example"


def open_demo_shops(url: str, admin: Visitor) -> Imported:
    """Open every demo shop and fill it, with the newest products when all have the others.

    So what is new in the market is of every shop, and not of the one that was filled last.
    """

    def opened(shop: Shop) -> Visitor:
        keeper = shopkeeper(url, shop.email, shop.name, admin)
        keeper.describe_shop(shop.front())
        return keeper

    imported = Imported()
    with ExitStack() as leaving, ThreadPoolExecutor(AT_ONCE) as crew:
        keepers = [leaving.enter_context(closing(keeper)) for keeper in crew.map(opened, shops())]
        for part in (slice(-NEWEST), slice(-NEWEST, None)):
            imported = sum(crew.map(Visitor.bring, keepers, [shop.rows(part) for shop in shops()]), imported)
    return imported
