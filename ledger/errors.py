"""Refusals. Every rule of the portal says no by raising one of these, with a code and a sentence."""

from collections.abc import Mapping


class DomainError(Exception):
    """A refusal a person can act on: a stable ``code`` and a ``message`` in plain words."""

    code = "refused"
    status = 400

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code:
            self.code = code


class Forbidden(DomainError):
    """The person may not do this."""

    code = "forbidden"
    status = 403


class WrongState(DomainError):
    """The record is in no state for this."""

    code = "wrong_state"
    status = 409


class Stale(DomainError):
    """The record changed after the person opened it."""

    code = "stale"
    status = 412


class Invalid(DomainError):
    """One or more fields break a rule; ``fields`` maps each to its sentences."""

    code = "invalid"
    status = 400

    def __init__(
        self,
        message: str = "Some fields need attention.",
        *,
        fields: Mapping[str, str | list[str]] | None = None,
        code: str | None = None,
    ) -> None:
        super().__init__(message, code=code)
        self.fields = {
            name: [said] if isinstance(said, str) else list(said)
            for name, said in (fields or {}).items()
        }
