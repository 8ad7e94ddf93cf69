"""The store as web pages and JSON, read only: `create_app` makes the application, `run` serves it.

Needs the extra `web` (FastAPI, Jinja2, uvicorn); nothing here is imported by other commands.
"""
