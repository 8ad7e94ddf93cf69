"""A store opened for questions: each command of the shell as a method, frames out."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.answers import Answer
from pipeline.errors import CancuError
from pipeline.least import EVERYTHING, Least
from pipeline.query import questions
from pipeline.query.confidence import left_out
from pipeline.query.connection import connect, only_select
from pipeline.store.layout import StoreLayout

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.query.graph import Graph

__all__ = ["Store", "open_store"]


class Store:
    """Answers about one store as it stood when it was opened (`refresh` looks again), from what is as sure as `least`.

    Methods give pandas frames; `ask` gives the same as an `Answer`, without importing pandas.
    """

    def __init__(self, path: str | Path, least: Least = EVERYTHING) -> None:
        self.layout = StoreLayout(path)
        self.least = least
        self.connection = connect(self.layout, least)
        self._graphs: dict[tuple[tuple[str, ...], bool], Graph] = {}

    def refresh(self) -> None:
        """See what has been committed since the store was opened."""
        self.connection.close()
        self.connection = connect(self.layout, self.least)
        self._graphs.clear()

    def graph(self, relations: tuple[str, ...], *, backwards: bool = False) -> "Graph":
        """Who rests on whom over `relations`, in memory; made once."""
        from pipeline.query.graph import load

        key = (relations, backwards)
        if key not in self._graphs:
            self._graphs[key] = load(self.connection, relations, backwards=backwards)
        return self._graphs[key]

    def close(self) -> None:
        """Let go of the files."""
        self.connection.close()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def left_out(self) -> str | None:
        """What is less sure than wanted and was left out of every answer, in words; None where nothing was asked."""
        return left_out(self.connection, self.least) if self.least.confidence > 0 else None

    def ask(self, question: str, *arguments: Any, **options: Any) -> Answer:
        """The answer to a question of `pipeline.query.questions` by its name."""
        answer: Answer = questions.QUESTIONS[question](self, *arguments, **options)
        return answer

    def select(self, query: str, values: Sequence[Any] = (), *, limit: int | None = None) -> Answer:
        """Rows of a query of ours, at most `limit`; the answer knows how many there are in all."""
        relation = self.connection.execute(query, list(values))
        columns = tuple(column[0] for column in relation.description)
        if limit is None:
            rows = relation.fetchall()
            return Answer(columns, rows, len(rows))
        rows = relation.fetchmany(limit)
        total = len(rows)
        while more := relation.fetchmany(10_000):
            total += len(more)
        return Answer(columns, rows, total)

    def value(self, query: str, values: Sequence[Any] = ()) -> Any:
        """The first value of a query of ours; None where it gives no row."""
        row = self.connection.execute(query, list(values)).fetchone()
        return row[0] if row else None

    def cites(self, number: str, *, limit: int | None = None) -> "pd.DataFrame":
        """Where a work is cited: document, page, relation, the words around.

        `number` in any spelling, or a target_id. Raises `CancuError`: number-unknown, number-ambiguous.
        """
        return self.ask("cites", number, limit=limit).frame()

    def show(self, number: str) -> "pd.DataFrame":
        """A work and what surrounds it: itself, what it cites, what cites it, what may be the same."""
        return self.ask("show", number).frame()

    def missing(self, *, limit: int | None = None) -> "pd.DataFrame":
        """Works that are cited but not held, the most cited first."""
        return self.ask("missing", limit=limit).frame()

    def obligations(
        self,
        *,
        actor: str | None = None,
        due_before: str | None = None,
        body: str | None = None,
        recurring: bool | None = None,
        limit: int | None = None,
    ) -> "pd.DataFrame":
        """Obligations, those with a date first. `actor` and `body` (the issuing body) are looked for without regard to
        case and diacritics; `due_before` is an ISO date, exclusive; `recurring` keeps those with a period.
        """
        return self.ask(
            "obligations", actor=actor, due_before=due_before, body=body, recurring=recurring, limit=limit
        ).frame()

    def path(self, start: str, goal: str, *, relations: Sequence[str] | None = None) -> "pd.DataFrame":
        """How `start` rests on `goal`: the shortest chain, a step a row, with the words; empty where there is none
        (`attrs["note"]` says what there is instead). `relations`: which to follow, else those that carry.
        """
        return self.ask("path", start, goal, relations=relations).frame()

    def basis(
        self,
        number: str,
        *,
        depth: int | None = 3,
        relations: Sequence[str] | None = None,
        limit: int | None = None,
    ) -> "pd.DataFrame":
        """The tree of what a work rests on, down to `depth` (None: all of it)."""
        return self.ask("basis", number, depth=depth, relations=relations, limit=limit).frame()

    def impact(
        self,
        number: str,
        *,
        depth: int | None = None,
        relations: Sequence[str] | None = None,
        limit: int | None = None,
    ) -> "pd.DataFrame":
        """Everything that rests on a work, directly and through others; `rests_on_ended` flags what rests on works
        that were replaced or repealed.
        """
        return self.ask("impact", number, depth=depth, relations=relations, limit=limit).frame()

    def top(
        self,
        *,
        by: str = "works",
        type: str | None = None,
        body: str | None = None,
        year: int | None = None,
        limit: int | None = None,
    ) -> "pd.DataFrame":
        """The most cited works, or (`by="bodies"`) the bodies that issued them; filters are of the cited work."""
        return self.ask("top", by=by, type=type, body=body, year=year, limit=limit).frame()

    def check(
        self, *, only: Iterable[str] | None = None, body: str | None = None, limit: int | None = None
    ) -> "pd.DataFrame":
        """Contradictions and gaps in the archive, of the kinds of `pipeline.query.check.KINDS`."""
        return self.ask("check", only=only, body=body, limit=limit).frame()

    def suspects(self, *, review: bool = False, limit: int | None = None) -> "pd.DataFrame":
        """Pairs of works that may be one, with what was decided; `review` writes suspected-review.csv in the store."""
        return self.ask("suspects", review=review, limit=limit).frame()

    def calendar(self, *, entries: str = "events", **options: Any) -> bytes:
        """Obligations with a day or a rhythm as an iCalendar file; the options are those of `obligations`."""
        from pipeline.query.calendar import as_ical

        return as_ical(self.ask("calendar", **options), entries=entries)

    def status(self) -> "pd.DataFrame":
        """What the store holds, in figures."""
        return self.ask("status").frame()

    def table(self, name: str) -> "pd.DataFrame":
        """A whole table. Raises `CancuError("query-wrong")` for a name that is none."""
        if name not in self.layout.tables():
            raise CancuError("query-wrong", f"there is no table {name!r}; there are {', '.join(self.layout.tables())}")
        return self.connection.execute(f"SELECT * FROM {name}").df()

    def sql(self, query: str) -> "pd.DataFrame":
        """The result of one SELECT over the tables. Raises `CancuError("query-wrong")`."""
        import duckdb

        try:
            return self.connection.execute(only_select(self.connection, query)).df()
        except duckdb.Error as error:
            raise CancuError("query-wrong", str(error).strip()) from None


def open_store(path: str | Path = "store", *, min_confidence: float = 0.0, numbers_only: bool = False) -> Store:
    """Open a store for questions. Raises `CancuError("store-missing")`.

    With `min_confidence` (0 to 1) every table and answer leaves out mentions and obligations less sure than that, and
    what follows from them alone; `numbers_only` judges only citations by number, whose confidence is measured
    (`corpora.confidence.presets()["precision"]` is what the option --precision keeps).
    """
    return Store(path, Least(min_confidence, numbers_only))
