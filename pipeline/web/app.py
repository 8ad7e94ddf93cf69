"""The application: pages and API over one store, guarded."""

import hashlib
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.staticfiles import StaticFiles

from pipeline.errors import CancuError
from pipeline.web.api import router
from pipeline.web.archive import Archive
from pipeline.web.pages import PAGES, Page, error_page, language_of
from pipeline.web.pictures import STATIC, static_version
from pipeline.web.safety import Guard

__all__ = ["create_app"]

STATUS = {"number-unknown": 404, "query-wrong": 400, "store-missing": 503, "option-wrong": 400}
# Of the file a page is shown from: it is gone, has changed, or cannot be read.
STATUS |= dict.fromkeys(
    ("input-missing", "input-unreadable", "input-empty", "kind-unsupported", "page-unread", "file-damaged",
     "file-encrypted", "file-hostile", "ocr-missing", "ocr-timeout"), 404,
)  # fmt: skip
REMEMBERED = 64_000_000  # bytes of pages kept ready


class _Ready:
    """Pages made before, while the store stays as it is; the longest unused go first."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, bytes] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: str) -> bytes | None:
        with self._lock:
            found = self._pages.get(key)
            if found is not None:
                self._pages.move_to_end(key)
            return found

    def put(self, key: str, page: bytes) -> None:
        with self._lock:
            if key not in self._pages and len(page) < REMEMBERED // 16:
                self._pages[key] = page
                self._bytes += len(page)
            while self._bytes > REMEMBERED:
                self._bytes -= len(self._pages.popitem(last=False)[1])


def _endpoint(page: Page, ready: _Ready) -> Any:
    """A page with its ETag: unchanged while the store, the language, the day and the program are."""

    async def answer(request: Request) -> Response:
        version = request.app.state.archive.snapshot().version
        named = (
            f"{version} {static_version()} {language_of(request)} {date.today()} {request.url.path}?{request.url.query}"
        )
        key = hashlib.sha256(named.encode()).hexdigest()[:32]
        headers = {"etag": f'W/"{key}"', "cache-control": "private, no-cache", "vary": "Cookie"}
        if headers["etag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        found = ready.get(key)
        if found is not None:
            response = Response(found, media_type="text/html; charset=utf-8")
        else:
            response = await run_in_threadpool(page, request)
            if response.status_code == 200:
                ready.put(key, bytes(response.body))
        if response.status_code == 200:
            response.headers.update(headers)
        if request.query_params.get("lang") == language_of(request):
            response.set_cookie("lang", language_of(request), max_age=31_536_000, httponly=True, samesite="strict")
        return response

    return answer


def _wants_json(request: Request) -> bool:
    return request.url.path.startswith("/api/")


async def _fault(request: Request, error: Exception) -> Response:
    assert isinstance(error, CancuError)
    status = STATUS.get(error.code, 500)
    if _wants_json(request):
        return JSONResponse({"code": error.code, "message": error.message, "remedy": error.entry.remedy}, status)
    return await run_in_threadpool(error_page, request, status, error.code, error.message)


async def _refused(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if _wants_json(request):
        return JSONResponse({"code": "not-found", "message": "there is nothing at this address"}, status)
    return await run_in_threadpool(error_page, request, status, "not-found")


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    faults = [{"loc": list(one["loc"]), "msg": one["msg"], "type": one["type"]} for one in error.errors()]
    return JSONResponse({"detail": faults}, 422)


def create_app(store: str | Path, *, names: Iterable[str] = ()) -> Any:
    """The application over a store, to be served by uvicorn; `names` are host names it answers to besides its own.

    Raises `CancuError("store-missing")`.
    """
    archive = Archive(store)

    @asynccontextmanager
    async def open_until_the_end(_: FastAPI) -> AsyncIterator[None]:
        yield
        archive.close()

    app = FastAPI(
        lifespan=open_until_the_end,
        title="cancu", version="1", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json",
        description="A store of Vietnamese administrative documents and the citations between them; read only.",
    )  # fmt: skip
    app.state.archive = archive
    app.include_router(router)
    ready = _Ready()
    for path, page in PAGES.items():
        app.add_api_route(path, _endpoint(page, ready), methods=["GET", "HEAD"], include_in_schema=False)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_exception_handler(CancuError, _fault)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    return Guard(app, names)
