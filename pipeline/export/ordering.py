"""Putting in order what does not fit into memory."""

import pickle
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

__all__ = ["Shelf", "ordered"]

AT_ONCE = 1000  # items in memory
FILES = 256  # open at once; with more than 256,000 items, more than a thousand of them are in memory


class Shelf:
    """Items laid aside on disk, read once in the order in which they were put.

    The file has no name: what it holds is gone with the process, however that ends.

    >>> with Shelf(Path(".")) as shelf:
    ...     shelf.put("a")
    ...     shelf.put({"b": 1})
    ...     list(shelf)
    ['a', {'b': 1}]
    """

    def __init__(self, folder: Path) -> None:
        self._file: IO[bytes] = TemporaryFile(dir=folder)  # noqa: SIM115  (closed by `__exit__`)

    def __enter__(self) -> "Shelf":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def put(self, item: Any) -> None:
        """Lay an item aside."""
        pickle.dump(item, self._file, protocol=pickle.HIGHEST_PROTOCOL)

    def __iter__(self) -> Iterator[Any]:
        end = self._file.tell()
        self._file.seek(0)
        while self._file.tell() < end:
            yield pickle.load(self._file)


def ordered(items: Iterable[tuple[int, Any]], count: int, folder: Path, at_once: int = AT_ONCE) -> Iterator[Any]:
    """The items in the order of their places, each of 0 … `count` - 1 at most once; files without names in `folder`.

    Items go to the file of their stretch of places, then one file after the other is sorted: time grows as the number
    of items does, and one stretch is in memory.

    >>> list(ordered([(2, "c"), (0, "a"), (1, "b")], 3, Path("."), at_once=2))
    ['a', 'b', 'c']
    """
    size = max(at_once, -(-count // FILES))
    with ExitStack() as stack:
        shelves = [stack.enter_context(Shelf(folder)) for _ in range(-(-count // size))]
        for place, item in items:
            shelves[place // size].put((place, item))
        for shelf in shelves:
            yield from map(itemgetter(1), sorted(shelf, key=itemgetter(0)))
            shelf.__exit__()
