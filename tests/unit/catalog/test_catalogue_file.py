"""Reading and writing catalogue files."""

import csv
import io
from dataclasses import dataclass, replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from functions.catalog.categories.domain.slug import CATEGORY
from functions.catalog.files.domain import catalogue_file
from functions.catalog.files.domain.catalogue_file import COLUMNS, FileProduct, FileRow, Rejection, header_of, write
from functions.catalog.files.domain.records import UnreadableFile, records
from functions.catalog.products.domain.product import ATTRIBUTE, DESCRIPTION, OPTION, REFERENCE, SKU, TITLE
from souk.currency import major

COLUMN_NAMES = [*COLUMNS, "option.size", "option.colour", "attr.material"]
GOOD = {
    "sku": "MUG",
    "title": "Mug",
    "category": "Home > Mugs",
    "price": "12.99",
    "currency": "GBP",
    "stock": "3",
    "weight": "350",
    "image_url": "/pictures/mug.svg https://example.com/mug.png",
    "option.size": "S",
    "attr.material": "Clay",
}

cells = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["", "1", "0", "9.99", "1e3", "٣", "GBP", "JPY", "Home > Mugs", "a", "b", "x" * 6000]),
)


@dataclass(frozen=True)
class File:
    """A file as it is read."""

    rows: int
    products: list[FileProduct]
    rejections: list[Rejection]


def read(text: str) -> File:
    """Read a file whole, its rows put together as the database does."""
    columns: tuple[str, ...] = ()
    groups: dict[str, list[FileRow]] = {}
    lines: dict[str, int] = {}
    for record in records(text.removeprefix("\ufeff").encode(), 1, is_end=True):
        if not columns:
            columns = catalogue_file.header(record)
        elif row := catalogue_file.row(record, columns):
            group = groups.setdefault(row.reference or f"line {row.line}", [])
            sku = row.cells.get("sku")
            group.append(replace(row, number=len(group) + 1, twin=lines.get(sku) if sku else None))
            if sku:
                lines.setdefault(sku, row.line)
    if not columns:
        raise UnreadableFile("it is empty")
    read = [catalogue_file.product(group) for group in groups.values()]
    return File(
        sum(map(len, groups.values())),
        [product for product, _ in read if product.rows],
        sorted((one for _, rejected in read for one in rejected), key=lambda one: one.line),
    )


def written(*rows: dict[str, str]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMN_NAMES, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def rejections(*rows: dict[str, str]) -> list[Rejection]:
    return read(written(*rows)).rejections


def reason(**other: str) -> tuple[str, str]:
    [rejection] = rejections(GOOD | other)
    return rejection.field, rejection.reason


@given(st.text())
def test_any_text_is_read_or_its_header_refused(text: str) -> None:
    try:
        file = read(text)
    except UnreadableFile:
        return
    assert file.rows == len(file.rejections) + sum(len(product.rows) for product in file.products)


@given(st.text())
def test_whatever_follows_a_good_header_is_kept_or_reported(text: str) -> None:
    file = read(",".join(COLUMN_NAMES) + "\n" + text)

    assert file.rows == len(file.rejections) + sum(len(product.rows) for product in file.products)
    assert all(rejection.line >= 2 and rejection.field and rejection.reason for rejection in file.rejections)


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(COLUMN_NAMES, cells)), max_size=8))
def test_every_row_is_kept_or_reported_with_its_line_and_a_reason(rows: list[dict[str, str]]) -> None:
    file = read(written(*rows))

    kept = [row.line for product in file.products for row in product.rows]
    lines = sorted([*kept, *(rejection.line for rejection in file.rejections)])
    assert len(lines) == len(set(lines)) == file.rows
    assert file.rows == sum(any(value.strip() for value in row.values()) for row in rows)
    assert all(rejection.reason for rejection in file.rejections)


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(COLUMN_NAMES, cells)), max_size=8))
def test_what_is_kept_is_what_the_database_takes(rows: list[dict[str, str]]) -> None:
    for product in read(written(*rows)).products:
        assert product.reference is None or 1 <= len(product.reference) <= 64
        assert 1 <= len(product.rows[0].title) <= 200
        assert len({row.sku for row in product.rows}) == len(product.rows)
        assert len({tuple(sorted(row.options.items())) for row in product.rows}) == len(product.rows)
        assert len({(row.currency, *sorted(row.options)) for row in product.rows}) == 1
        for row in product.rows:
            assert 1 <= len(row.sku) <= 64
            assert 0 < row.amount <= 10**12
            assert row.stock is None or 0 <= row.stock <= 1_000_000
            assert all(1 <= len(name) <= 100 for name in row.category)


