import base64
import hashlib
import re
from html import unescape
from pathlib import Path

import pytest

from souk.cache import Cache
from souk.database import Database
from souk.errors import Unavailable
from tests.support import api
from tests.support.world import World, registry


def test_health_answers_without_anything_else(database: World) -> None:
    answer = api.call("GET /api/health")

    assert (answer.status, answer.json) == (200, {"status": "ok"})


def test_readiness_shows_what_answers(database: World) -> None:
    answer = api.call("GET /api/ready")

    assert answer.status == 200
    assert answer.json == {"status": "ready", "database": True, "cache": True, "outbox_age_seconds": 0.0}


def test_readiness_without_the_cache_is_degraded_and_without_the_database_refused(database: World) -> None:
    def refuse() -> None:
        raise Unavailable

    gone = api.call("GET /api/ready", cache=Cache("valkey://127.0.0.1:1"))
    down = api.call("GET /api/ready", database=Database(refuse))  # type: ignore[arg-type]

    assert (gone.status, gone.json["status"]) == (200, "degraded")
    assert (down.status, down.code) == (503, "unavailable")
    assert int(down.headers["Retry-After"]) > 0


def test_the_document_is_kept_by_its_tag(database: World) -> None:
    first = api.call("GET /api/openapi.json")

    again = api.call("GET /api/openapi.json", headers={"If-None-Match": first.headers["ETag"]})

    assert first.json["openapi"] == "3.1.0"
    assert "/api/openapi.json" in first.json["paths"]
    assert (again.status, again.text) == (304, "")


def test_the_reference_is_a_page_that_names_every_operation(database: World) -> None:
    document = api.call("GET /api/openapi.json").json

    page = api.call("GET /api/docs")

    assert page.headers["Content-Type"].startswith("text/html")
    assert all(path in page.text for path in document["paths"])


def test_the_reference_shows_a_body_and_a_curl_command_for_each_operation(database: World) -> None:
    page = unescape(api.call("GET /api/docs").text)

    assert '"variant_id": "01936e2c-7b00-7000-8000-000000000001"' in page
    assert 'curl -X POST "$api/api/cart/items"' in page
    assert page.count('<pre class="curl">') == len(registry().operations)


def test_the_reference_allows_its_own_style_and_script_by_their_hashes_and_nothing_else(database: World) -> None:
    page = api.call("GET /api/docs")

    policy = page.headers["Content-Security-Policy"]
    for tag in ("style", "script"):
        [text] = re.findall(rf"<{tag}>(.*?)</{tag}>", page.text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"\son\w+=|\sstyle=", page.text)


@pytest.mark.parametrize("name", ["functions/ops/migrate.py", "functions/ops/relay.py"])
def test_operations_have_no_route(name: str) -> None:
    assert "@operation" not in Path(name).read_text()
