"""What browsers are told of every document of the web: said at the edge, by the front door and by rendered pages."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from souk.paying import PageScript

# The policy is a header of its own: its styles differ from page to page.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), usb=(), payment=(self)",
    "Cross-Origin-Opener-Policy": "same-origin-allow-popups",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Browsers heed it over TLS only.
TRANSPORT = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}


def address_pattern(patterns: Iterable[str]) -> str:
    """Give the regular expression, for Python and JavaScript, of the addresses that pages have, in any case.

    ``patterns`` are as the router of the pages writes them, such as ``/orders/:id``.
    """
    return f"^(?:{'|'.join(re.sub(r':\w+', '[^/]+', pattern) for pattern in patterns)})/?$"


def policy(
    hashes: Mapping[str, Sequence[str]],
    *,
    files: str = "'self'",
    styles: Iterable[str] = (),
    providers: Sequence["PageScript"] = (),
) -> str:
    """Give the content security policy of a document.

    ``hashes`` are those of the scripts and styles that stand in the shell, as its build wrote them down; ``styles``
    those of one page. ``files`` is where files are sent and fetched, ``providers`` what payment providers run in the
    page. Such a script decides what it draws, so where there is one, trusted types are not asked for.
    """
    own_styles = [*hashes["styles"], *styles]
    frames = [host for provider in providers for host in provider.frames]
    connections = [host for provider in providers for host in provider.connections]
    directives: dict[str, list[str]] = {
        "default-src": ["'none'"],
        "script-src": ["'self'", *_hashed(hashes["scripts"]), *(host for one in providers for host in one.scripts)],
        "style-src-elem": ["'self'", *_hashed(own_styles)],
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:", "https:"],
        "font-src": ["'self'"],
        "manifest-src": ["'self'"],
        "connect-src": list(dict.fromkeys(["'self'", files, *connections])),
        "frame-src": frames or ["'none'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
    if not providers:
        directives |= {"require-trusted-types-for": ["'script'"], "trusted-types": ["'none'"]}
    return "; ".join(" ".join((name, *values)) for name, values in directives.items())


def _hashed(hashes: Iterable[str]) -> list[str]:
    return [f"'{one}'" for one in hashes]
