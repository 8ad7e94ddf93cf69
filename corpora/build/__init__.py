"""Programs that maintainers run by hand to write or check registers."""
