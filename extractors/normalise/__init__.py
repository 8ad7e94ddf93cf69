"""Source text to clean text, with a map back: the only room of the house that changes text.

What is mended here is what scanners, word processors and converters do to a text, not what its author wrote:
composition (NFD), look-alike letters, dashes, Markdown and superscript marks, page furniture between two halves of a
sentence, and numbers torn apart by a page break or a footnote. Spelling is left to the extractors.
"""

from corpora.folding import fold
from extractors.normalise.assembly import assemble, headings
from extractors.normalise.letters import compositions, same_length
from extractors.normalise.marks import marks
from extractors.normalise.pages import page_breaks
from extractors.normalise.tears import blank_lines, reading_order
from extractors.normalise.text import NormalisedText

__all__ = ["NormalisedText", "normalise"]


def normalise(source: str) -> NormalisedText:
    """Clean copy of a text of any origin, each character traceable to the source. Never fails.

    >>> normalise("Kế hoạch số 8/KH–UBND").text
    'Kế hoạch số 8/KH-UBND'
    """
    letters, present = same_length(source)
    gaps = blank_lines(letters)
    order = reading_order(letters, gaps)
    edits = [*compositions(letters, present), *marks(letters, present), *page_breaks(letters, gaps, order)]
    if not edits and len(order) < 2:
        return NormalisedText(source, letters, fold(letters))
    text, pieces, notes = assemble(letters, sorted(edits), order)
    return NormalisedText(source, text, fold(text), headings(letters, pieces), notes, pieces)
