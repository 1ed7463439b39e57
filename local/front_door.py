"""The front door: the shop, the API, its reference, files, the mailbox and the demo pictures on one port."""

import asyncio
import json
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Match, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates

from local.aws import ACCOUNT
from local.catalogue.accounts import PASSWORD
from local.console import ACCOUNTS
from local.desk import Desk, stage_of
from local.emulator import SENT
from local.mailbox import Message, mailbox
from local.notes import recall
from local.places import ROOT
from souk import registry
from souk.document import HEADERS, address_pattern, policy
from souk.errors import BadRequest, NotFound, Problem, TimedOut, Unavailable
from souk.paying import PageScript, scripts_of

HERE = Path(__file__).parent
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]
# RFC 9110, 7.6.1: they belong to one connection and are not passed on.
HOP_BY_HOP = {"connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"}
# What the gateway answers for a function that is throttled, failed or took too long, by the emulator's own statuses.
INTEGRATION: dict[int, type[Problem]] = {429: Unavailable, 502: Unavailable, 504: TimedOut}
# An API Gateway integration answers within 29 seconds or not at all.
PATIENCE = httpx.Timeout(35)
# The emulator starts a process for every call that finds none idle: fifty callers at once would be fifty cold starts.
AT_ONCE = 4 * (os.cpu_count() or 2)

# Pages in development come from a server of their own on this machine; what they send is a bearer token, no cookie.
FRONT_ENDS = Middleware(
    CORSMiddleware,
    allow_origin_regex=r"https?://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?",
    allow_methods=METHODS,
    allow_headers=["*"],
    expose_headers=["*"],
)

# As the edge does to what browsers load.
SMALLER = Middleware(GZipMiddleware)

# One look for all pages: that of the API reference.
LOOK = ROOT / "functions" / "ops" / "templates"
# Where the page of the desk is.
HOME = "/desk"

# The bucket whose files browsers send and fetch by signed requests, which hold for the host that the browser asks.
FILES = f"/souk-local-files-{ACCOUNT}"

STRICT = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# Mails have their styles with them; they run nothing.
MAIL = "default-src 'none'; style-src 'unsafe-inline'; img-src data: http: https:; frame-ancestors 'self'"


class AddressTooLong(Problem, status=414, code="address_too_long"):
    """The address is longer than it may be."""


templates = Jinja2Templates(directory=HERE / "pages")
# A file of our own.
templates.env.globals |= {"home": HOME, "star": Markup((LOOK / "star.svg").read_text())}  # noqa: S704


def addresses() -> dict[str, str]:
    """Read where the API answers; empty until it is deployed."""
    return recall(Path(os.environ["SOUK_DESK"]) / "addresses.json")


