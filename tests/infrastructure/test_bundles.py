"""The zips: only what belongs in them, compiled, the same every time."""

import hashlib
import importlib.util
import marshal
from pathlib import Path
from types import CodeType

import pytest

from cdk.constructs.bundles import COMMON, BundleFailed, Bundles

ROOT = Path(__file__).parents[2]


@pytest.fixture
def bundles(tmp_path: Path) -> Bundles:
    """Give bundles of the real sources in a fresh place."""
    return Bundles(ROOT, tmp_path, ("manylinux_2_28_aarch64",), "us-east-1", lambda: {"openapi": "3.1.0"})


def test_a_service_carries_itself_and_the_catalogue_of_events_and_nothing_else(bundles: Bundles) -> None:
    folder = bundles.service("orders", frozenset())

    assert {path.name for path in folder.iterdir()} == {"events", "functions"}
    assert {path.name for path in (folder / "functions").iterdir() if path.is_dir()} - {"__pycache__"} == {"orders"}
    assert (folder / "functions/orders/place_order.py").exists()
    assert list(folder.rglob("*.sql")) == []
    assert list(folder.rglob("samples")) == []


def test_every_file_is_compiled_for_where_it_will_run(bundles: Bundles) -> None:
    folder = bundles.service("orders", frozenset())

    sources = list(folder.rglob("*.py"))
    assert sources
    for source in sources:
        compiled = Path(importlib.util.cache_from_source(str(source)))
        data = compiled.read_bytes()
        code = marshal.loads(data[16:])
        assert isinstance(code, CodeType)
        assert code.co_filename == f"/var/task/{source.relative_to(folder)}"
        # The flags of PEP 552: a hash decides, and nobody checks it at run time.
        assert int.from_bytes(data[4:8], "little") == 0b01


def test_the_same_sources_give_the_same_bytes(bundles: Bundles, tmp_path: Path) -> None:
    again = Bundles(ROOT, tmp_path / "again", bundles.wheels, bundles.region, bundles.document)

    assert _digest(bundles.kit()) == _digest(again.kit())
    assert _digest(bundles.service("cart", frozenset())) == _digest(again.service("cart", frozenset()))


def test_a_function_that_asks_for_files_gets_them_and_the_others_keep_their_zip(bundles: Bundles) -> None:
    plain = bundles.service("ops", frozenset())
    documented = bundles.service("ops", frozenset({"openapi"}))
    migrating = bundles.service("ops", frozenset({"migrations"}))

    assert (documented / "openapi.json").read_text() == '{"openapi":"3.1.0"}'
    written = {path.relative_to(ROOT) for path in ROOT.glob("functions/*/migrations/*.sql")}
    assert {path.relative_to(migrating) for path in migrating.rglob("*.sql")} - _own("ops") == written - _own("ops")
    assert len({plain.name, documented.name, migrating.name}) == 3


def test_the_kit_brings_the_tables_it_needs(bundles: Bundles) -> None:
    folder = bundles.kit()

    assert (folder / "python/souk/database.py").exists()
    assert list((folder / "python/souk").rglob("*.sql"))


def test_packages_that_cannot_be_installed_stop_the_deployment_with_pips_own_words(tmp_path: Path) -> None:
    (tmp_path / "layers/dependencies").mkdir(parents=True)
    (tmp_path / "layers/dependencies/requirements.txt").write_text("a-name that is no requirement\n")
    bundles = Bundles(tmp_path, tmp_path / "cache", (), "us-east-1", dict)

    with pytest.raises(BundleFailed, match="Invalid requirement"):
        bundles.layer(COMMON)

    assert list((tmp_path / "cache").glob("dependencies-????????????????")) == []


def test_a_layer_brings_what_was_built_for_it_and_is_another_when_that_changes(tmp_path: Path) -> None:
    layer = tmp_path / "layers/pages"
    layer.mkdir(parents=True)
    (layer / "requirements.txt").write_text("")
    (layer / "contents.txt").write_text("web/dist/page.js\n")
    bundles = Bundles(tmp_path, tmp_path / "cache", (), "", dict)

    with pytest.raises(BundleFailed, match=r"not built: web/dist/page\.js; run: make web"):
        bundles.layer("pages")

    (tmp_path / "web/dist").mkdir(parents=True)
    (tmp_path / "web/dist/page.js").write_text("1")
    first = bundles.layer("pages")
    (tmp_path / "web/dist/page.js").write_text("2")
    second = bundles.layer("pages")
    assert [(one / "python/web/dist/page.js").read_text() for one in (first, second)] == ["1", "2"]


def _own(service: str) -> set[Path]:
    return {path.relative_to(ROOT) for path in ROOT.glob(f"functions/{service}/**/*.sql")}


def _digest(folder: Path) -> str:
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            whole.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return whole.hexdigest()
