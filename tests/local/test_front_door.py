"""The front door passes a request to the API as API Gateway's own address would get it."""

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, override

import httpx
import pytest

from local.desk import DECISIONS
from local.door import Door
from souk.document import HEADERS


class EchoApi(BaseHTTPRequestHandler):
    """Answers with what it was asked, two cookies and a status that nobody else would choose."""

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = {
            "method": self.command,
            "target": self.path,
            "headers": headers,
            "body": body,
        }
        text = json.dumps(asked).encode()
        statuses = {"late": 502, "throttled": 429}
        self.send_response(statuses.get(self.path.rpartition("/")[2], 299))
        self.send_header("content-type", "application/json")
        self.send_header("set-cookie", "a=1")
        self.send_header("set-cookie", "b=2")
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = answer  # noqa: N815  (the names that http.server calls)

    @override
    def log_message(self, format: str, *args: Any) -> None:
        """Keep the tests' output for failures."""


@pytest.fixture
def emulator() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), EchoApi) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the door reads at every request."""
    return tmp_path_factory.mktemp("desk")


SHELL = "<!doctype html><title>Souk</title>"


class DoorOfAFewFiles(Door):
    """A door to pages as a build leaves them."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        self.built = directory / "built"
        assets = self.built / "client" / "assets"
        assets.mkdir(parents=True)
        (assets / "index-1234.js").write_text("export {};\n" * 100)
        for name in ("index", "checkout"):
            (assets.parent / f"{name}.html").write_text(SHELL + name)
        said = {"scripts": [], "styles": [], "paths": ["/", "/shops", "/orders", "/orders/:id", "/checkout"]}
        (self.built / "policy.json").write_text(json.dumps(said))


@pytest.fixture(scope="module")
def opened(desk: Path) -> Iterator[httpx.Client]:
    with DoorOfAFewFiles(desk / "door") as server, httpx.Client(base_url=f"http://127.0.0.1:{server.port}") as visitor:
        yield visitor


@pytest.fixture
def door(opened: httpx.Client, desk: Path) -> httpx.Client:
    """A door to a desk on which nothing was deployed."""
    (desk / "addresses.json").unlink(missing_ok=True)
    return opened


@pytest.fixture
def deployed(door: httpx.Client, desk: Path, emulator: str) -> httpx.Client:
    where = {"front_door": "", "emulator": emulator, "api_host": "abc.execute-api.localhost", "api_path": "/main"}
    (desk / "addresses.json").write_text(json.dumps(where))
    return door


def test_a_request_reaches_the_stage_of_the_api_unchanged(deployed: httpx.Client) -> None:
    answer = deployed.post("/api/search/a%2Fb?q=two%20words&q=x", json={"n": 1}, headers={"Idempotency-Key": "k"})

    asked = answer.json()
    assert (asked["method"], asked["target"]) == ("POST", "/main/api/search/a%2Fb?q=two%20words&q=x")
    assert asked["headers"]["host"] == "abc.execute-api.localhost"
    assert asked["headers"]["idempotency-key"] == "k"
    assert json.loads(asked["body"]) == {"n": 1}


def test_a_signed_request_reaches_the_bucket_under_the_host_that_it_was_signed_for(deployed: httpx.Client) -> None:
    target = "/souk-local-files-000000000000/downloads/a%20b?X-Amz-Signature=0"

    asked = deployed.get(target).json()

    assert asked["target"] == target
    assert asked["headers"]["host"] == deployed.base_url.netloc.decode()


def test_an_answer_comes_back_unchanged(deployed: httpx.Client) -> None:
    answer = deployed.get("/api/anything")

    assert answer.status_code == 299
    assert answer.headers.get_list("set-cookie") == ["a=1", "b=2"]


def test_the_callers_address_is_appended_to_those_before_it(deployed: httpx.Client) -> None:
    asked = deployed.get("/api/x", headers={"X-Forwarded-For": "198.51.100.1"}).json()

    assert asked["headers"]["x-forwarded-for"] == "127.0.0.1"


