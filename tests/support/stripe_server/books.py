"""What the server knows: things by their id, what happened, and what it did to balances."""

import copy
import re
import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from souk.clock import Clock
from tests.support.stripe_server import form
from tests.support.stripe_server.refusing import Refused, Thing, missing

API_VERSION = "2026-09-30.tests"
_ID = re.compile(r"[a-z]+_[A-Za-z0-9]{16,}")
_SAY_NOTHING_OF_TESTS = {"account", "balance_transaction", "refund", "transfer_reversal"}
_DAY = 24 * 60 * 60
DAYS_UNTIL_AVAILABLE = 2
_BOUNDS: Mapping[str, Callable[[int, int], bool]] = {
    "gt": lambda made, bound: made > bound,
    "gte": lambda made, bound: made >= bound,
    "lt": lambda made, bound: made < bound,
    "lte": lambda made, bound: made <= bound,
}


class Books:
    """All things of one platform and of the accounts connected to it."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.things: dict[str, Thing] = {}
        self.accounts: dict[str, str | None] = {}
        self.behaviours: dict[str, Any] = {}
        self.spent: set[str] = set()
        """The methods that may be used no more."""
        self.behind: dict[str, str] = {}
        """The method that a page's token stands for."""
        self.url = ""

    def now(self) -> int:
        """Give the time in seconds."""
        return int(self.clock.now().timestamp())

    def make(self, prefix: str, kind: str, account: str | None = None, **fields: Any) -> Thing:
        """Write a new thing down, of the platform or of an account."""
        thing_id = f"{prefix}_{secrets.token_hex(12)}"
        thing = {"id": thing_id, "object": kind, "created": self.now(), **fields}
        if kind not in _SAY_NOTHING_OF_TESTS:
            thing["livemode"] = False
        self.things[thing_id] = thing
        self.accounts[thing_id] = account
        return thing

    def find(self, thing_id: str, kind: str, param: str = "id", account: str | None = None) -> Thing:
        """Give a thing of a kind; what another account has is not there."""
        thing = self.things.get(thing_id)
        if thing is None or thing["object"] != kind or self.accounts[thing_id] != account:
            raise missing(kind, thing_id, param)
        return thing

    def all(self, kind: str, account: str | None = None, **wanted: Any) -> list[Thing]:
        """Give the things of a kind, the latest first, that have what is wanted where something is."""
        return [
            thing
            for thing in reversed(self.things.values())
            if thing["object"] == kind
            and self.accounts[thing["id"]] == account
            and all(thing.get(name) == value for name, value in wanted.items() if value is not None)
        ]

    def tell(self, happened: str, thing: Thing, account: str | None = None) -> Thing:
        """Write down what happened to a thing, as it is now."""
        event = self.make(
            "evt",
            "event",
            account,
            api_version=API_VERSION,
            data={"object": copy.deepcopy(thing)},
            pending_webhooks=1,
            request={"id": None, "idempotency_key": None},
            type=happened,
        )
        if account:
            event["account"] = account
        return event

    def enter(
        self,
        kind: str,
        amount: int,
        currency: str,
        source: str,
        *,
        fee: int = 0,
        waits: bool = False,
        account: str | None = None,
        category: str | None = None,
    ) -> str:
        """Write down what a balance changes by, and give the transaction's id; what waits is available days later."""
        entered = self.make(
            "txn",
            "balance_transaction",
            account,
            amount=amount,
            available_on=self.now() + (DAYS_UNTIL_AVAILABLE * _DAY if waits else 0),
            currency=currency,
            description=None,
            exchange_rate=None,
            fee=fee,
            fee_details=[_fee(fee, currency)] if fee else [],
            net=amount - fee,
            reporting_category=category or kind,
            source=source,
            status="pending" if waits else "available",
            type=kind,
        )
        return str(entered["id"])

    def balance(self, currency: str, account: str | None = None, *, pending: bool = False) -> int:
        """Give what a balance has in a currency: what is available now, or what is yet to be."""
        return sum(
            entered["net"]
            for entered in self.all("balance_transaction", account, currency=currency)
            if (entered["available_on"] > self.now()) is pending
        )

    def listed(self, things: Iterable[Thing], url: str, params: Mapping[str, Any]) -> Thing:
        """Give a page of things that come the latest first."""
        limit = form.integer(params, "limit", 10)
        if limit > 100:
            raise Refused("Limit must be at most 100.", code="parameter_invalid_integer", param="limit")
        found = [thing for thing in things if _is_within(thing["created"], params.get("created"))]
        if after := params.get("starting_after"):
            ids = [thing["id"] for thing in found]
            if after not in ids:
                raise missing("object", after, "starting_after")
            found = found[ids.index(after) + 1 :]
        return {"object": "list", "url": url, "data": found[:limit], "has_more": len(found) > limit}

    def expanded(self, thing: Thing, paths: Iterable[str]) -> Thing:
        """Give a copy in which the things on some paths stand in place of their ids."""
        found = copy.deepcopy(thing)
        for path in paths:
            self._expand(found, path.split("."))
        return found

    def _expand(self, place: Any, path: list[str]) -> None:
        name, *further = path
        for each in place if isinstance(place, list) else [place]:
            value = each.get(name)
            if isinstance(value, str) and _ID.fullmatch(value) and value in self.things:
                value = each[name] = copy.deepcopy(self.things[value])
            if further and value:
                self._expand(value, further)


def _fee(amount: int, currency: str) -> Thing:
    return {"amount": amount, "application": None, "currency": currency, "description": "fee", "type": "stripe_fee"}


def _is_within(made: int, bounds: Any) -> bool:
    if isinstance(bounds, str):
        return made == int(bounds)
    return all(_BOUNDS[name](made, int(bound)) for name, bound in (bounds or {}).items())
