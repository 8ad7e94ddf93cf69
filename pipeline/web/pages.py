"""The pages for people, each at an address of its own."""

import re
from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from pipeline.answers import Answer
from pipeline.errors import CancuError
from pipeline.query.relations import CARRYING
from pipeline.query.views import OFFERED
from pipeline.store.schema import TABLES
from pipeline.web import document as documents
from pipeline.web import free_sql, overviews, resting, scans, words
from pipeline.web.graph import COLOURS, draw, edge_table, surroundings
from pipeline.web.pictures import address, environment, static_version, work_address
from pipeline.web.search import Filters, choices, search
from pipeline.web.segments import runs, window
from pipeline.web.snapshot import Snapshot

__all__ = ["PAGES", "error_page", "language_of"]

ROWS = 20  # on a page of results
SAID = 3  # relations to other mentions that are shown for one work
Page = Callable[[Request], Response]


def language_of(request: Request) -> str:
    """The language asked for in the address, else by the cookie, else Vietnamese."""
    wanted = request.query_params.get("lang") or request.cookies.get("lang") or ""
    return wanted if wanted in words.LANGUAGES else words.LANGUAGES[0]


def _now(request: Request) -> Snapshot:
    found: Snapshot = request.app.state.archive.snapshot()
    return found


def _word(request: Request, name: str, longest: int = 1000) -> str:
    return request.query_params.get(name, "").strip()[:longest]


def _count(request: Request, name: str, *, low: int = 1, high: int = 1_000_000) -> int | None:
    given = request.query_params.get(name, "")
    return min(max(int(given), low), high) if re.fullmatch(r"[0-9]{1,9}", given) else None


def _yes_no(request: Request, name: str) -> bool | None:
    return {"true": True, "false": False}.get(request.query_params.get(name, ""))


def _day(request: Request, name: str) -> str:
    given = request.query_params.get(name, "")
    return given if re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", given) else ""


def _other_language(request: Request, language: str) -> str:
    other = next(name for name in words.LANGUAGES if name != language)
    kept = {name: request.query_params.getlist(name) for name in request.query_params if name != "lang"}
    return address(request.url.path, **kept, lang=other)


def _render(request: Request, template: str, status: int = 200, /, **values: Any) -> Response:
    language = language_of(request)
    voice = words.voice(language)
    given = {
        "t": voice, "lang": language, "path": request.url.path, "asset": static_version(),
        "other_language": _other_language(request, language), "day": partial(words.day, language=language),
        "num": partial(words.number, language=language), "period": partial(words.period, language=language),
        "typed": "", "kind": _kind,
    }  # fmt: skip
    page = environment().get_template(template).render(given | values)
    return HTMLResponse(page.encode("utf-8", "replace"), status)


def _kind(code: str | None) -> str:
    """The name of a type by its code."""
    from corpora.document_types import by_code

    found = by_code(code) if code else None
    return found.name if found else code or ""


