"""What several tests need: the project's samples, and the folder of real documents beside the repository."""

from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the work tree."""
    return REPOSITORY


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of the synthetic sample dispatches."""
    return REPOSITORY / "corpora" / "samples"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder `shared` next to the repository: real documents, never part of the project."""
    folder = REPOSITORY.parent / "shared"
    if not folder.is_dir():
        pytest.skip("needs the folder of real documents ../shared, which is not here")
    return folder
