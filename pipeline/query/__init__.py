"""Questions to a store. `open_store` is the door; frames are pandas."""

from pipeline.answers import Answer
from pipeline.query.store import Store, open_store

__all__ = ["Answer", "Store", "open_store"]
