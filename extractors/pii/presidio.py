"""Our recognisers inside Microsoft Presidio: an `AnalyzerEngine` for Vietnamese that needs no language model.

Who has recognisers of his own adds them: `analyzer().registry.add_recognizer(…)`. Only users of the extra `pii` import
this module.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from presidio_analyzer import AnalyzerEngine, EntityRecognizer, RecognizerRegistry, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine
from spacy.tokens import Doc
from spacy.vocab import Vocab

from extractors.pii import KINDS, find_personal_data

__all__ = ["LANGUAGE", "VALUE", "PersonalDataRecognizer", "analyzer"]

LANGUAGE = "vi"
NAME = "cancu"
VALUE = "value"
"""Key of `recognition_metadata` under which the canonical value stands: the same for two writings of one thing."""


class PersonalDataRecognizer(EntityRecognizer):
    """Presidio's form of `extractors.pii.find_personal_data`."""

    def __init__(self) -> None:
        super().__init__(list(KINDS), name=NAME, supported_language=LANGUAGE)

    def load(self) -> None:
        """Nothing to load: the registers are read when first needed."""

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None
    ) -> list[RecognizerResult]:
        """The findings of the wanted kinds."""
        return [
            RecognizerResult(
                finding.kind, finding.start, finding.end, finding.confidence,
                recognition_metadata={
                    VALUE: finding.value,
                    RecognizerResult.RECOGNIZER_NAME_KEY: NAME,
                    RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                },
            )
            for finding in find_personal_data(text) if finding.kind in entities
        ]  # fmt: skip


class _NoLanguageModel(NlpEngine):
    """Presidio asks for a language model; our recognisers want none."""

    def load(self) -> None: ...

    def is_loaded(self) -> bool:
        return True

    def process_text(self, text: str, language: str) -> NlpArtifacts:
        return NlpArtifacts([], Doc(Vocab()), [], [], self, language)

    def process_batch(
        self, texts: Iterable[str], language: str, batch_size: int = 1, n_process: int = 1, **_: Any
    ) -> Iterator[tuple[str, NlpArtifacts]]:
        return ((text, self.process_text(text, language)) for text in texts)

    def is_stopword(self, word: str, language: str) -> bool:
        return False

    def is_punct(self, word: str, language: str) -> bool:
        return False

    def get_supported_entities(self) -> list[str]:
        return []

    def get_supported_languages(self) -> list[str]:
        return [LANGUAGE]


def analyzer() -> AnalyzerEngine:
    """A Presidio engine for `language="vi"` with our recognisers and no others.

    >>> text = "Liên hệ bà Lê Thị Mẫu, số điện thoại 0912 345 678."
    >>> [(r.entity_type, text[r.start : r.end]) for r in sorted(analyzer().analyze(text, "vi"))]
    [('PERSON', 'Lê Thị Mẫu'), ('PHONE', '0912 345 678')]
    """
    registry = RecognizerRegistry([PersonalDataRecognizer()], supported_languages=[LANGUAGE])
    return AnalyzerEngine(registry=registry, nlp_engine=_NoLanguageModel(), supported_languages=[LANGUAGE])