def test_a_page_from_this_machine_may_call_the_api_and_one_from_elsewhere_may_not(deployed: httpx.Client) -> None:
    asked = {"Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "authorization,idempotency-key"}

    for origin, allowed in (("http://localhost:5173", "http://localhost:5173"), ("http://localhost.evil", None)):
        preflight = deployed.options("/api/cart/items/1", headers=asked | {"Origin": origin})
        answer = deployed.get("/api/cart", headers={"Origin": origin})

        assert preflight.headers.get("access-control-allow-origin") == allowed
        assert answer.headers.get("access-control-allow-origin") == allowed
        assert preflight.is_success == bool(allowed)


def test_before_the_deployment_the_api_says_so_in_its_own_error_shape(door: httpx.Client) -> None:
    answer = door.get("/api/products")

    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
    assert (answer.json()["code"], answer.json()["type"]) == ("unavailable", "urn:souk:problem:unavailable")


def said(door: httpx.Client, head: bytes) -> tuple[int, str]:
    """Send what no client would, and give the status and the problem's code."""
    with socket.create_connection((door.base_url.host, door.base_url.port or 80), timeout=30) as line:
        line.sendall(head + b"\r\nHost: souk\r\nConnection: close\r\n\r\n")
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    start, _, body = answer.partition(b"\r\n\r\n")
    assert b"application/problem+json" in start
    return int(start.split()[1]), json.loads(body)["code"]


@pytest.mark.parametrize(
    ("head", "status", "code"),
    [
        (b"GET /api/products?q=" + b"a" * 70_000 + b" HTTP/1.1", 414, "address_too_long"),
        (b"GET /api/products/a%0ab HTTP/1.1", 404, "not_found"),
        (b"TRACE /api/products HTTP/1.1", 404, "not_found"),
        (b"POST /api/x HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked", 400, "bad_request"),
        (b"GET /api/late HTTP/1.1", 503, "unavailable"),
        (b"GET /api/throttled HTTP/1.1", 503, "unavailable"),
    ],
    ids=[
        "a long address",
        "a line break",
        "an unknown method",
        "two lengths",
        "a function that died",
        "a throttled one",
    ],
)
def test_what_cannot_be_passed_on_is_answered_with_a_problem(
    deployed: httpx.Client, head: bytes, status: int, code: str
) -> None:
    assert said(deployed, head) == (status, code)


def test_the_pages_take_nothing_from_elsewhere(deployed: httpx.Client) -> None:
    for page in ("/desk", "/mail", "/pages/souk.css"):
        answer = deployed.get(page)
        text = answer.text
        assert answer.is_success
        assert 'src="http' not in text
        assert 'href="http' not in text
        assert "@import" not in text


def test_a_page_runs_only_scripts_of_its_own(deployed: httpx.Client) -> None:
    for page in ("/desk", "/mail"):
        answer = deployed.get(page)
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert "<script>" not in answer.text
        assert "style=" not in answer.text


def test_a_mail_is_shown_with_its_own_styles_and_runs_nothing(deployed: httpx.Client, desk: Path) -> None:
    mail = {"MessageId": "m1@x", "Source": "Souk", "To": ["a@example.com"], "Subject": "Hi", "BodyText": "Hi"}
    (desk / "emulator").mkdir()
    sent = desk / "emulator" / "sent.jsonl"
    sent.write_text(json.dumps(mail | {"BodyHtml": "<b>Hi</b>", "Timestamp": 1795160603.5}) + "\n")

    answer = deployed.get("/mail/m1%40x")

    assert answer.text == "<b>Hi</b>"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert deployed.get("/mail/other").status_code == 404
    assert "reading" in deployed.get("/mail?id=m1%40x").text
    assert "listing" in deployed.get("/mail").text


def test_every_page_has_the_mark_for_its_icon(deployed: httpx.Client) -> None:
    assert deployed.get("/favicon.svg").headers["content-type"] == "image/svg+xml"
    assert deployed.get("/demo-accounts.json").json()["accounts"]["shopper@example.com"] == "buys"


def test_a_page_that_a_function_renders_comes_through_the_gateway(deployed: httpx.Client) -> None:
    for target in ("/", "/search?q=two%20words", "/products/k%C3%BCche/1", "/robots.txt"):
        asked = deployed.get(target).json()

        assert asked["target"] == f"/main{target}"
        assert asked["headers"]["host"] == "abc.execute-api.localhost"


def test_where_a_page_cannot_be_rendered_and_everywhere_else_the_shell_answers(
    deployed: httpx.Client, desk: Path
) -> None:
    where = json.loads((desk / "addresses.json").read_text())
    nobody = where | {"emulator": "http://127.0.0.1:9"}
    for path, known in (("/orders/1", where), ("/Orders/", where), ("/", nobody), ("/shops", {})):
        (desk / "addresses.json").write_text(json.dumps(known))

        answer = deployed.get(path)

        assert (answer.status_code, answer.text) == (200, f"{SHELL}index")
        assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["/nowhere", "/orders/1/2", "/checkouts", "/orders.html", "/sitemap.txt"])
def test_an_address_that_no_page_has_is_not_found_and_shows_the_shell(deployed: httpx.Client, path: str) -> None:
    answer = deployed.get(path)

    assert (answer.status_code, answer.text) == (404, f"{SHELL}index")
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS


def test_every_document_and_every_file_is_told_how_to_be_treated(deployed: httpx.Client) -> None:
    paths = ("/orders", "/checkout", "/assets/index-1234.js")
    shell, checkout, file = (deployed.get(path).headers for path in paths)

    for headers in (shell, checkout, file):
        assert {name: headers[name] for name in HEADERS} == HEADERS
    assert "require-trusted-types-for 'script'" in shell["content-security-policy"]
    assert "frame-ancestors 'none'" in checkout["content-security-policy"]
    assert "stripe.com" not in checkout["content-security-policy"]
    assert file["cache-control"] == "public, max-age=31536000, immutable"
    assert file["content-encoding"] == "gzip"


def test_a_desk_that_pays_by_a_provider_lets_its_script_into_the_checkout_alone(
    deployed: httpx.Client, desk: Path
) -> None:
    (desk / DECISIONS).write_text(json.dumps({"payment_providers": ["sandbox", "stripe"]}))

    said = {path: deployed.get(path).headers["content-security-policy"] for path in ("/checkout", "/orders", "/desk")}

    (desk / DECISIONS).unlink()
    assert "script-src 'self' https://js.stripe.com" in said["/checkout"]
    assert "trusted-types" not in said["/checkout"]
    assert "require-trusted-types-for 'script'" in said["/orders"]
    assert {path for path, policy in said.items() if "stripe.com" in policy} == {"/checkout"}
