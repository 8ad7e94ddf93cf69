"""Serving the application on one address, until interrupted."""

import socket
from collections.abc import Callable, Iterable
from pathlib import Path

from pipeline.errors import CancuError

__all__ = ["NEEDED", "run"]

BACKLOG = 2048
NEEDED = "the web page needs FastAPI, Jinja2 and uvicorn: pip install 'cancu[web]'"


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(place)
        listening.listen(BACKLOG)  # who comes before the server runs waits for it
    except OSError as error:
        message = f"cannot listen there ({error.strerror or error}); name another with --host and --port"
        raise CancuError("option-wrong", message, where=f"{host}:{port}") from None
    return listening


def run(
    store: str | Path, host: str, port: int, *, names: Iterable[str] = (), ready: Callable[[str], None] = print
) -> None:
    """Serve a store until interrupted; `ready` is told the address. Port 0: any free one.

    Raises `CancuError`: store-missing, program-missing, option-wrong (the address cannot be had).
    """
    try:
        import uvicorn

        from pipeline.web.app import create_app
    except ModuleNotFoundError as error:
        if error.name and error.name.partition(".")[0] in ("cancu", "pipeline", "corpora", "extractors"):
            raise
        raise CancuError("program-missing", NEEDED) from None

    app = create_app(store, names=names)
    with _listen(host, port) as listening:
        shown = f"[{host}]" if ":" in host else host
        ready(f"http://{shown}:{listening.getsockname()[1]}/")
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, proxy_headers=False, ws="none",
            timeout_keep_alive=30, timeout_graceful_shutdown=3,
        )  # fmt: skip
        uvicorn.Server(config).run(sockets=[listening])
