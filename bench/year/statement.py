"""Work out a shop's account from the file of orders alone, with nothing of the product: the rules as its documents say.

docs/taxes.md says how tax is rounded, docs/ledger.md what is booked and how long it is held. Rates and prices that hold
are written down here once more, so that one that changes by mistake is noticed.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bench.year.data import How, Purchase, TakenBack, Year, shop_of

VAT = {
    "United Kingdom": 20, "Unspecified": 20, "EIRE": 23, "Germany": 19, "France": 20, "Spain": 21, "Netherlands": 21,
    "Belgium": 21, "European Community": 21, "Switzerland": 8.1, "Portugal": 23, "Norway": 25, "Italy": 22,
    "Finland": 25.5, "Cyprus": 19, "Sweden": 25, "Austria": 20, "Denmark": 25, "Poland": 23, "Greece": 24, "Malta": 18,
    "Lithuania": 21, "Czech Republic": 21,
}  # fmt: skip
"""Per cent, by where a parcel goes; to everywhere else it is an export."""
DELIVERY = 399
COMMISSION = 10
HELD = timedelta(days=7)

type Account = dict[str, dict[tuple[str, str], int]]
"""By month, what is booked by kind of journal and part; what is taken from the shop is negative."""


@dataclass
class _Line:
    units: int
    amount: int
    tax: int
    commission: int
    gone_units: int = 0
    gone: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("amount", "tax", "commission"), 0))

    def go(self, units: int) -> dict[str, int]:
        """Take units back: of whatever they are worth, the floor of what is gone by then, less what went before."""
        after = self.gone_units + units
        amount = self.amount * after // self.units - self.amount * self.gone_units // self.units
        self.gone_units = after
        gone = self.gone["amount"] + amount
        back = {
            "amount": amount,
            "tax": self.tax * gone // self.amount - self.gone["tax"],
            "commission": self.commission * gone // self.amount - self.gone["commission"],
        }
        for name, more in back.items():
            self.gone[name] += more
        return back


@dataclass
class _Part:
    """What the shop sold of one order: its lines by SKU and its delivery."""

    lines: dict[str, _Line]
    delivery_tax: int
    left: dict[str, int]


def account(year: Year, shop: int) -> Account:
    """Give what is booked for a shop in each month."""
    booked: Account = defaultdict(lambda: defaultdict(int))
    available: list[tuple[datetime, datetime | None, int]] = []
    of_order: dict[str, list[TakenBack]] = defaultdict(list)
    for back in year.taken_back:
        of_order[back.purchase.number].append(back)
    for purchase in year.purchases:
        if shop not in purchase.shops:
            continue
        held_until = purchase.delivered_at + HELD
        for at, kind, amounts in _booked(year, purchase, shop, of_order[purchase.number]):
            for part, amount in amounts.items():
                booked[f"{at:%Y-%m}"][kind, part] += amount
            available.append((at, held_until, sum(amounts.values())))
    for day, amount in _payouts(available):
        booked[f"{day:%Y-%m}"]["payout", "payout"] -= amount
    return {
        month: {name: amount for name, amount in sorted(sums.items()) if amount}
        for month, sums in sorted(booked.items())
    }


def _booked(
    year: Year, purchase: Purchase, shop: int, taken_back: list[TakenBack]
) -> Iterator[tuple[datetime, str, dict[str, int]]]:
    part = _sold(year, purchase, shop)
    yield purchase.at, "sale", dict(part.left)
    given_up: set[int] = set()
    for back in taken_back:
        if back.how is How.ORDER_CANCELLED:
            yield back.at, "sale_cancelled", _all_of(part)
        elif back.how is How.PART_GIVEN_UP:
            given_up.add(back.shop)
            if back.shop == shop:
                is_last = given_up == set(purchase.shops)
                yield back.at, "sale_cancelled" if is_last else "refund_requested", _all_of(part)
        elif back.shop == shop:
            yield back.at, "refund_requested", _some_of(part, back)


def _sold(year: Year, purchase: Purchase, shop: int) -> _Part:
    skus = sorted(sku for sku in purchase.units if shop_of(sku) == shop)
    amounts = [year.products[sku].price * purchase.units[sku] for sku in skus]
    *taxes, delivery_tax = _vat([*amounts, DELIVERY], purchase.country)
    commission = (sum(amounts) * COMMISSION + 50) // 100
    commissions = _divided(commission, amounts)
    lines = {
        sku: _Line(purchase.units[sku], amount, tax, kept)
        for sku, amount, tax, kept in zip(skus, amounts, taxes, commissions, strict=True)
    }
    tax = sum(taxes) + delivery_tax
    sold = {"goods": sum(amounts) + DELIVERY - tax, "tax": tax, "commission": -commission}
    return _Part(lines, delivery_tax, sold)


def _vat(amounts: list[int], country: str) -> list[int]:
    """Give the tax in amounts: that of their sum, half up, divided so that no line is a penny off."""
    rate = round(VAT.get(country, 0) * 100)
    whole = (2 * sum(amounts) * rate + 10_000 + rate) // (2 * (10_000 + rate))
    taxes = [amount * rate // (10_000 + rate) for amount in amounts]
    rests = [amount * rate % (10_000 + rate) for amount in amounts]
    return _rounded(taxes, rests, whole)


def _divided(amount: int, weights: list[int]) -> list[int]:
    total = sum(weights)
    shares, rests = zip(*(divmod(amount * weight, total) for weight in weights), strict=True)
    return _rounded(list(shares), list(rests), amount)


def _rounded(shares: list[int], rests: list[int], whole: int) -> list[int]:
    by_rest = sorted(range(len(shares)), key=lambda place: (-rests[place], place))
    up = set(by_rest[: whole - sum(shares)])
    return [share + (place in up) for place, share in enumerate(shares)]


def _some_of(part: _Part, back: TakenBack) -> dict[str, int]:
    gone: dict[str, int] = defaultdict(int)
    for sku, units in back.units.items():
        for name, amount in part.lines[sku].go(units).items():
            gone[name] += amount
    return _taken(part, {"goods": gone["tax"] - gone["amount"], "tax": -gone["tax"], "commission": gone["commission"]})


def _all_of(part: _Part) -> dict[str, int]:
    return _taken(part, {name: -amount for name, amount in part.left.items()})


def _taken(part: _Part, booked: dict[str, int]) -> dict[str, int]:
    for name, amount in booked.items():
        part.left[name] += amount
    return booked


def _payouts(booked: list[tuple[datetime, datetime | None, int]]) -> Iterator[tuple[datetime, int]]:
    """Give what is paid out at each midnight: what is not held any more, less what was paid out before."""
    changes: dict[datetime, int] = defaultdict(int)
    for at, held_until, amount in booked:
        counts_from = max(at, held_until or at)
        changes[_midnight_after(counts_from)] += amount
    owed = 0
    for day in sorted(changes):
        owed += changes[day]
        if owed > 0:
            yield day, owed
            owed = 0


def _midnight_after(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
