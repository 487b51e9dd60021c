"""The tracker's API."""
