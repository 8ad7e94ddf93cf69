"""The store: a folder of Parquet tables that any reader opens at any moment."""
