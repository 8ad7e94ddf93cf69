"""The command `cancu`: a thin skin over the doors of pipeline."""

from pipeline.cli.app import app, main

__all__ = ["app", "main"]
