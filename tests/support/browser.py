"""What every browser of the tests is watched for: a silent console, and a content security policy that holds."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, ViewportSize, WebError, expect

from local.chromium import Chromium
from tests.support.conditions import PATIENCE

type NewContext = Callable[..., BrowserContext]

NARROW, PHONE, DESKTOP = (
    ViewportSize(width=width, height=height) for width, height in ((320, 640), (390, 844), (1440, 900))
)
# WCAG 2.2 AA, and what axe's authors hold to be good besides.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

_REPORTING = """
addEventListener("securitypolicyviolation", (event) => {
    violated(`${event.effectiveDirective} refuses ${event.blockedURI} ${event.sample} at ${location.href}`);
});
"""


def started(chromium: Chromium) -> dict[str, Any]:
    """Give the options of Playwright that start it."""
    return {
        "executable_path": chromium.program,
        "args": list(chromium.options),
        "chromium_sandbox": False,
        "env": {**os.environ, **chromium.environment},
    }


@dataclass
class Watch:
    """What pages said that they should not have; a test that causes trouble says which, with ``expect``."""

    _said: list[str] = field(default_factory=list)
    _violations: list[str] = field(default_factory=list)
    _expected: list[str] = field(default_factory=list)

    def expect(self, pattern: str) -> None:
        """Take console messages in which this regular expression is found, such as a 503 that the test causes."""
        self._expected.append(pattern)

    def over(self, context: BrowserContext) -> None:
        """Listen to every page of a context, from before its first script."""
        context.set_default_timeout(PATIENCE * 1000)
        expect.set_options(timeout=PATIENCE * 1000)
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.expose_binding("violated", lambda _, text: self._violations.append(text))
        context.add_init_script(_REPORTING)

    @property
    def problems(self) -> list[str]:
        """What was said and not expected; a violated policy never is."""
        unexpected = [one for one in self._said if not any(re.search(pattern, one) for pattern in self._expected)]
        return [*self._violations, *unexpected]

    def _console(self, message: ConsoleMessage) -> None:
        self._said.append(f"{message.type}: {message.text} ({message.location['url']})")

    def _error(self, error: WebError) -> None:
        self._said.append(f"uncaught: {error.error}")


def accessibility(page: Page) -> list[dict[str, Any]]:
    """List what axe finds in a page as it is now; nothing, when all is well."""
    found = Axe().run(page, options={"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": RULES}})
    return [
        {"rule": one["id"], "says": one["help"], "at": [node["target"] for node in one["nodes"]]}
        for one in found.response["violations"]
    ]
