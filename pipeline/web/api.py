"""The JSON of every page, each table also as CSV and Parquet; described by /api/openapi.json."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel
from starlette.responses import Response

from pipeline.errors import CancuError
from pipeline.web import document as documents
from pipeline.web import free_sql, overviews, resting, scans
from pipeline.web.formats import ROWS, json_of, reply
from pipeline.web.graph import draw, edge_table, surroundings
from pipeline.web.pictures import svg
from pipeline.web.search import Filters, search, suggest
from pipeline.web.snapshot import Desk, Snapshot

__all__ = ["router"]


class Table(BaseModel):
    """A table: `total` rows there are, `left_out` of them are not in `rows`."""

    columns: list[str]
    rows: list[dict[str, Any]]
    total: int
    left_out: int


class Fault(BaseModel):
    """What is wrong, by its code (docs/errors.md), and what to do."""

    code: str
    message: str
    remedy: str = ""


FAULTS: dict[int | str, dict[str, Any]] = {
    400: {"model": Fault, "description": "A question that cannot be answered"},
    404: {"model": Fault, "description": "The store knows no such document"},
    414: {"model": Fault, "description": "The address is too long"},
}
_FILES = {
    "text/csv": {"schema": {"type": "string"}},
    "application/vnd.apache.parquet": {"schema": {"type": "string", "format": "binary"}},
}
TABLE: dict[str, Any] = {"response_model": Table, "responses": {**FAULTS, 200: {"content": _FILES}}}

router = APIRouter(prefix="/api", tags=["cancu"])

Form = Annotated[Literal["json", "csv", "parquet"], Query(alias="format", description="Form of the table.")]
Limit = Annotated[int, Query(ge=1, le=ROWS, description="At most this many rows.")]
Offset = Annotated[int, Query(ge=0, le=100_000_000, description="Rows to pass over.")]
Id = Annotated[str, Query(max_length=1000, description="target_id of a work.", examples=["chinh-phu/NĐ/30-2020"])]
DocId = Annotated[str, Query(max_length=64, description="doc_id of one of the copies held; the first if empty.")]
Words = Annotated[
    str, Query(max_length=1000, description="Number in any spelling, or words; diacritics do not matter.")
]
Text = Annotated[str, Query(max_length=1000)]
Day = Annotated[str, Query(pattern=r"^$|^[0-9]{4}(-[0-9]{2}){0,2}$", description="An ISO day, month or year.")]
Relations = Annotated[list[str], Query(max_length=11, description="Only these relations; none: all.")]
Depth = Annotated[int, Query(ge=1, le=3, description="Steps from the work.")]


def current(request: Request) -> Snapshot:
    """The state of the store that answers this request."""
    found: Snapshot = request.app.state.archive.snapshot()
    return found


Now = Annotated[Snapshot, Depends(current)]


def filters(
    type: Annotated[str, Query(max_length=20, description="Code of the type.")] = "",
    body: Annotated[str, Query(max_length=500, description="Issuing body: its id, or part of its name.")] = "",
    place: Annotated[str, Query(max_length=200, description="Province of the issuing body, by its id.")] = "",
    year: Annotated[int | None, Query(ge=1, le=9999)] = None,
    held: Annotated[bool | None, Query(description="Held, or only cited.")] = None,
    relation: Annotated[str, Query(max_length=20, description="Works that some document does this to.")] = "",
) -> Filters:
    """What narrows a search."""
    return Filters(type, body, place, year, held, relation)


@router.get("/search", **TABLE)
def get_search(
    now: Now, narrow: Annotated[Filters, Depends(filters)], q: Words = "", limit: Limit = 20, offset: Offset = 0,
    form: Form = "json",
) -> Response:  # fmt: skip
    """Works that fit: held before missing, the most cited first."""
    with now.desk() as desk:
        return reply(search(desk, q, narrow, limit=limit, offset=offset), form, "search")


@router.get("/suggest", **TABLE)
def get_suggest(now: Now, q: Words = "") -> Response:
    """At most eight works that a person who has typed so much may mean."""
    with now.desk() as desk:
        return reply(suggest(desk, q), "json", "suggest")


@router.get("/document", responses=FAULTS)
def get_document(now: Now, id: Id, doc: DocId = "") -> dict[str, Any]:
    """A work: what is known of it, the copies held, and of the copy its header, source text, mentions, obligations."""
    with now.desk() as desk:
        work = documents.work(desk, id)
        copies = documents.copies(desk, work)
        found = documents.chosen(copies, doc)
        answer: dict[str, Any] = {"work": work, "copies": [copy["doc_id"] for copy in copies], "document": None}
        if found:
            text = documents.text_of(desk, found)
            mentions = [{k: v for k, v in row.items() if k != "work"} for row in documents.mentions(desk, found, text)]
            answer |= {
                "document": documents.header(desk, found), "text": text,
                "citations": mentions, "obligations": documents.obligations(desk, found),
            }  # fmt: skip
        return Response(json_of(answer), media_type="application/json")  # type: ignore[return-value]


Sheet = Annotated[int, Query(ge=1, le=100_000, description="Page of the file, from 1.")]


@router.get("/page", **TABLE)
def get_page(now: Now, id: Id, doc: DocId = "", page: Sheet = 1, form: Form = "json") -> Response:
    """Where a page's citations and obligations stand on its image, in the units of `page_width` and `page_height`."""
    with now.desk() as desk:
        copy, header = _copy(desk, id, doc)
        text = documents.text_of(desk, copy)
        mentions, duties = documents.mentions(desk, copy, text), documents.obligations(desk, copy)
    return reply(scans.marks_table(scans.sheet(header, text, mentions, duties, page)), form, "page")


