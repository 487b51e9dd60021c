"""Sheets of governing bodies, terms of reference, seats, outputs and counts of meetings."""

from collections.abc import Iterable, Iterator, Sequence

from governance import rules
from governance.imports.common import (
    AS_OF,
    KEEP,
    NAME,
    NAME_ZH,
    both,
    codes_of,
    days_in_order,
    last_day,
    merged,
    the,
)
from governance.lifecycle import (
    BodyState,
    Cadence,
    DeliveryWord,
    Level,
    OutputWay,
    Rhythm,
    SeatRole,
    TermsState,
)
from governance.models import (
    Body,
    BodyAlias,
    BodyParticulars,
    BodySuccession,
    MandatedOutput,
    MeetingCount,
    OutputDelivery,
    OutputParticulars,
    Seat,
    SeatHolding,
    TermsOfReference,
    TermsParticulars,
)
from governance.rules import Stretch
from ledger.importing import cells as read
from ledger.importing.kinds import Change
from ledger.importing.reading import Fault
from secretariat import cells
from secretariat.models import Document, Entity
from secretariat.sheets import Sheet
from secretariat.symbols import normal

OF_BODY = cells.named("body", "code of the body", Body, required=True, on_record=True)


def _cadence_rule(changes: Sequence[Change]) -> Iterable[Fault]:
    for change in changes:
        row = merged(change)
        first = last_day(row["valid_from"])
        assert first is not None
        number = int(row.get("cadence_number") or 1)
        said = rules.cadence_fault(row["cadence"], number, first, last_day(row.get("valid_to", "")))
        if said:
            yield Fault(change.line, "cadence_number", "cadence", said)


def _overlap_rule(changes: Sequence[Change]) -> Iterable[Fault]:
    """Of one body only one version of terms is in force on a day."""
    held = _stretches()
    lines = {}
    for change in changes:
        row = merged(change)
        held.pop(row["code"], None)
        if row["state"] == TermsState.IN_FORCE:
            first = last_day(row["valid_from"])
            assert first is not None
            stretch = Stretch(row["code"], first, last_day(row.get("valid_to", "")))
            held[row["code"]] = (row["body"], stretch)
            lines[row["code"]] = change.line
    for body in {row for row, _stretch in held.values()}:
        found = rules.overlap(stretch for row, stretch in held.values() if row == body)
        if found:
            line = lines.get(found[0].code) or lines.get(found[1].code) or 0
            yield Fault(line, "valid_from", "overlap", rules.overlap_said(*found))


def _stretches() -> dict[str, tuple[str, Stretch]]:
    rows = TermsParticulars.objects.current("9999-12-31").select_related("subject__body")
    return {
        row.subject.code: (
            row.subject.body.code,
            Stretch(row.subject.code, row.valid_from, row.valid_to),
        )
        for row in rows.filter(state=TermsState.IN_FORCE)
    }


def _seat_rule(changes: Sequence[Change]) -> Iterable[Fault]:
    seats = codes_of(Seat, "body__code")
    for change in changes:
        row = merged(change)
        held = seats.get(row["code"])
        if held and held[0] != row["body"]:
            yield Fault(change.line, "body", "fixed", f"{row['code']} is a seat of {held[0]}.")


def sheets() -> Iterator[Sheet]:
    """Bodies and all that belongs to them."""
    yield Sheet(
        "bodies",
        "Governing bodies",
        Body,
        BodyParticulars,
        finds=(cells.code(),),
        cells=(
            NAME,
            NAME_ZH,
            cells.word("level", "where it works", Level, required=True),
            cells.word("state", "planned, in place or ended", BodyState, required=True),
            cells.named("parent", "code of the body above it", Body),
            cells.prose("task", "what it is for, in own words"),
            cells.text("supported_by", "office that supports it"),
            cells.period("established_on", "when it was set up", precision="established_precision"),
            cells.period("ended_on", "when it ended", precision="ended_precision"),
            cells.day("recorded_from", "day since which all its meetings are in the register"),
            AS_OF,
        ),
        permission=KEEP,
        rule=days_in_order("established_on", "ended_on"),
    )
    yield Sheet(
        "body_aliases",
        "Other names of bodies",
        Body,
        BodyAlias,
        finds=(the("body", "body"),),
        cells=(
            cells.text("name", "the other name", required=True),
            cells.text("language", "en, zh …", clean=read.short(8), required=True),
            AS_OF,
        ),
        within=("name",),
        new_records=False,
        permission=KEEP,
    )
    yield Sheet(
        "body_successions",
        "Which body followed which",
        Body,
        BodySuccession,
        finds=(the("body", "later body"),),
        cells=(cells.named("predecessor", "code of the earlier body", Body, required=True), AS_OF),
        within=("predecessor",),
        new_records=False,
        permission=KEEP,
    )
    yield from _terms()
    yield from _owed()