def forwarded(request: Request, host: str) -> list[tuple[bytes, bytes]]:
    """Give the headers for a host behind the door, with the address the caller really has.

    The emulator takes the first address of X-Forwarded-For for the source, so what a caller writes there is dropped.
    """
    caller = request.client.host if request.client else "127.0.0.1"
    dropped = HOP_BY_HOP | {"host", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"}
    passed = [(name, value) for name, value in request.headers.raw if name.decode().lower() not in dropped]
    ours = {
        "host": host,
        "x-forwarded-for": caller,
        "x-forwarded-host": request.headers.get("host", ""),
        "x-forwarded-proto": request.url.scheme,
    }
    return passed + [(name.encode(), value.encode()) for name, value in ours.items()]


async def api(request: Request) -> Response:
    """Pass a request to the REST API as API Gateway's own address would get it.

    What the emulator itself says of a function that failed becomes what the gateway says.
    """
    where = addresses()
    if not where:
        return not_deployed()
    answer = await passed(request, where["api_path"], where["api_host"])
    problem = INTEGRATION.get(answer.status_code)
    if problem and answer.headers.get("content-type", "").startswith("application/json"):
        await released(answer)
        return refused(problem())
    return answer


async def files(request: Request) -> Response:
    """Pass a signed request to the bucket."""
    return await passed(request, "", request.headers["host"]) if addresses() else not_deployed()


def not_deployed() -> Response:
    """Answer for what is not there yet."""
    return refused(Unavailable("The desk is still being set up."))


async def passed(request: Request, below: str, host: str) -> Response:
    """Pass a request to the emulator, below a path and for a host."""
    return await sent(request, addresses()["emulator"], below, host)


async def sent(request: Request, server: str, below: str, host: str) -> Response:
    """Send a request to a server behind the door."""
    client: httpx.AsyncClient = request.app.state.client
    if {"content-length", "transfer-encoding"} <= set(request.headers):
        # RFC 9112, 6.3: they may be two readings of one message.
        return refused(BadRequest("Content-Length and Transfer-Encoding exclude each other."))
    path = request.scope["raw_path"].decode()
    query = f"?{request.url.query}" if request.url.query else ""
    try:
        outgoing = client.build_request(
            request.method,
            f"{server}{below}{path}{query}",
            headers=forwarded(request, host),
            content=request.stream(),
        )
    except httpx.InvalidURL:
        return refused(AddressTooLong())
    try:
        async with request.app.state.gate:
            answer = await client.send(outgoing, stream=True)
    except httpx.TransportError as error:
        return refused(Unavailable(f"What is behind the door did not answer: {error!r}"))
    response = StreamingResponse(
        answer.aiter_raw(), status_code=answer.status_code, background=BackgroundTask(answer.aclose)
    )
    # ASGI has names in lower case, and what comes after finds them only so.
    lowered = ((name.lower(), value) for name, value in answer.headers.raw)
    response.raw_headers = [(name, value) for name, value in lowered if name.decode() not in HOP_BY_HOP]
    return response


async def released(answer: Response) -> None:
    """Let go of an answer that is not passed on."""
    if answer.background:
        await answer.background()


def unknown(_: Request, __: Exception) -> Response:
    """Answer for a path or a method that nothing here has, with what the gateway says to both."""
    return refused(NotFound())


def refused(problem: Problem) -> JSONResponse:
    """Answer with one of the API's own problems."""
    retry = {"Retry-After": str(problem.retry_after)} if problem.retry_after else {}
    return JSONResponse(problem.body(str(uuid4())), problem.status, retry, media_type="application/problem+json")


async def start(request: Request) -> Response:
    """Show what runs and where to go."""
    desk = Desk(Path(os.environ["SOUK_DESK"]))
    parts = [
        {"name": "PostgreSQL 18", "address": desk.postgres.address, "answers": desk.postgres.is_ready()},
        {"name": "Valkey 9", "address": desk.valkey.url, "answers": desk.valkey.is_ready()},
        {
            "name": "AWS, emulated",
            "address": desk.emulator.url,
            "answers": await run_in_threadpool(desk.emulator.is_ready),
        },
    ]
    page = {"ready": bool(addresses()), "parts": parts, "here": request.base_url}
    return shown(request, "start.html", page | {"accounts": ACCOUNTS, "password": PASSWORD})


def shown(request: Request, page: str, content: dict[str, Any]) -> Response:
    """Render a page that runs and loads nothing but its own."""
    return templates.TemplateResponse(request, page, content, headers={"Content-Security-Policy": STRICT})


def mail(request: Request) -> Response:
    """Show every mail and SMS that was sent, one of them open."""
    messages = received(request)
    wanted = request.query_params.get("id")
    opened = next((message for message in messages if message["id"] == wanted), messages[0] if messages else None)
    page = {"messages": messages, "opened": opened, "to": request.query_params.get("to", ""), "chosen": bool(wanted)}
    return shown(request, "mail.html", page)


def mail_body(request: Request) -> Response:
    """Give a mail as it was written."""
    wanted = request.path_params["id"]
    found = next((message["html"] for message in received(request) if message["id"] == wanted), None)
    if found is None:
        return refused(NotFound.of("mail")())
    return HTMLResponse(found, headers={"Content-Security-Policy": MAIL})


def mail_json(request: Request) -> Response:
    """Give every mail and SMS that was sent, the latest first; `?to=` picks a receiver."""
    return JSONResponse(received(request))


def received(request: Request) -> list[Message]:
    """Read the mailbox, for one receiver when one is asked for."""
    receiver = request.query_params.get("to")
    messages = mailbox(Path(os.environ["SOUK_DESK"]) / SENT)
    return [message for message in messages if not receiver or receiver in message["to"]]


@cache
def rendered() -> list[Route]:
    """Find the pages that functions make."""
    return [Route(spec.path, shop) for spec in registry.load(ROOT / "functions").pages]


def vite() -> int | None:
    """Read on which port Vite is while somebody works on the pages."""
    noted = recall(Path(os.environ["SOUK_DESK"]) / "vite" / "running.json")
    return noted["port"] if "pid" in noted else None


async def source(request: Request) -> Response:
    """Give a source of web/api to whoever works on it; the API itself has nothing that is called so."""
    return await (shop if vite() else api)(request)


async def shop(request: Request) -> Response:
    """Give the shop's pages: from Vite while somebody works on them, else as functions or the build made them."""
    if port := vite():
        return await sent(request, f"http://127.0.0.1:{port}", "", f"localhost:{port}")
    if addresses() and any(route.matches(request.scope)[0] is Match.FULL for route in rendered()):
        answer = await api(request)
        if answer.status_code < 500 or answer.headers.get("content-type", "").startswith("text/html"):
            return answer
        await released(answer)
    return document(request.url.path)


def document(path: str) -> Response:
    """Give a document as it was built: the checkout has one of its own, which lets payment providers in.

    Of an address that no page has, it says so.
    """
    built = Path(os.environ["SOUK_WEB"])
    if not (built / "policy.json").exists():
        return RedirectResponse(HOME)
    said = json.loads((built / "policy.json").read_text())
    is_known = bool(re.match(address_pattern(said["paths"]), path, re.IGNORECASE))
    is_checkout = is_known and path.lower().startswith("/checkout")
    allowed = policy(said, providers=checkout_scripts() if is_checkout else ())
    return FileResponse(
        built / "client" / ("checkout.html" if is_checkout else "index.html"),
        status_code=200 if is_known else 404,
        headers=HEADERS | {"Content-Security-Policy": allowed, "Cache-Control": "no-cache"},
    )


def checkout_scripts() -> list[PageScript]:
    """Read what payment providers run in the checkout of this desk."""
    return scripts_of(stage_of(Path(os.environ["SOUK_DESK"]))["payment_providers"])


class Assets(StaticFiles):
    """Files whose names change with what is in them."""

    def file_response(self, *arguments: Any, **options: Any) -> Response:
        """Let browsers keep them for good."""
        response = super().file_response(*arguments, **options)
        response.headers.update(HEADERS | {"Cache-Control": "public, max-age=31536000, immutable"})
        return response


async def demo_accounts(_: Request) -> Response:
    """Give the accounts that the API reference lets people try it as."""
    return JSONResponse({"accounts": ACCOUNTS, "password": PASSWORD})


async def docs(_: Request) -> Response:
    """Lead to the API reference, which the API serves itself."""
    return RedirectResponse("/api/docs")


async def favicon(_: Request) -> Response:
    """Give the mark."""
    return FileResponse(LOOK / "star.svg")


async def style(_: Request) -> Response:
    """Give the one style sheet."""
    return FileResponse(LOOK / "souk.css")


@asynccontextmanager
async def connections(application: Starlette) -> AsyncIterator[None]:
    """Keep one pool of connections to the emulator."""
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=100)
    async with httpx.AsyncClient(timeout=PATIENCE, limits=limits, trust_env=False) as client:
        application.state.client = client
        application.state.gate = asyncio.Semaphore(AT_ONCE)
        yield