@given(st.integers(1, 10**12), st.sampled_from(["GBP", "JPY"]))
def test_an_amount_is_written_so_that_it_is_read_again(amount: int, currency: str) -> None:
    price = major(amount, currency)

    file = read(written(GOOD | {"price": price, "currency": currency}))

    assert file.products[0].rows[0].amount == amount


def test_a_good_row_is_read_whole() -> None:
    [product] = read("\ufeff" + written(GOOD)).products

    [row] = product.rows
    assert (row.line, row.sku, row.title, row.category) == (2, "MUG", "Mug", ("Home", "Mugs"))
    assert (row.amount, row.currency, row.stock, row.weight) == (1299, "GBP", 3, 350)
    assert row.images == ("/pictures/mug.svg", "https://example.com/mug.png")
    assert (row.options, row.attributes) == ({"size": "S"}, {"material": "Clay"})


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("sku", "x" * 65, "1 to 64"),
        ("title", "", "1 to 200"),
        ("title", "x" * 201, "1 to 200"),
        ("description", "x" * 5001, "5000"),
        ("category", "", "needed"),
        ("category", "a > b > c > d > e", "4 levels"),
        ("category", "Home > > Mugs", "1 to 100"),
        ("price", "0.00", "above 0"),
        ("price", "-1", "above 0"),
        ("price", "-0.50", "above 0"),
        ("price", "--1", "plain decimal"),
        ("price", "1,50", "plain decimal"),
        ("price", "1.999", "more decimals"),
        ("price", "9999999999999", "too large"),
        ("price", "nan", "plain decimal"),
        ("currency", "gbp", "no such currency"),
        ("currency", "KWD", "does not sell"),
        ("title", "Mug\nfree", "line breaks"),
        ("sku", "M\u200bUG", "invisible"),
        ("image_url", " ".join(f"/{number}.svg" for number in range(21)), "20 pictures"),
        ("stock", "1.5", "whole number"),
        ("stock", "1000001", "whole number"),
        ("stock", "-1", "whole number"),
        ("weight", "0.5", "whole number"),
        ("weight", "1000001", "1,000,000"),
        ("image_url", "javascript:alert(1)", "https://"),
        ("image_url", "//elsewhere.example/x.png", "one slash"),
        ("image_url", "/\\elsewhere.example/x.png", "one slash"),
        ("image_url", "https://example.com/\u202egnp.x", "https://"),
        ("product", "x" * 65, "64"),
        ("option.size", "x" * 65, "64"),
        ("attr.material", "x" * 121, "120"),
    ],
)
def test_a_bad_value_is_reported_with_its_column(column: str, value: str, said: str) -> None:
    field, why = reason(**{column: value})

    assert field == column
    assert said in why


def test_a_product_has_at_most_three_options() -> None:
    header = "sku,title,category,price,currency,option.a,option.b,option.c,option.d\n"

    [rejection] = read(header + "A,Mug,Home,1,GBP,1,2,3,4\n").rejections

    assert (rejection.field, rejection.reason) == ("option", "a product has at most 3")


def test_a_file_may_bring_a_product_what_the_api_can_take_back() -> None:
    names = ",".join(f"attr.a{number}" for number in range(41))
    rich = f"sku,title,category,price,currency,{names}\nA,Mug,Home,1,GBP{',x' * 41}\n"
    wide = [GOOD | {"sku": f"S{number}", "product": "mug", "option.size": str(number)} for number in range(201)]

    [attributes] = read(rich).rejections
    [variants] = rejections(*wide)

    assert (attributes.field, attributes.reason) == ("attr", "a product has at most 40")
    assert (variants.sku, variants.field, variants.reason) == ("S200", "product", "has at most 200 variants")


