"""What reads files here besides Python: the recognition engine, its models, and programs outside; what is missing."""

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as package_version
from typing import NamedTuple

from pipeline.read import programs
from pipeline.read.ocr import cache, engine

__all__ = ["Finding", "findings"]

_PACKAGES = (("pypdfium2", "PDF"), ("pikepdf", "damaged PDF"), ("pillow", "images"), ("tesserocr", "recognition"))
_MODELS = (("vie", "recognition of Vietnamese"), ("osd", "pages scanned sideways or upside down"))


class Finding(NamedTuple):
    """A component, its version, its state ("ok" or "missing"), and how to get it where it is missing."""

    component: str
    version: str | None
    state: str
    remedy: str | None


def findings() -> list[Finding]:
    """Every library, model and program that reading depends on; nothing is started but their version commands.

    >>> {finding.state for finding in findings()} <= {"ok", "missing"}
    True
    """
    found = [_package(name, purpose) for name, purpose in _PACKAGES]
    found += [_model(language, purpose) for language, purpose in _MODELS]
    found += [_program(name) for name in programs.PROGRAMS]
    folder = cache.folder()
    found.append(Finding("cache of recognised pages", str(folder) if folder else "off", "ok", None))
    return found


def _package(name: str, purpose: str) -> Finding:
    try:
        version = package_version(name)
    except PackageNotFoundError:
        return Finding(f"{name} ({purpose})", None, "missing", f"pip install {name}")
    if name == "tesserocr":
        version = f"{version} (Tesseract {engine.versions().split()[0]})"
    return Finding(f"{name} ({purpose})", version, "ok", None)


def _model(language: str, purpose: str) -> Finding:
    folder = engine.tessdata(language)
    component = f"{language}.traineddata ({purpose})"
    if folder is None:
        remedy = f"apt install tesseract-ocr-{language} (or point TESSDATA_PREFIX at a folder that holds it)"
        return Finding(component, None, "missing", remedy)
    return Finding(component, f"{(folder / f'{language}.traineddata').stat().st_size:,} bytes", "ok", None)


def _program(name: str) -> Finding:
    program = programs.PROGRAMS[name]
    component = f"{name} ({program.purpose})"
    if programs.find(name) is None:
        return Finding(component, None, "missing", program.install)
    return Finding(component, programs.version(name), "ok", None)
