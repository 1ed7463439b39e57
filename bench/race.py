"""Let fifty customers want ten units at once over HTTP: ten of them get one."""

import argparse
import secrets
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from bench.shopping import Customer
from bench.stopwatch import Stopwatch
from local.catalogue import accounts
from local.catalogue.accounts import shopkeeper
from local.catalogue.catalogue_file import Row
from local.catalogue.marketplace import Refused, Visitor, wait_until


def race(url: str, customers: int, units: int, watch: Stopwatch) -> tuple[Counter[str], int]:
    """Give how often each answer came, and how many units are neither held nor sold afterwards."""
    run = secrets.token_hex(3)
    admin = Visitor(url, accounts.ADMIN, accounts.PASSWORD).sign_in()
    keeper = shopkeeper(url, f"race-{run}@example.com", f"Race {run}", admin)
    cells = {"sku": f"RACE-{run}", "title": "The last ten", "category": "Gifts > Scarce", "price": "9.99"}
    keeper.bring([Row(cells | {"currency": "GBP", "stock": str(units)})])
    (level,) = wait_until(lambda: keeper.pages("/api/inventory"), "the stock to be on hand")
    crowd = [Customer(url, f"racer-{run}-{number}", watch) for number in range(customers)]
    start = threading.Barrier(customers)

    def prepare(customer: Customer) -> None:
        customer.register()
        customer.sign_in()
        customer.add(level["variant_id"], 1)

    def buy(customer: Customer) -> str:
        start.wait()
        try:
            customer.order("sandbox_visa")
        except Refused as refused:
            return refused.code
        return "placed"

    with ThreadPoolExecutor(4) as crew:
        list(crew.map(prepare, crowd))
    with ThreadPoolExecutor(customers) as crew:
        answers = Counter(crew.map(buy, crowd))
    (after,) = keeper.pages("/api/inventory")
    return answers, after["on_hand"] - after["reserved"]


def main() -> int:
    """Race, print what each customer was answered, and say whether exactly the units there were are gone."""
    parser = argparse.ArgumentParser(prog="python -m bench.race", description=__doc__)
    parser.add_argument("--url", default="http://localhost:8080", help="where Souk answers")
    parser.add_argument("--customers", type=int, default=50)
    parser.add_argument("--units", type=int, default=10)
    options = parser.parse_args()
    watch = Stopwatch()
    answers, left = race(options.url, options.customers, options.units, watch)
    print(f"{watch.table()}\n\n{dict(answers)}, {left} units left")
    expected = Counter({"placed": options.units, "out_of_stock": options.customers - options.units})
    return 0 if answers == expected and left == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
