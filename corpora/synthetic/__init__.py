"""The synthetic archive: dispatches in true form with exact truth beside them, from a seed.

Nothing here knows the extractors: texts are written as offices write them, and what the extractors miss is measured.
"""

from corpora.synthetic.compose import Dispatch, compose

__all__ = ["Dispatch", "compose"]
