"""The flags of governance: what a rule finds, since which day, with the rows that prove it."""

from governance.flags import bodies, compliance, questions, requests

__all__ = ["bodies", "compliance", "questions", "requests"]
