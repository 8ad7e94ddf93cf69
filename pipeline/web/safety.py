"""What every answer carries and what every request must be, whatever the page."""

import ipaddress
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

__all__ = ["HEADERS", "Guard", "host_allowed"]

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: dict[str, str] = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
LONGEST = 20_000  # bytes of an address


def host_allowed(header: str, names: Iterable[str] = ()) -> bool:
    """Whether a Host header may be answered: this machine, an address in figures, or a name given.

    A page of a stranger that has its own name point here (DNS rebinding) always sends that name.

    >>> host_allowed("127.0.0.1:8350"), host_allowed("[::1]:8350"), host_allowed("evil.example:8350")
    (True, True, False)
    """
    host = header.strip().lower()
    host = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    if host in LOCAL or host in {name.lower() for name in names}:
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


class Guard:
    """Refuses other hosts and all methods but GET and HEAD; puts the headers of safety on every answer."""

    def __init__(self, app: Any, names: Iterable[str] = ()) -> None:
        self.app = app
        self.names = tuple(names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return  # no web sockets here

        async def guarded(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                mine = {name.encode() for name in HEADERS}
                kept = [pair for pair in message["headers"] if pair[0].lower() not in mine]
                message["headers"] = kept + [(name.encode(), value.encode()) for name, value in HEADERS.items()]
            await send(message)

        host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
        if not host_allowed(host, self.names):
            await _refuse(guarded, 421, "this host name is not served here")
        elif scope["method"] not in ("GET", "HEAD"):
            await _refuse(guarded, 405, "only GET and HEAD: nothing is written here", (b"allow", b"GET, HEAD"))
        elif len(scope["raw_path"]) + len(scope["query_string"]) > LONGEST:
            await _refuse(guarded, 414, "the address is too long")
        else:
            await self.app(scope, receive, guarded)


async def _refuse(send: Send, status: int, words: str, *headers: tuple[bytes, bytes]) -> None:
    body = f'{{"code": "refused", "message": "{words}"}}'.encode()
    kind = (b"content-type", b"application/json")
    size = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [kind, size, *headers]})
    await send({"type": "http.response.body", "body": body})
