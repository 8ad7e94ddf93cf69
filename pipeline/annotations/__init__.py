"""Corrected annotations of other tools as gold documents."""

from pipeline.annotations.importing import import_annotations

__all__ = ["import_annotations"]
