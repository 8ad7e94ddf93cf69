"""spaCy's Vietnamese with a tokenizer that leaves document numbers whole and needs no other package.

Installed, it answers `spacy.blank("vi")` (entry point `spacy_languages`): spaCy's own tokenizer for Vietnamese either
wants pyvi, which is no longer kept up, or splits on blanks only. Tokens are syllables, as Vietnamese is written;
"107/2021/NĐ-CP", "05/3/2020" and "GD&ĐT" are one token each. Only spaCy's users import this module.
"""

from typing import NamedTuple

import regex
from spacy.lang.vi import Vietnamese as SpacyVietnamese
from spacy.lang.vi import VietnameseDefaults as SpacyVietnameseDefaults
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import DummyTokenizer, load_config_from_str, registry
from spacy.vocab import Vocab

__all__ = ["Token", "Tokenizer", "Vietnamese", "create_tokenizer", "tokenize"]

_TOKEN = regex.compile(
    r"""
    (
        (?: https?:// | www\. ) [^\s<>"]* [^\s<>"\p{P}]        # an address of the web, without the full stop after it
      | [\w.+-]++ @ [\w-]++ (?: \. [\w-]+ )++                  # of electronic mail
      | \d\w*+ (?: [/.,:&-] \w++ )++                           # 107/2021/NĐ-CP  25-NQ/TW  05/3/2020  1.284  8:30
      | \p{Lu}[\w]*+ (?: [/&-] \p{Lu}\w*+ )++                  # KH-UBND  GD&ĐT  QĐ-TTg  T/M
      | [Vv]/[Vv] | [bk]/[ck]                                  # V/v, b/c (để báo cáo), k/c
      | \w++
      | \./\. | \.{2,}+                                        # the end of a dispatch, an ellipsis
      | [^\w\s]
      | \s++                                                   # blanks beyond the single space after a token
    )
    ([ ]?)
    """,
    regex.VERBOSE,
)
_CONFIG = """
[nlp]

[nlp.tokenizer]
@tokenizers = "cancu.tokenizer.v1"
"""


class Token(NamedTuple):
    """A token and whether one space follows it."""

    text: str
    space: bool


def tokenize(text: str) -> list[Token]:
    """Split text into tokens that give it back exactly: the texts, each with its space, joined, are the text.

    >>> [token.text for token in tokenize("Nghị định số 107/2021/NĐ-CP của Bộ GD&ĐT.")]
    ['Nghị', 'định', 'số', '107/2021/NĐ-CP', 'của', 'Bộ', 'GD&ĐT', '.']
    """
    return [Token(token, bool(space)) for token, space in _TOKEN.findall(text)]


class Tokenizer(DummyTokenizer):
    """Text to a spaCy Doc whose `text` is that text, character for character; it has no settings to save."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The Doc of a text.

        >>> Tokenizer(Vocab())("Số:  12-KH/TU").text
        'Số:  12-KH/TU'
        """
        tokens = tokenize(text)
        return Doc(self.vocab, words=[token.text for token in tokens], spaces=[token.space for token in tokens])


def _create(nlp: Language) -> Tokenizer:
    return Tokenizer(nlp.vocab)


@registry.tokenizers("cancu.tokenizer.v1")
def create_tokenizer():  # type: ignore[no-untyped-def]  # spaCy makes a pydantic model of a written signature
    """What spaCy's config names `@tokenizers = "cancu.tokenizer.v1"`: a maker of tokenizers for a pipeline.

    >>> create_tokenizer()(Vietnamese())("25-NQ/TW")[0].text
    '25-NQ/TW'
    """
    return _create


class VietnameseDefaults(SpacyVietnameseDefaults):
    """spaCy's stop words and lexical attributes, our tokenizer."""

    config = load_config_from_str(_CONFIG)


class Vietnamese(SpacyVietnamese):  # type: ignore[no-untyped-call]  # spaCy's __init_subclass__ has no annotations
    """The language class behind `spacy.blank("vi")` where cancu is installed.

    >>> [token.text for token in Vietnamese()("Kế hoạch số 08/KH-PGD&ĐT")]
    ['Kế', 'hoạch', 'số', '08/KH-PGD&ĐT']
    """

    Defaults = VietnameseDefaults
