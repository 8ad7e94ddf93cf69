"""A store as files for other tools: one file a format, the same splits and documents in each."""

from pipeline.export.exporting import FORMATS, export

__all__ = ["FORMATS", "export"]
