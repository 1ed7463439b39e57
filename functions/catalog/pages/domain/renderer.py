"""Pages as markup: V8 runs the bundle that browsers run too, on what the API answers."""

import base64
import hashlib
import json
import re
import sys
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self
from urllib.parse import quote, urlencode
from uuid import UUID

from functions.catalog.pages.domain.answer import Answer
from souk import Alarms, RawRequest, Response, settings
from souk.document import HEADERS, policy
from souk.language import language_of
from souk.logs import count, logger
from souk.page import Shell

if TYPE_CHECKING:
    from py_mini_racer import MiniRacer

# Lambda gives one whole processor with it; V8 and Python take a fifth of it.
MEMORY = 1769
ALARMS = Alarms(counts=("PagesNotRendered",))

# Where it was built; its layer has it there too, below the same path for modules.
_BUILT = Path("web/dist")
_RENDERING_SECONDS = 2.0
_LOADING_SECONDS = 8.0
_HEAP_BYTES = 256 * 1024 * 1024

# What stands in a path as it is (RFC 3986, 3.3), and what is encoded already.
_IN_PATHS = "/%:@!$&'()*+,;=~"

# A page is at most two minutes old: one fresh at the edge, one while the edge asks for a newer.
_KEPT = "public, max-age=0, s-maxage=60, stale-while-revalidate=60"
_VARIES = {"Vary": "Accept-Language, Cookie"}


class NotRendered(Exception):
    """V8 failed, or took too long or too much memory."""


class Renderer(Shell):
    """V8 with the server's bundle in it, started by the first page and again after one that it failed at."""

    layers: ClassVar[tuple[str, ...]] = ("web",)
    environment: ClassVar[tuple[str, ...]] = ("SOUK_PUBLIC_URL", "SOUK_FILES_URL")

    def __init__(self, built: Path, origin: str, files: str) -> None:
        self._built, self._origin, self._files = built, origin, files
        self._engine: MiniRacer | None = None

    @classmethod
    def open(cls) -> Self:
        """Prepare to render; V8 is started by the first page."""
        built = next((place for folder in sys.path if (place := Path(folder, _BUILT)).is_dir()), _BUILT)
        return cls(built, settings.get("SOUK_PUBLIC_URL"), settings.get("SOUK_FILES_URL"))

    def close(self) -> None:
        """Stop V8."""
        engine, self._engine = self._engine, None
        if engine is not None:
            engine.close()

    def page(self, request: RawRequest, *answers: Answer) -> Response:
        """Answer a page that shows these answers; the shell when that fails, which asks for them itself.

        An address that writes an id in another way, as in capitals, leads to the one that writes it as we do.
        """
        kept = {"Cache-Control": _KEPT} | _VARIES
        plain = request.address
        for name, written in request.path.items():
            if name.endswith("_id"):
                plain = plain.replace(written, str(UUID(written)))
        if plain != request.address:
            return Response(None, 301, {"Location": quote(plain, safe=_IN_PATHS) + _search(request)} | kept)
        try:
            page = self.render(request, answers)
        except NotRendered:
            count(PagesNotRendered=1)
            logger().exception("page_not_rendered")
            return self.shell(200)
        if page["location"]:
            return Response(None, 301, {"Location": page["location"]} | kept)
        return self._document(page, page["status"], kept)

    def shell(self, status: int) -> Response:
        """Give the document that fetches everything itself."""
        return self._document(_NOTHING, status, {"Cache-Control": "no-store"})

    def render(self, request: RawRequest, answers: tuple[Answer, ...]) -> dict[str, Any]:
        """Run the bundle on one page.

        Raises NotRendered.
        """
        from py_mini_racer import JSEvalException

        asked = {
            "origin": self._origin,
            "path": quote(request.address, safe=_IN_PATHS),
            "search": _search(request),
            "locale": language_of(request.headers),
        }
        # Texts, so that nothing of what they say is read as a program.
        given = (json.dumps(asked), f"[{','.join(answer.text() for answer in answers)}]")
        call = ", ".join(f"JSON.parse({json.dumps(text)})" for text in given)
        try:
            rendered: dict[str, Any] = json.loads(
                str(self._running().eval(f"JSON.stringify(souk.render({call}))", timeout_sec=_RENDERING_SECONDS))
            )
        except (JSEvalException, ValueError, OSError) as error:
            self._give_up()
            raise NotRendered(asked["path"]) from error
        return rendered

    def _give_up(self) -> None:
        """Stop V8 after a failure; the next page starts it anew."""
        from py_mini_racer import JSEvalException

        if self._engine is not None:
            # What took too long is over when something else was run, and calls back before that.
            with suppress(JSEvalException):
                self._engine.eval("0", timeout_sec=_LOADING_SECONDS)
            self.close()

    def _running(self) -> "MiniRacer":
        if self._engine is None:
            from py_mini_racer import MiniRacer

            bundle = (self._built / "server/server.js").read_text()
            engine = MiniRacer()
            engine.set_hard_memory_limit(_HEAP_BYTES)
            engine.eval(bundle, timeout_sec=_LOADING_SECONDS)
            self._engine = engine
        return self._engine

    def _document(self, page: dict[str, Any], status: int, headers: dict[str, str]) -> Response:
        """Put a page into the shell, and allow its style and no other."""
        style = page["styles"]["text"]
        tag = f'<style data-names="{page["styles"]["names"]}">{style}</style>' if style else ""
        state = f'<script type="application/json" id="state">{page["state"]}</script>' if page["state"] else ""
        parts = {
            '<html lang="en" dir="ltr">': f'<html lang="{page["lang"]}" dir="{page["dir"]}">',
            "<!--head-->": page["head"] + tag + self._preloads(page["chunks"]),
            "<!--page-->": page["html"],
            "<!--state-->": state,
        }
        # In one go, so that nothing is put into what was put in.
        text = re.sub("|".join(map(re.escape, parts)), lambda found: parts[found[0]], self._shell)
        allowed = policy(self._hashes, files=self._files, styles=[_hash(style)] if style else [])
        return Response(text, status, HEADERS | {"Content-Security-Policy": allowed} | headers)

    def _preloads(self, chunks: list[str]) -> str:
        """Have browsers fetch at once what they would learn of only when the first scripts run."""
        files = dict.fromkeys(file for name in chunks for file in self._chunks[name])
        return "".join(f'<link rel="modulepreload" fetchpriority="low" crossorigin href="/{file}">' for file in files)

    @cached_property
    def _chunks(self) -> dict[str, list[str]]:
        chunks: dict[str, list[str]] = json.loads((self._built / "chunks.json").read_text())
        return chunks

    @cached_property
    def _shell(self) -> str:
        return (self._built / "client/index.html").read_text()

    @cached_property
    def _hashes(self) -> dict[str, list[str]]:
        hashes: dict[str, list[str]] = json.loads((self._built / "policy.json").read_text())
        return hashes


_NOTHING = {
    "lang": "en",
    "dir": "ltr",
    "html": "",
    "head": "<title>Souk</title>",
    "chunks": [],
    "styles": {"text": "", "names": ""},
    "state": "",
}


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _search(request: RawRequest) -> str:
    """Write the query of a request as it follows a path."""
    return f"?{query}" if (query := urlencode(request.query, doseq=True)) else ""
