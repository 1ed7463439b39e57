"""A request as API Gateway hands it to a function, read."""

import base64
from typing import Any

from souk import settings
from souk.errors import MalformedText, TooLarge, UnsupportedMediaType
from souk.message import RawRequest, correlation_of, headers_of

JSON = "application/json"
_SUBSCRIBER_BITS = 64


def read(event: dict[str, Any]) -> RawRequest:
    """Read everything but the body, which is looked at once it is known who asks."""
    headers = headers_of(event)
    context = event.get("requestContext") or {}
    return RawRequest(
        body="",
        headers=headers,
        source_address=_source_address(headers, context),
        correlation_id=correlation_of(event, headers),
        method=event.get("httpMethod") or "GET",
        address=event.get("path") or "/",
        path=event.get("pathParameters") or {},
        query=_parameters(event),
    )


def _source_address(headers: dict[str, str], context: dict[str, Any]) -> str:
    """Say who sent this, looking behind as many proxies as the stage keeps everybody from going around.

    Each proxy appends the address it saw, so what a client writes itself stands further left and is not believed.
    """
    proxies = int(settings.get("SOUK_TRUSTED_PROXIES", "0"))
    hops = [hop.strip() for hop in headers.get("x-forwarded-for", "").split(",") if hop.strip()] if proxies else []
    if proxies and len(hops) >= proxies:
        return _subscriber(hops[-proxies])
    return _subscriber(str((context.get("identity") or {}).get("sourceIp") or "unknown"))


def _subscriber(address: str) -> str:
    """Give an IPv4 address as it is, of an IPv6 address the network of which one subscriber has all addresses."""
    if ":" not in address:
        return address
    import ipaddress  # 5 ms of a cold start, spent only where somebody comes by IPv6

    try:
        network = ipaddress.IPv6Network((address, _SUBSCRIBER_BITS), strict=False)
    except ValueError:
        return address
    return str(network)


def expect_json(headers: dict[str, str]) -> None:
    """Refuse a body that calls itself something else; one that says nothing of itself is read as JSON in UTF-8.

    Raises UnsupportedMediaType.
    """
    named, *parameters = "".join(headers.get("content-type", JSON).lower().split()).split(";")
    charsets = {part.removeprefix("charset=").strip('"') for part in parameters if part.startswith("charset=")}
    if named != JSON or not charsets <= {"utf-8"}:
        raise UnsupportedMediaType(f"Send the body as {JSON} in UTF-8.")


def body_of(event: dict[str, Any], limit: int) -> str:
    """Read the body as text.

    Raises TooLarge, or MalformedText when it is not UTF-8.
    """
    body = event.get("body") or ""
    try:
        raw = base64.b64decode(body, validate=True) if event.get("isBase64Encoded") else body.encode()
        if len(raw) > limit:
            raise TooLarge(f"The body may have {limit} bytes.")
        return raw.decode()
    except ValueError as error:
        raise MalformedText("The body is not UTF-8 text.") from error


def _parameters(event: dict[str, Any]) -> dict[str, list[str]]:
    return event.get("multiValueQueryStringParameters") or {
        name: [value] for name, value in (event.get("queryStringParameters") or {}).items()
    }


def query_of(request: RawRequest, named_apart: str | None) -> dict[str, str | list[str]]:
    """Give what the query says by name: a text, or several where a name comes more than once."""
    return {
        name: values[0] if len(values) == 1 else values for name, values in request.query.items() if name != named_apart
    }
