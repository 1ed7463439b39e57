"""Approve a shop, as an administrator: python approve.py SHOP"""

import os
import sys
from uuid import UUID

from souk_client import AuthenticatedClient, Client
from souk_client.api.auth import login
from souk_client.api.sellers import approve_seller
from souk_client.models import Login, SellerNotFound, ShopSuspended, ShopView, Tokens

URL = os.environ.get("SOUK_URL", "http://localhost:8080")
EMAIL = os.environ.get("SOUK_EMAIL", "admin@example.com")
PASSWORD = os.environ.get("SOUK_PASSWORD", "souk-demo-2026")


def main() -> None:
    """Approve the shop that the command line names, and say what came of it."""
    tokens = login.sync(client=Client(URL), body=Login(EMAIL, PASSWORD))
    if not isinstance(tokens, Tokens):
        sys.exit(f"{tokens}")
    admin = AuthenticatedClient(URL, tokens.access_token)
    match approve_seller.sync(UUID(sys.argv[1]), client=admin):
        case ShopView() as shop:
            print(f"{shop.name} is {shop.status}")
        case SellerNotFound():
            sys.exit("There is no such shop.")
        case ShopSuspended(detail=detail):
            sys.exit(f"{detail}")
        case problem:
            sys.exit(f"{problem}")


if __name__ == "__main__":
    main()
