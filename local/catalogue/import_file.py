"""Load a catalogue file into a running Souk: our own CSV, or the catalogue of a shop whose shape is known."""

import argparse
import shutil
import sys
from itertools import groupby
from pathlib import Path

from local.catalogue import accounts, shapes
from local.catalogue.accounts import shop_email, shopkeeper
from local.catalogue.catalogue_file import Row
from local.catalogue.marketplace import Imported, Refused, TooSlow, Visitor
from local.desk import STATE

PICTURES = STATE / "pictures"


def main(arguments: list[str] | None = None) -> int:
    """Import the file named on the command line, print what became of it, and say whether every row was taken."""
    options = _options(arguments)
    defaults = shapes.Defaults(options.currency, options.stock)
    try:
        rows = shapes.read(options.file, defaults)
        pictures = copy_pictures(rows, options.file.parent / "images", options.pictures)
        imported = load(rows, options.url, options.seller_email, options.admin_email)
    except (OSError, ValueError, Refused, TooSlow) as error:
        print(error, file=sys.stderr)
        return 2
    print(summary(imported, pictures))
    return 1 if imported.rejections else 0


def load(rows: list[Row], url: str, seller_email: str, admin_email: str) -> Imported:
    """Bring rows to their shops; those that name none go to the shop of the given seller."""
    admin = Visitor(url, admin_email, accounts.PASSWORD).sign_in()
    imported = Imported()
    for shop, own in groupby(sorted(rows, key=lambda row: row.shop), key=lambda row: row.shop):
        keeper = shopkeeper(url, shop_email(shop) if shop else seller_email, shop or "Imported Goods", admin)
        imported += keeper.bring(list(own))
        keeper.close()
    admin.close()
    return imported


def copy_pictures(rows: list[Row], source: Path, target: Path) -> int:
    """Lay the pictures that stand beside the file where the front door serves them, and say how many."""
    found = [source / name for name in sorted(shapes.pictures(rows)) if (source / name).is_file()]
    if found:
        target.mkdir(parents=True, exist_ok=True)
    for picture in found:
        shutil.copyfile(picture, target / picture.name)
    return len(found)


def summary(imported: Imported, pictures: int) -> str:
    """Write what became of a catalogue, each rejected row with its place and reason."""
    lines = [f"{imported.rows} rows, {imported.imported} imported, {imported.rejected} rejected"]
    lines += [f"{pictures} pictures copied"] if pictures else []
    lines += [
        f"  {rejection.row.origin if rejection.row else '-'}  {rejection.sku}  {rejection.field}: {rejection.reason}"
        for rejection in imported.rejections
    ]
    return "\n".join(lines)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m local.catalogue.import_file", description=__doc__)
    parser.add_argument("file", type=Path, help="a .csv or .json file, gzipped or not")
    parser.add_argument("--url", default="http://localhost:8080", help="where Souk answers")
    parser.add_argument("--seller-email", default="imports@shops.example", help="whose shop a one-seller file is for")
    parser.add_argument("--admin-email", default=accounts.ADMIN, help="who approves the shops that have to be made")
    parser.add_argument("--currency", default="GBP", help="currency of a file that does not say")
    parser.add_argument("--stock", type=int, default=100, help="stock of each product in a file that does not say")
    parser.add_argument("--pictures", type=Path, default=PICTURES, help="the folder behind /pictures/")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    raise SystemExit(main())
