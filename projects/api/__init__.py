"""The portfolio over HTTP for programs."""