def _paging(request: Request, total: int, rows: int = ROWS) -> dict[str, Any]:
    """Where the reader is in a long table: offset, page, pages and the addresses of the neighbours."""
    pages = max(1, -(-total // rows))
    page = min(_count(request, "page") or 1, pages)
    kept = {name: request.query_params.getlist(name) for name in request.query_params if name != "page"}

    def turn(to: int) -> str | None:
        return address(request.url.path, **kept, page=to) if 1 <= to <= pages else None

    return {"page": page, "pages": pages, "back": turn(page - 1), "next": turn(page + 1), "total": total}


def _offset(request: Request, rows: int = ROWS) -> int:
    return ((_count(request, "page") or 1) - 1) * rows


def _downloads(endpoint: str, /, **parameters: Any) -> list[tuple[str, str]]:
    return [(form, address(f"/api/{endpoint}", **parameters, format=form)) for form in ("csv", "parquet", "json")]


ALL = {"limit": 100_000}  # rows of a download


def home(request: Request) -> Response:
    """The first page: search, figures, what is cited most and what is new."""
    now = _now(request)
    return _render(request, "home.html", **overviews.home(now), options=choices(now), narrow=Filters())


def results(request: Request) -> Response:
    """Results of a search."""
    now, typed = _now(request), _word(request, "q")
    narrow = Filters(
        _word(request, "type", 20), _word(request, "body", 500), _word(request, "place", 200),
        _count(request, "year", high=9999), _yes_no(request, "held"), _word(request, "relation", 20),
    )  # fmt: skip
    with now.desk() as desk:
        found = search(desk, typed, narrow, limit=ROWS, offset=_offset(request))
    given = {name: getattr(narrow, name) for name in Filters.__dataclass_fields__}
    return _render(
        request, "results.html", typed=typed, narrow=narrow, narrowed=narrow != Filters(), rows=found.records(),
        paging=_paging(request, found.total), options=choices(now),
        downloads=_downloads("search", q=typed, **given, **ALL),
    )  # fmt: skip


def _grouped(mentions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Mentions of the same work together, in the order of the first; unresolved ones each for itself."""
    groups: dict[Any, dict[str, Any]] = {}
    for row in mentions:
        group = groups.setdefault(
            row["target_id"] or ("unresolved", row["citation"]),
            {"first": row, "mentions": [], "relations": [], "said": []},
        )
        group["mentions"].append(row)
        parent = row["parent"]
        own = row["relation"] if parent is None else "cites"
        if parent is not None and 0 <= parent < len(mentions) and len(group["said"]) < SAID:
            group["said"].append({"of": mentions[parent]["text"], "relation": row["relation"]})
        if own not in group["relations"]:
            group["relations"].append(own)
    return list(groups.values())


def _by_document(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Mentions in a row that the same document makes, together."""
    return [
        {"first": mentions[0], "mentions": mentions, "relations": list(dict.fromkeys(m["relation"] for m in mentions))}
        for _, group in groupby(rows, key=itemgetter("doc_id"))
        for mentions in [list(group)]
    ]


def work(request: Request) -> Response:
    """A document: header, text with its citations and obligations, what it cites, what cites it, its times."""
    now = _now(request)
    with now.desk() as desk:
        found = documents.work(desk, _word(request, "id"))
        held = documents.copies(desk, found)
        copy = documents.chosen(held, _word(request, "doc", 64))
        citing = documents.citing(desk, found, limit=ROWS, offset=_offset(request))
        same, printed = documents.suspected(desk, found), documents.printed_as(desk, found)
        became = documents.states(desk, {found["id"]}).get(found["id"], [])
        row, text, mentions, duties = None, "", list[dict[str, Any]](), list[dict[str, Any]]()
        if copy:
            row, text = documents.header(desk, copy), documents.text_of(desk, copy)
            mentions, duties = documents.mentions(desk, copy, text), documents.obligations(desk, copy)
        times = documents.timeline(desk, found, duties)
    asked = _count(request, "citation", low=0)
    asked = asked if asked is not None and asked < len(mentions) else None
    offset = mentions[asked]["spans"][0][0] if asked is not None and mentions[asked]["spans"] else None
    shown = window(text, portion=_count(request, "portion") or 1, offset=offset)
    paged, page, unseen = bool(row and scans.has_pages(row)), None, None
    number = _count(request, "scan", high=100_000)
    if row and paged and number:
        try:
            page = scans.sheet(row, text, mentions, duties, number)
        except CancuError as error:
            unseen = error
    id_, doc = found["target_id"], copy["doc_id"] if copy else None
    return _render(
        request, "work.html", work=found, held=held, copy=copy, header=row, shown=shown, asked=asked,
        runs=runs(text, mentions, duties, shown), mentions=mentions, groups=_grouped(mentions), duties=duties,
        relations=[name for name in COLOURS if any(row["relation"] == name for row in mentions)],
        citing=_by_document(citing.records()), paging=_paging(request, citing.total), times=times.records(), same=same,
        further=times.left_out,
        became=became, printed=printed, paged=paged, page=page, unseen=unseen, scanned=bool(page or unseen),
        at_page=scans.page_at(text, offset) if offset is not None else 1,
        portion=lambda number: address("/van-ban", id=id_, doc=doc and doc[:16], portion=number) + "#text",
        downloads={
            "cited": _downloads("cited", id=id_, doc=doc), "citing": _downloads("citing", id=id_, **ALL),
            "timeline": _downloads("timeline", id=id_), "document": address("/api/document", id=id_, doc=doc),
        },
    )  # fmt: skip


class _Links:
    """Where the boxes of a picture lead: to their own pictures; the middle one to its document."""

    def __init__(self, depth: int, relations: list[str]) -> None:
        self.depth, self.relations = depth, relations

    def box(self, row: dict[str, Any], middle: bool) -> str:
        """The address behind a box."""
        if middle:
            return work_address(row["target_id"])
        return address("/do-thi", id=row["target_id"], depth=self.depth, relation=self.relations)


def graph(request: Request) -> Response:
    """A picture of a work's surroundings."""
    now = _now(request)
    depth = _count(request, "depth", high=3) or 1
    chosen = [name for name in COLOURS if name in request.query_params.getlist("relation")]
    with now.desk() as desk:
        found = documents.work(desk, _word(request, "id"))
        picture = surroundings(desk, found, depth=depth, relations=chosen)
    given = {"id": found["target_id"], "depth": depth, "relation": chosen}
    return _render(
        request, "graph.html", work=found, drawing=draw(picture), edges=edge_table(picture).records(), depth=depth,
        chosen=chosen, links=_Links(depth, chosen), alone=False,
        save=address("/api/graph.svg", **given, lang=language_of(request)), downloads=_downloads("graph", **given),
    )  # fmt: skip


def impact(request: Request) -> Response:
    """What rests on a work, directly and through others."""
    now = _now(request)
    depth = _count(request, "depth", high=100)
    with now.desk() as desk:
        found = documents.work(desk, _word(request, "id"))
    answer = resting.impact(now, found["target_id"], depth=depth, limit=ROWS, offset=_offset(request))
    return _render(
        request, "impact.html", work=found, rows=answer.records(), paging=_paging(request, answer.total), depth=depth,
        followed=CARRYING, downloads=_downloads("impact", id=found["target_id"], depth=depth, **ALL),
    )  # fmt: skip


def bodies(request: Request) -> Response:
    """Who cites whom, as a matrix; of one pair the documents."""
    now = _now(request)
    citing, cited = _word(request, "citing"), _word(request, "cited")
    if not citing and not cited:
        return _render(request, "bodies.html", grid=overviews.bodies(now), downloads=_downloads("bodies"))
    with now.desk() as desk:
        found = overviews.pair(desk, citing, cited, limit=ROWS, offset=_offset(request))
        names = dict(desk.select("SELECT issuer_id, name FROM b WHERE issuer_id IN (?, ?)", [citing, cited]).rows)
    return _render(
        request, "pair.html", rows=found.records(), paging=_paging(request, found.total),
        citing=names.get(citing) or citing, cited=names.get(cited) or cited,
        downloads=_downloads("pair", citing=citing, cited=cited, **ALL),
    )  # fmt: skip


def obligations(request: Request) -> Response:
    """Obligations as a list, or those of a month as a calendar."""
    now = _now(request)
    wanted = overviews.Duties(
        _word(request, "actor"), _word(request, "body"), _day(request, "since"), _day(request, "before"),
        _yes_no(request, "recurring"), _yes_no(request, "dated"),
    )  # fmt: skip
    given = {name: getattr(wanted, name) for name in overviews.Duties.__dataclass_fields__}
    values = {"wanted": wanted, "given": given, "downloads": _downloads("obligations", **given, **ALL)}
    if request.query_params.get("view") == "calendar":
        return _calendar(request, now, wanted, values)
    with now.desk() as desk:
        found = overviews.obligations(desk, wanted, limit=ROWS, offset=_offset(request))
    paging = _paging(request, found.total)
    return _render(request, "obligations.html", rows=found.records(), paging=paging, **values)


def _calendar(request: Request, now: Snapshot, wanted: overviews.Duties, values: dict[str, Any]) -> Response:
    asked = re.fullmatch(r"([12][0-9]{3})-(0[1-9]|1[0-2])", _word(request, "month"))
    with now.desk() as desk:
        if asked:
            year, month = int(asked[1]), int(asked[2])
        else:
            year, month = overviews.busy_month(desk, date.today())
        first, after = f"{year:04}-{month:02}", f"{year + month // 12:04}-{month % 12 + 1:02}"
        before = f"{year - (month == 1):04}-{(month - 2) % 12 + 1:02}"
        in_month = overviews.Duties(wanted.actor, wanted.body, first, after, wanted.recurring, True)
        found = overviews.obligations(desk, in_month, limit=500)
    by_day: dict[str, list[dict[str, Any]]] = {}
    for row in found.records():
        by_day.setdefault(row["due"], []).append(row)
    turn = partial(address, "/nghia-vu", **values["given"], view="calendar")
    return _render(
        request, "calendar.html", weeks=overviews.month(year, month), by_day=by_day, loose=by_day.get(first, []),
        year=year, month=f"{month:02}", previous=turn(month=before), next=turn(month=after), total=found.total,
        today=date.today().isoformat(), **values,
    )  # fmt: skip


def missing(request: Request) -> Response:
    """What is cited but not held."""
    with _now(request).desk() as desk:
        found = overviews.missing(desk, limit=ROWS, offset=_offset(request))
    paging = _paging(request, found.total)
    return _render(request, "missing.html", rows=found.records(), paging=paging, downloads=_downloads("missing", **ALL))


def health(request: Request) -> Response:
    """Figures of the store, and what could not be read."""
    now = _now(request)
    figures = overviews.status(now)
    found = overviews.failures(now, limit=ROWS, offset=_offset(request))
    return _render(
        request, "health.html", figures=figures.rows, unfinished=bool(figures.note), version=now.version,
        rows=found.records(), paging=_paging(request, found.total), downloads=_downloads("status"),
        failure_downloads=_downloads("failures", **ALL),
    )  # fmt: skip


EXAMPLES = {
    "most": "SELECT number, issuer, title, cited_by\nFROM works\nORDER BY cited_by DESC\nLIMIT 20",
    "years": "SELECT year, relation, count(*) AS mentions\nFROM citations JOIN documents USING (doc_id)\n"
    "GROUP BY ALL ORDER BY ALL",
    "due": "SELECT actor, min(due) AS first, max(due) AS last, count(*) AS duties\nFROM obligations\n"
    "WHERE due IS NOT NULL GROUP BY actor ORDER BY duties DESC",
}


def sql(request: Request) -> Response:
    """One SELECT and its rows."""
    typed = request.query_params.get("q", "")[:10_000].strip()
    answer, wrong = Answer((), [], 0), None
    if typed:
        try:
            answer = free_sql.ask(_now(request), typed)
        except CancuError as error:
            wrong = error.message
    return _render(
        request, "sql.html", 400 if wrong else 200, query=typed, answer=answer, wrong=wrong, tables=TABLES,
        offered=OFFERED, gloss=words.gloss(language_of(request)), examples=EXAMPLES,
        seconds=f"{free_sql.SECONDS:g}", most=free_sql.ROWS,
        downloads=_downloads("sql", q=typed, **ALL) if typed and not wrong else [],
    )  # fmt: skip


def api(request: Request) -> Response:
    """What the API offers, read from its own description."""
    paths = request.app.openapi()["paths"]
    return _render(
        request,
        "api.html",
        gloss=words.gloss(language_of(request)),
        calls=[(path, methods["get"]) for path, methods in paths.items()],
    )


def error_page(request: Request, status: int, code: str, message: str = "") -> Response:
    """A page that says what went wrong and how to go on."""
    return _render(request, "error.html", status, code=code, message=message)


PAGES: dict[str, Page] = {
    "/": home,
    "/tim": results,
    "/van-ban": work,
    "/do-thi": graph,
    "/anh-huong": impact,
    "/co-quan": bodies,
    "/nghia-vu": obligations,
    "/con-thieu": missing,
    "/kho": health,
    "/sql": sql,
    "/api": api,
}
