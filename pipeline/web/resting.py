"""What rests on a work, directly and through others: the question of `cancu impact`, asked by a page."""

import threading
from dataclasses import replace

from pipeline.answers import Answer
from pipeline.errors import CancuError
from pipeline.query import Store, open_store
from pipeline.web.snapshot import Snapshot

__all__ = ["impact"]

SECONDS = 15.0
_TURN = threading.Lock()  # one walk at a time: they share a connection


def impact(snapshot: Snapshot, target_id: str, *, depth: int | None, limit: int, offset: int = 0) -> Answer:
    """Rows of `pipeline.query.impact`: the nearest first, then the newest; its note says what was not followed.

    The graph stays in memory while the store stays as it is. Raises `CancuError`: number-unknown, query-wrong.
    """
    import duckdb

    with _TURN:
        store: Store = snapshot.remembered("store", lambda: open_store(snapshot.layout.root))
        clock = threading.Timer(SECONDS, store.connection.interrupt)
        clock.daemon = True
        clock.start()
        try:
            found: Answer = store.ask("impact", target_id, depth=depth)
        except duckdb.InterruptException:
            raise CancuError("query-wrong", f"broken off: it took longer than {SECONDS:g} seconds") from None
        except duckdb.Error:  # its files were replaced: a newer state is about to be served
            raise CancuError("query-wrong", "the store is being renewed; try again in a moment") from None
        finally:
            clock.cancel()
    return replace(found, rows=found.rows[offset : offset + limit])
