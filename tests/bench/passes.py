"""What one pass over text costs, the figures of docs/decisions/0003: python tests/bench/passes.py"""

import re
import time
from collections.abc import Callable
from typing import Any

import regex
from speed import texts

from corpora.folding import fold

TYPE_WORDS = "nghị định|quyết định|thông tư|công văn|kế hoạch|nghị quyết|chỉ thị|tờ trình|báo cáo|thông báo|luật"
NUMBER = r"\d{1,5}(?:/\d{4})?[/-][a-z][a-z&]*(?:[-/][a-z&]+)*"


def rate(text: str, action: Callable[[], object]) -> float:
    """Million characters a second, the best of five."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return len(text) / min(times) / 1e6


def scan(pattern: Any, text: str) -> int:
    """How often the pattern occurs."""
    return sum(1 for _ in pattern.finditer(text))


def main() -> None:
    text = "\n".join(content for _, content in texts())
    folded = fold(text)
    table = {code: fold(chr(code)) for code in range(0x20, 0x3001)}
    print(f"{len(text):,} characters")
    print(f"fold, numpy table            {rate(text, lambda: fold(text)):6.0f} Mchar/s")
    print(f"fold, str.translate          {rate(text, lambda: text.translate(table)):6.0f} Mchar/s")
    for module in (re, regex):
        name = module.__name__
        words = module.compile(rf"\b(?:{fold(TYPE_WORDS)})\b")
        raw = module.compile(rf"\b(?:{TYPE_WORDS})\b", module.IGNORECASE)
        number = module.compile(NUMBER)
        for title, pattern, target in (
            ("11 type words, folded copy", words, folded),
            ("11 type words, ignoring case", raw, text),
            ("a number pattern, folded", number, folded),
        ):
            figure = rate(target, lambda pattern=pattern, target=target: scan(pattern, target))
            print(f"{title:28} {figure:6.0f} Mchar/s   ({name})")


if __name__ == "__main__":
    main()