def create() -> Starlette:
    """Build the front door of the desk whose folder SOUK_DESK names."""
    pictures = Path(os.environ["SOUK_DESK"]) / "pictures"
    assets = Path(os.environ["SOUK_WEB"]) / "client/assets"
    routes: list[BaseRoute] = [
        Route(HOME, start),
        Route("/api/{name}.ts", source),
        Route("/api/{path:path}", api, methods=METHODS),
        Route(f"{FILES}/{{path:path}}", files, methods=["GET", "POST"]),
        Route("/docs", docs),
        Route("/mail", mail),
        Route("/mail.json", mail_json),
        Route("/mail/{id}", mail_body),
        Route("/demo-accounts.json", demo_accounts),
        Route("/favicon.svg", favicon),
        Route("/favicon.ico", favicon),
        Route("/pages/souk.css", style),
        Mount("/pages", StaticFiles(directory=HERE / "pages")),
        Mount("/pictures", StaticFiles(directory=pictures, check_dir=False)),
        Mount("/assets", Assets(directory=assets, check_dir=False), middleware=[SMALLER]),
        Route("/{path:path}", shop, middleware=[SMALLER]),
    ]
    return Starlette(
        routes=routes, lifespan=connections, middleware=[FRONT_ENDS], exception_handlers={HTTPException: unknown}
    )
