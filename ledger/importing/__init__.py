"""The one importer: read, check, compare, apply."""
