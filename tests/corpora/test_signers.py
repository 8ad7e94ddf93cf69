"""The registers of posts and family names."""

import unicodedata

from corpora.folding import fold
from corpora.posts import posts
from corpora.surnames import surnames


def test_every_post_is_found_by_its_folded_name_and_as_deputy() -> None:
    assert all(fold(post) == key for key, post in posts().items())
    assert {"Giám đốc", "Phó Giám đốc"} <= set(posts().values())


def test_family_names_are_single_capitalised_syllables() -> None:
    wrong = [name for name in surnames() if not name.istitle() or name != unicodedata.normalize("NFC", name)]
    assert [] == wrong
