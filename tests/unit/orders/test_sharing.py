"""What goes back of a sale never exceeds what was paid, and all of it is exactly that."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from functions.orders.domain import sharing
from functions.orders.domain.sharing import SoldLine, SoldPart, SoldShare


@st.composite
def lines(draw: st.DrawFn, number: int) -> SoldLine:
    quantity, total, subsidy = draw(st.integers(1, 12)), draw(st.integers(0, 5000)), draw(st.integers(0, 900))
    return SoldLine(
        id=UUID(int=number),
        variant_id=UUID(int=number),
        quantity=quantity,
        total_amount=total,
        tax_amount=draw(st.integers(0, total)),
        commission_amount=draw(st.integers(0, total + subsidy)),
        commission_tax_amount=draw(st.integers(0, 900)),
        subsidy_amount=subsidy,
    )


@st.composite
def parts(draw: st.DrawFn) -> SoldPart:
    shipping = draw(st.integers(0, 900))
    return SoldPart(
        shipping_amount=shipping,
        shipping_tax_amount=draw(st.integers(0, shipping)),
        shipping_subsidy_amount=draw(st.integers(0, 500)),
        refunded_shipping_amount=0,
        refunded_tax_amount=0,
        refunded_subsidy_amount=0,
        lines=tuple(draw(lines(number)) for number in range(draw(st.integers(1, 4)))),
    )


def taken(part: SoldPart) -> tuple[int, ...]:
    """What a part cost, the tax in it, its commission with the tax on that, and what the platform paid of it."""
    return (
        part.shipping_amount + sum(line.total_amount for line in part.lines),
        part.shipping_tax_amount + sum(line.tax_amount for line in part.lines),
        sum(line.commission_amount for line in part.lines),
        sum(line.commission_tax_amount for line in part.lines),
        part.shipping_subsidy_amount + sum(line.subsidy_amount for line in part.lines),
    )


def given_back(shares: list[SoldShare]) -> tuple[int, ...]:
    """What went back of all this."""
    return (
        sum(share.amount for share in shares),
        sum(share.tax for share in shares),
        sum(share.commission for share in shares),
        sum(share.commission_tax for share in shares),
        sum(share.subsidy for share in shares),
    )


@given(part=parts(), data=st.data())
def test_refunds_in_any_steps_stay_within_what_was_taken_and_all_of_them_are_exactly_that(
    part: SoldPart, data: st.DataObject
) -> None:
    whole, shares = taken(part), list[SoldShare]()

    for _ in range(data.draw(st.integers(0, 8))):
        line = part.lines[data.draw(st.integers(0, len(part.lines) - 1))]
        how = data.draw(st.sampled_from(["units", "amount", "shipping", "spread"]))
        if how == "units":
            units = data.draw(st.integers(0, line.units_left))
            share = sharing.of(part, [(line, units, line.worth(units))], 0)
        elif how == "amount":
            share = sharing.of(part, [(line, 0, data.draw(st.integers(0, line.left)))], 0)
        elif how == "shipping":
            share = sharing.of(part, [], data.draw(st.integers(0, part.shipping_left)))
        elif part.left:
            amount = data.draw(st.integers(1, part.left))
            share = sharing.spread(part, amount)
            assert share.amount == amount
        else:
            continue
        assert share.amount >= 0 <= share.tax
        assert share.commission >= 0 <= share.subsidy
        part = sharing.after(part, share)
        shares.append(share)
        assert all(so_far <= all_of_it for so_far, all_of_it in zip(given_back(shares), whole, strict=True))
        assert all(line.refunded_quantity <= line.quantity for line in part.lines)

    shares.append(sharing.everything(part))
    assert given_back(shares) == whole


@given(line=lines(1), data=st.data())
def test_all_units_in_any_steps_are_worth_the_line(line: SoldLine, data: st.DataObject) -> None:
    part, paid = SoldPart(0, 0, 0, 0, 0, 0, (line,)), 0

    while left := part.lines[0].units_left:
        units = data.draw(st.integers(1, left))
        amount = part.lines[0].worth(units)
        part = sharing.after(part, sharing.of(part, [(part.lines[0], units, amount)], 0))
        paid += amount

    assert paid == line.total_amount
    if paid:
        assert part.lines[0].refunded_tax_amount == line.tax_amount
        assert part.lines[0].refunded_commission_amount == line.commission_amount
    assert part.lines[0].refunded_subsidy_amount == line.subsidy_amount


def test_the_worth_of_units_is_that_of_the_first_ones_less_what_went_before() -> None:
    line = SoldLine(
        UUID(int=1),
        UUID(int=1),
        3,
        total_amount=100,
        tax_amount=17,
        commission_amount=10,
        commission_tax_amount=2,
        subsidy_amount=0,
    )
    part = SoldPart(0, 0, 0, 0, 0, 0, (line,))

    worths = []
    for _ in range(3):
        line = part.lines[0]
        worths.append(line.worth(1))
        part = sharing.after(part, sharing.of(part, [(line, 1, line.worth(1))], 0))

    assert worths == [33, 33, 34]
    assert (part.lines[0].left, part.refunded_tax_amount, part.lines[0].refunded_commission_amount) == (0, 17, 10)


def test_units_are_worth_no_more_than_an_amount_left_of_their_line() -> None:
    line = SoldLine(UUID(int=1), UUID(int=1), 2, 1000, 166, 100, 0, 0, refunded_amount=700)

    assert [line.worth(units) for units in (1, 2)] == [300, 300]
