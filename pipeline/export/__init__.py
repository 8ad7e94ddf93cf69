"""A store as files for other tools: one file a format, the same splits and documents in each."""

from pipeline.export.exporting import FORMATS, GRAPHS, export

__all__ = ["FORMATS", "GRAPHS", "export"]