def _terms() -> Iterator[Sheet]:
    yield Sheet(
        "terms_of_reference",
        "Terms of reference",
        TermsOfReference,
        TermsParticulars,
        finds=(cells.code(),),
        makes=(OF_BODY,),
        cells=(
            cells.word("state", "proposed or in force", TermsState, required=True),
            cells.period(
                "valid_from",
                "first day, or the year",
                precision="valid_from_precision",
                required=True,
            ),
            cells.period("valid_to", "last day", precision="valid_to_precision"),
            cells.text("chair", "office that chairs"),
            cells.text("second_chair", "office that chairs jointly"),
            cells.prose("members", "who belongs to it"),
            cells.number("quorum", "members needed to decide"),
            cells.word("cadence", "how often it has to meet", Cadence, required=True),
            cells.number("cadence_number", "how many times or weeks", default=1),
            cells.prose("role", "what it does, in own words"),
            cells.named(
                "reported_in",
                "document that told the Assembly of the change",
                Document,
                code_field="symbol",
                clean=normal,
            ),
            AS_OF,
        ),
        permission=KEEP,
        rule=both(days_in_order("valid_from", "valid_to"), _cadence_rule, _overlap_rule),
    )
    yield Sheet(
        "seats",
        "Seats and who holds them",
        Seat,
        SeatHolding,
        finds=(cells.code(),),
        makes=(OF_BODY,),
        cells=(
            cells.text("office", "office or function that holds it", required=True),
            cells.named("entity", "code of its entity", Entity),
            cells.word("role", "what it is in the body", SeatRole, required=True),
            cells.day("starts_on", "first day", required=True),
            cells.day("ends_on", "last day"),
            AS_OF,
        ),
        within=("starts_on",),
        permission=KEEP,
        rule=both(days_in_order("starts_on", "ends_on"), _seat_rule),
    )


def _owed() -> Iterator[Sheet]:
    period = cells.period("period", "year or quarter", required=True)
    yield Sheet(
        "mandated_outputs",
        "Mandated outputs and inputs",
        MandatedOutput,
        OutputParticulars,
        finds=(cells.code(),),
        makes=(OF_BODY,),
        cells=(
            NAME,
            cells.word("way", "produced or received", OutputWay, required=True),
            cells.word("rhythm", "how often", Rhythm, required=True),
            cells.day("due_from", "first day it is owed"),
            cells.day("due_to", "last day it is owed"),
            AS_OF,
        ),
        permission=KEEP,
        rule=days_in_order("due_from", "due_to"),
    )
    yield Sheet(
        "output_deliveries",
        "Outputs delivered or missed",
        MandatedOutput,
        OutputDelivery,
        finds=(the("output", "output"),),
        cells=(
            period,
            cells.word("word", "delivered, missed or not stated", DeliveryWord, required=True),
            cells.day("delivered_on", "day it came"),
            AS_OF,
        ),
        within=("period",),
        new_records=False,
        permission=KEEP,
    )
    yield Sheet(
        "meeting_counts",
        "Meetings known as a count only",
        Body,
        MeetingCount,
        finds=(the("body", "body"),),
        cells=(
            period,
            cells.number("count", "how many meetings", required=True),
            cells.text("as_printed", "as the document prints it"),
            AS_OF,
        ),
        within=("period",),
        new_records=False,
        permission=KEEP,
    )
