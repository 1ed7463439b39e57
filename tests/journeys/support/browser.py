"""A real Chromium, steered by the Chrome DevTools Protocol (https://chromedevtools.github.io/devtools-protocol/)."""

import itertools
import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.journeys.support.people import PATIENCE_SECONDS
from tests.support.conditions import eventually

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PHONE, DESKTOP = (320, 640), (1280, 900)
_OPTIONS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-port=0")


def installed() -> str | None:
    """Give the path of a Chromium on this machine."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Browser:
    """One window; ``problems`` are the errors that pages wrote to the console."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._number = itertools.count(1)
        self.problems: list[str] = []
        for domain in ("Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> Any:
        """Call a method of the protocol and give its result."""
        number = next(self._number)
        self._connection.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._connection.recv(timeout=PATIENCE_SECONDS))
            if message.get("id") == number:
                assert "error" not in message, message["error"]
                return message["result"]
            self._note(message)

    def _note(self, event: dict[str, Any]) -> None:
        entry = event.get("params", {}).get("entry", {})
        if event.get("method") == "Runtime.exceptionThrown" or entry.get("level") == "error":
            self.problems.append(json.dumps(event["params"]))

    def resize(self, size: tuple[int, int]) -> None:
        """Give the window a width and a height in CSS pixels; as wide as a phone it is one."""
        width, height = size
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < DESKTOP[0],
        )

    def visit(self, url: str) -> None:
        """Go to a page and wait until all of it is there."""
        self.call("Page.navigate", url=url)
        self.until(f"location.href.startsWith({json.dumps(url)}) && document.readyState === 'complete'")

    def read(self, expression: str) -> Any:
        """Give what an expression of JavaScript is, after the promise that it may be."""
        found = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def until(self, expression: str) -> None:
        """Wait until an expression is true."""
        eventually(lambda: self.read(expression), within=PATIENCE_SECONDS, every=0.05)

    def click(self, selector: str) -> None:
        """Wait for the first thing that a selector names, scroll to it, and click it where it is."""
        found = f"document.querySelector({json.dumps(selector)})"
        self.until(f"{found} !== null")
        box = self.read(f"({found}.scrollIntoView({{block: 'center'}}), {found}.getBoundingClientRect().toJSON())")
        where = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **where)


@contextmanager
def opened(program: str, folder: Path) -> Iterator[Browser]:
    """Start a browser that knows nothing of earlier ones."""
    command = [program, *_OPTIONS, f"--user-data-dir={folder}", "about:blank"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield from _connected(folder / "DevToolsActivePort")
        finally:
            process.terminate()


def _connected(note: Path) -> Iterator[Browser]:
    def written() -> list[str]:
        return note.read_text().split("\n") if note.exists() else []

    eventually(lambda: len(written()) > 1, within=PATIENCE_SECONDS)
    port, path = written()[:2]
    with connect(f"ws://127.0.0.1:{port}{path}", max_size=None, proxy=None) as whole:
        whole.send(json.dumps({"id": 1, "method": "Target.getTargets", "params": {}}))
        targets = json.loads(whole.recv())["result"]["targetInfos"]
    page = next(target["targetId"] for target in targets if target["type"] == "page")
    with connect(f"ws://127.0.0.1:{port}/devtools/page/{page}", max_size=None, proxy=None) as connection:
        yield Browser(connection)
