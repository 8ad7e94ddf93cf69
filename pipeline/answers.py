"""What a question gives back: columns, rows, and what was left out of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Answer"]


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows under columns; `total` is how many there are, `note` says in words what a reader should know, and
    `hidden` names the columns that only programs want: tables for people leave them out.
    """

    columns: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]
    total: int
    note: str | None = None
    hidden: tuple[str, ...] = ()

    @property
    def left_out(self) -> int:
        """How many rows the limit kept back."""
        return self.total - len(self.rows)

    def records(self) -> list[dict[str, Any]]:
        """The rows as dictionaries.

        >>> Answer(("a",), [(1,)], 1).records()
        [{'a': 1}]
        """
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def frame(self) -> "pd.DataFrame":
        """The rows as a pandas frame; what was left out stands in its `attrs`."""
        import pandas as pd

        frame = pd.DataFrame.from_records(list(self.rows), columns=list(self.columns))
        frame.attrs.update(total=self.total, left_out=self.left_out, note=self.note)
        return frame
