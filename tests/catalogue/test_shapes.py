"""Catalogues of other shops, in small samples of the same shape."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from local.catalogue import shapes
from local.catalogue.catalogue_file import Row

DEFAULTS = shapes.Defaults(currency="EUR", stock=7)

RETAIL_DEMO_STORE = [
    {
        "id": "0b1c5a2e-0000-4000-8000-000000000001",
        "current_stock": 3,
        "name": "Birch Stool",
        "category": "homedecor",
        "style": "side_table",
        "description": "It stands.",
        "price": 24.9,
        "image": "0b1c5a2e.jpg",
        "where_visible": "UI",
    },
    {
        "id": "0b1c5a2e-0000-4000-8000-000000000002",
        "current_stock": 0,
        "name": "Felt Hat",
        "category": "apparel",
        "style": "hat",
        "description": "It keeps off rain.",
        "price": 19.99,
        "gender_affinity": "F",
    },
]
ESHOP = [{"Id": 5, "Type": "Boats", "Brand": "Tern", "Name": "Coracle", "Description": "Round.", "Price": 310.5}]
MERCUR = [
    {
        "title": "Clogs",
        "brand": "Alder",
        "colorway": "Grey / Wide",
        "price": 80,
        "images": ["clogs-1.webp", "clogs-2.webp"],
        "category": "Sandals",
        "footwear": True,
        "description": "Wooden.",
    }
]


def save(folder: Path, records: Any, *, zipped: bool = False) -> Path:
    text = json.dumps(records).encode()
    path = folder / ("catalogue.json.gz" if zipped else "catalogue.json")
    path.write_bytes(gzip.compress(text) if zipped else text)
    return path


@pytest.mark.parametrize("zipped", [False, True])
def test_a_retail_demo_store_becomes_one_shop_with_a_category_for_each_style(tmp_path: Path, zipped: bool) -> None:
    path = save(tmp_path, RETAIL_DEMO_STORE, zipped=zipped)

    stool, hat = shapes.read(path, DEFAULTS)

    assert stool == Row(
        {
            "sku": "0b1c5a2e-0000-4000-8000-000000000001",
            "title": "Birch Stool",
            "description": "It stands.",
            "category": "Homedecor > Side Table",
            "price": "24.9",
            "currency": "EUR",
            "stock": "3",
        },
        origin="entry 1",
    )
    assert hat.cells["stock"] == "0"
    assert hat.cells["attr.wearer"] == "Women"


def test_every_brand_of_an_eshop_is_a_shop_of_its_own(tmp_path: Path) -> None:
    path = save(tmp_path, [*ESHOP, ESHOP[0] | {"Id": 6, "Brand": "Gull"}])

    rows = shapes.read(path, DEFAULTS)

    assert [row.shop for row in rows] == ["Tern", "Gull"]
    assert rows[0].cells == {
        "sku": "ESHOP-5",
        "title": "Coracle",
        "description": "Round.",
        "category": "Sports > Boats",
        "price": "310.5",
        "currency": "EUR",
        "stock": "7",
        "image_url": "/pictures/5.webp",
    }


def test_a_mercur_product_keeps_all_its_pictures_and_its_colour(tmp_path: Path) -> None:
    path = save(tmp_path, MERCUR)

    (clogs,) = shapes.read(path, DEFAULTS)

    assert clogs.shop == "Alder"
    assert clogs.cells["sku"] == "CLOGS-GREY-WIDE"
    assert clogs.cells["category"] == "Footwear > Sandals"
    assert clogs.cells["attr.colour"] == "Grey / Wide"
    assert shapes.pictures([clogs]) == {"clogs-1.webp", "clogs-2.webp"}


def test_our_own_csv_is_read_as_it_stands_faults_and_all(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.csv"
    path.write_text("\ufeffsku,title,price,option.size\nA,Cup,not a price,Small\n\nB,,,\n")

    rows = shapes.read(path, DEFAULTS)

    assert rows == [
        Row({"sku": "A", "title": "Cup", "price": "not a price", "option.size": "Small"}, origin="line 2"),
        Row({"sku": "B"}, origin="line 4"),
    ]


def test_a_row_with_more_cells_than_the_header_is_refused_before_anything_is_imported(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.csv"
    path.write_text("sku,title\nA,Cup\nB,Mug,Jug\n")

    with pytest.raises(ValueError, match="line 3"):
        shapes.read(path, DEFAULTS)


@pytest.mark.parametrize("records", [[], {}, [{"name": "?"}], ["text"], 3])
def test_a_file_of_another_shape_is_refused_by_name(tmp_path: Path, records: Any) -> None:
    path = save(tmp_path, records)

    with pytest.raises(shapes.UnknownShape, match=r"catalogue\.json"):
        shapes.read(path, DEFAULTS)
