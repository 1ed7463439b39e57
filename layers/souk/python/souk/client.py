"""Who sends a request: a page of the shop, whose scripts must not read what keeps its session, or any other program.

Sources: cookies as RFC 6265bis has them; Fetch Metadata Request Headers, section 2.3, for ``Sec-Fetch-Site``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from souk.errors import Invalid
from souk.faults import Fault

_UNKNOWN_CLIENT = Fault("unknown_client", "Leave it out, or write {known}.")

HEADER = "Souk-Client"
WEB = "web"


@dataclass(frozen=True, slots=True)
class Client:
    """A client, and the cookies that it is known to send of its own accord."""

    is_web: bool = False
    cookies: Mapping[str, Sequence[str]] | None = None

    @classmethod
    def of(cls, headers: Mapping[str, str]) -> Self:
        """Read the headers of a request, their names in lower case.

        Cookies count only from a page of this very origin: any other could make a browser send them.

        Raises Invalid when the client is of a kind that there is not.
        """
        kind = headers.get(HEADER.lower())
        if kind not in (None, WEB):
            raise Invalid(_UNKNOWN_CLIENT.at(HEADER, known=WEB))
        if kind is None:
            return cls()
        is_ours = headers.get("sec-fetch-site") == "same-origin"
        return cls(is_web=True, cookies=_cookies(headers.get("cookie", "")) if is_ours else None)


def _cookies(header: str) -> dict[str, list[str]]:
    """Read a Cookie header; a name has several values where hosts or paths beside ours set it too."""
    found: dict[str, list[str]] = {}
    for pair in header.split(";"):
        name, _, value = pair.partition("=")
        found.setdefault(name.strip(), []).append(value.strip())
    return found