@router.get("/page.jpg", responses={**FAULTS, 200: {"content": {"image/jpeg": {}}}}, response_class=Response)
def get_page_image(now: Now, id: Id, doc: DocId = "", page: Sheet = 1) -> Response:
    """The image of a page of a PDF or scan, as it was read: upright and level."""
    with now.desk() as desk:
        _, header = _copy(desk, id, doc)
    image = scans.picture(header, page)
    return Response(image, media_type="image/jpeg", headers={"cache-control": "private, max-age=86400"})


def _copy(desk: Desk, id_: str, doc: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A copy held of a work, and its header. Raises `CancuError("number-unknown")`."""
    copy = documents.chosen(documents.copies(desk, documents.work(desk, id_)), doc)
    if copy is None:
        raise CancuError("number-unknown", "the store holds no copy of this work", where=id_)
    return copy, documents.header(desk, copy)


@router.get("/cited", **TABLE)
def get_cited(now: Now, id: Id, doc: DocId = "", form: Form = "json") -> Response:
    """The mentions a document makes."""
    with now.desk() as desk:
        found = documents.chosen(documents.copies(desk, documents.work(desk, id)), doc)
        return reply(
            documents.cited(documents.mentions(desk, found, documents.text_of(desk, found)) if found else []),
            form,
            "cited",
        )


@router.get("/citing", **TABLE)
def get_citing(now: Now, id: Id, limit: Limit = 20, offset: Offset = 0, form: Form = "json") -> Response:
    """Where a work is cited, with the words around; the newest document first."""
    with now.desk(30) as desk:
        return reply(documents.citing(desk, documents.work(desk, id), limit=limit, offset=offset), form, "citing")


@router.get("/timeline", **TABLE)
def get_timeline(now: Now, id: Id, form: Form = "json") -> Response:
    """What a work rests on, itself, its deadlines and what cites it, by date."""
    with now.desk() as desk:
        work = documents.work(desk, id)
        found = documents.chosen(documents.copies(desk, work), "")
        duties = documents.obligations(desk, found) if found else []
        return reply(documents.timeline(desk, work, duties), form, "timeline")


@router.get("/impact", **TABLE)
def get_impact(
    now: Now, id: Id, depth: Annotated[int | None, Query(ge=1, le=100, description="At most this many steps.")] = None,
    limit: Limit = 50, offset: Offset = 0, form: Form = "json",
) -> Response:  # fmt: skip
    """What rests on a work, directly and through others; what rests on something replaced or repealed is flagged."""
    with now.desk() as desk:
        found = documents.work(desk, id)
    return reply(resting.impact(now, found["target_id"], depth=depth, limit=limit, offset=offset), form, "impact")


@router.get("/graph", **TABLE)
def get_graph(now: Now, id: Id, depth: Depth = 1, relation: Relations = [], form: Form = "json") -> Response:  # noqa: B006 (FastAPI copies it)
    """The relations in the picture of a work's surroundings."""
    with now.desk() as desk:
        picture = surroundings(desk, documents.work(desk, id), depth=depth, relations=relation)
        return reply(edge_table(picture), form, "graph")


@router.get("/graph.svg", responses={**FAULTS, 200: {"content": {"image/svg+xml": {}}}}, response_class=Response)
def get_graph_svg(
    now: Now, id: Id, depth: Depth = 1, relation: Relations = [],  # noqa: B006
    lang: Annotated[Literal["vi", "en"], Query(description="Language of its words.")] = "vi",
) -> Response:  # fmt: skip
    """The picture of a work's surroundings, as a file to save."""
    with now.desk() as desk:
        drawing = draw(surroundings(desk, documents.work(desk, id), depth=depth, relations=relation))
    headers = {"content-disposition": 'attachment; filename="graph.svg"'}
    return Response(svg(drawing, lang), media_type="image/svg+xml", headers=headers)


@router.get("/bodies", **TABLE)
def get_bodies(now: Now, form: Form = "json") -> Response:
    """Which body cites which, and how often."""
    return reply(overviews.matrix(now), form, "bodies")


@router.get("/pair", **TABLE)
def get_pair(
    now: Now, citing: Text = "", cited: Text = "", limit: Limit = 50, offset: Offset = 0, form: Form = "json"
) -> Response:
    """Which documents of one body cite which works of another; an empty id stands for any."""
    with now.desk() as desk:
        return reply(overviews.pair(desk, citing, cited, limit=limit, offset=offset), form, "pair")


@router.get("/obligations", **TABLE)
def get_obligations(
    now: Now, actor: Text = "", body: Text = "", since: Day = "", before: Day = "", recurring: bool | None = None,
    dated: bool | None = None, limit: Limit = 50, offset: Offset = 0, form: Form = "json",
) -> Response:  # fmt: skip
    """Who must do what by when; those with a day first."""
    wanted = overviews.Duties(actor, body, since, before, recurring, dated)
    with now.desk() as desk:
        return reply(overviews.obligations(desk, wanted, limit=limit, offset=offset), form, "obligations")


@router.get("/calendar.ics", responses={**FAULTS, 200: {"content": {"text/calendar": {}}}}, response_class=Response)
def get_calendar(now: Now, actor: Text = "", body: Text = "", since: Day = "", before: Day = "") -> Response:
    """Obligations with a day or a rhythm as iCalendar, for a calendar program to subscribe to; at most 5,000."""
    from pipeline.query.calendar import as_ical, scheduled

    wanted = overviews.Duties(actor, body, since, before)
    with now.desk() as desk:
        found = overviews.obligations(desk, wanted, limit=overviews.SCHEDULED)
        entries = scheduled(overviews.duties(found))
    headers = {"content-disposition": 'attachment; filename="cancu.ics"', "x-left-out": str(found.left_out)}
    return Response(as_ical(entries), media_type="text/calendar; charset=utf-8", headers=headers)


@router.get("/missing", **TABLE)
def get_missing(now: Now, limit: Limit = 50, offset: Offset = 0, form: Form = "json") -> Response:
    """Works cited but not held, the most cited first."""
    with now.desk() as desk:
        return reply(overviews.missing(desk, limit=limit, offset=offset), form, "missing")


@router.get("/status", **TABLE)
def get_status(now: Now, form: Form = "json") -> Response:
    """What the store holds, in figures."""
    return reply(overviews.status(now), form, "status")


@router.get("/failures", **TABLE)
def get_failures(now: Now, limit: Limit = 50, offset: Offset = 0, form: Form = "json") -> Response:
    """Files that could not be read, wholly or in part."""
    return reply(overviews.failures(now, limit=limit, offset=offset), form, "failures")


@router.get("/sql", **TABLE)
def get_sql(
    now: Now,
    q: Annotated[str, Query(min_length=1, max_length=10_000, description="One SELECT over the tables of the store.")],
    limit: Limit = free_sql.ROWS,
    form: Form = "json",
) -> Response:
    """The rows of one SELECT; only the store is read, nothing is written, and it takes ten seconds at most."""
    return reply(free_sql.ask(now, q, limit=limit), form, "sql")