@given(st.text(alphabet="'=+-@\uff1dab1", min_size=1, max_size=6))
def test_no_cell_is_a_formula_and_each_is_read_back_as_it_was(text: str) -> None:
    names = ["option.size", "attr.material"]
    file = header_of(names) + write(names, [GOOD | {"title": text, "attr.material": text}])

    cell = next(csv.DictReader(io.StringIO(file)))["title"]
    [product] = read(file).products

    assert cell[0] not in "=+-@\uff1d"
    assert (product.rows[0].title, product.rows[0].attributes) == (text, {"material": text})


WRITTEN = st.text(alphabet="'=+-@\uff1d >,;\"\t\r\n\u00a0\u0301\u200daé", min_size=1, max_size=12)
CONSTRAINTS = {
    "sku": SKU,
    "title": TITLE,
    "description": DESCRIPTION,
    "category": CATEGORY,
    "product": REFERENCE,
    "option.size": OPTION,
    "attr.material": ATTRIBUTE,
}


@given(st.sampled_from(sorted(CONSTRAINTS)), WRITTEN)
def test_whatever_the_api_takes_the_file_gives_back(column: str, text: str) -> None:
    try:
        kept = CONSTRAINTS[column].read(text)
    except ValueError:
        return
    assume(column != "category" or ">" not in kept)

    names = ["option.size", "attr.material"]
    [product] = read(header_of(names) + write(names, [GOOD | {column: kept}])).products

    [row] = product.rows
    found = {
        "sku": row.sku,
        "title": row.title,
        "description": row.description,
        "category": " > ".join(row.category),
        "product": product.reference,
        "option.size": row.options.get("size"),
        "attr.material": row.attributes.get("material"),
    }
    assert found[column] == kept


def test_yen_have_no_decimals() -> None:
    assert reason(price="100.5", currency="JPY")[0] == "price"
    assert read(written(GOOD | {"price": "100", "currency": "JPY"})).products[0].rows[0].amount == 100


def test_when_the_row_that_speaks_is_bad_the_others_go_with_it() -> None:
    first = GOOD | {"product": "mug", "price": "0"}
    second = GOOD | {"product": "mug", "sku": "MUG-2", "option.size": "L"}

    found = rejections(first, second)

    assert [(one.line, one.sku, one.field) for one in found] == [(2, "MUG", "price"), (3, "MUG-2", "product")]


def test_siblings_need_the_same_options_other_values_and_one_currency() -> None:
    first = GOOD | {"product": "mug"}
    twin = first | {"sku": "A"}
    unlike = first | {"sku": "B", "option.colour": "Blue"}
    foreign = first | {"sku": "C", "option.size": "L", "currency": "EUR"}
    again = first | {"option.size": "XL"}

    found = rejections(first, twin, unlike, foreign, again)

    assert [(one.line, one.field) for one in found] == [(3, "option"), (4, "option"), (5, "currency"), (6, "sku")]


def test_a_sku_and_a_reference_are_what_they_mean_however_they_are_written() -> None:
    first = GOOD | {"product": "mug"}
    guarded = first | {"sku": "'\tMUG", "option.size": "L"}
    other = first | {"sku": "MUG-2", "product": "'\tmug", "option.size": "XL"}

    file = read(written(first, guarded, other))

    assert [(one.line, one.field, one.reason) for one in file.rejections] == [(3, "sku", "stands on line 2 already")]
    assert [(one.reference, [row.sku for row in one.rows]) for one in file.products] == [("mug", ["MUG", "MUG-2"])]


def test_a_row_of_another_width_or_broken_quotes_is_reported_where_it_begins() -> None:
    header = "sku,description,title,category,price,currency\n"
    text = header + '"A","two\nlines",Mug,Home,1,GBP\nB,Mug\n"C"x,,Mug,Home,1,GBP\nD,,Mug,Home,1,GBP\n'

    file = read(text)

    assert [(one.line, one.field) for one in file.rejections] == [(4, "row"), (5, "row")]
    assert [product.rows[0].line for product in file.products] == [2, 6]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("\n", "'sku' is missing"),
        ("sku,title,category,price", "'currency' is missing"),
        ("sku,title,category,price,currency,colour", "'colour'"),
        ("sku,title,category,price,currency,option.Size", "'option.Size'"),
        ("sku,title,category,price,currency,sku", "twice"),
        ('"sku', "cannot be read"),
    ],
)
def test_a_header_that_is_not_a_catalogues_is_refused(header: str, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        read(header)
