"""The tables of the memory."""

from ledger.models.entry import AppendOnly, AwaitingSeal, Entry, Lease, Seal
from ledger.models.imports import (
    FlagAcknowledgement,
    IdempotentAnswer,
    ImportRecord,
    ImportState,
)
from ledger.models.job import FigureSnapshot, FlagObservation, Job, JobState, NightlyRun
from ledger.models.statement import Record, Statement, StatementPart, StatementQuerySet

__all__ = [
    "AppendOnly",
    "AwaitingSeal",
    "Entry",
    "FigureSnapshot",
    "FlagAcknowledgement",
    "FlagObservation",
    "IdempotentAnswer",
    "ImportRecord",
    "ImportState",
    "Job",
    "JobState",
    "Lease",
    "NightlyRun",
    "Record",
    "Seal",
    "Statement",
    "StatementPart",
    "StatementQuerySet",
]
