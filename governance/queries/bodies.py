"""Read answers about governing bodies: names, kin, terms, seats, what they owe, met and decided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.lifecycle import Cadence, TermsState
from governance.models import (
    Body,
    BodyAlias,
    BodyParticulars,
    BodySuccession,
    DecisionParticulars,
    MandatedOutput,
    MeetingParticulars,
    Seat,
    SeatHolding,
    TermsOfReference,
    TermsParticulars,
)
from governance.policies import current, standing
from governance.queries.history import histories
from ledger.days import Precision
from ledger.models import Entry
from ledger.moments import Moment
from projects.queries import latest_per

SHOWN = 8


@dataclass(frozen=True)
class Kin:
    """Another body as a link shows it; ``said`` is what ties the two."""

    code: str
    name: str
    said: BodySuccession | None = None


@dataclass(frozen=True)
class Family:
    """The names of all bodies of a layer, and which took the place of which."""

    names: Mapping[UUID, Kin]
    successions: Sequence[BodySuccession]

    def named(self, body: UUID | None) -> Kin | None:
        """The body with this id."""
        return self.names.get(body) if body else None

    def before(self, body: UUID) -> list[Kin]:
        """The bodies whose place it took or is to take."""
        pairs = [(one.predecessor_id, one) for one in self.successions if one.subject_id == body]
        return self._kin(pairs)

    def after(self, body: UUID) -> list[Kin]:
        """The bodies that took or are to take its place."""
        pairs = [(one.subject_id, one) for one in self.successions if one.predecessor_id == body]
        return self._kin(pairs)

    def under(self, body: UUID, said: Iterable[BodyParticulars]) -> list[Kin]:
        """The bodies below it."""
        found = [self.named(one.subject_id) for one in said if one.parent_id == body]
        return [kin for kin in found if kin is not None]

    def _kin(self, pairs: Iterable[tuple[UUID, BodySuccession]]) -> list[Kin]:
        found = [(self.names.get(pk), said) for pk, said in pairs]
        kin = [Kin(one.code, one.name, said) for one, said in found if one is not None]
        return sorted(kin, key=lambda one: one.name)


def family(viewer: Any, moment: Moment, *, demonstration: bool = False) -> Family:
    """All bodies by name, and their succession: two statements."""
    layer = {"demonstration": demonstration}
    said = current(viewer, BodyParticulars, moment, **layer)
    names = {
        pk: Kin(code, name)
        for pk, code, name in said.values_list("subject", "subject__code", "name")
    }
    rows = standing(viewer, BodySuccession, moment, **layer).select_related("citation__document")
    newest = rows.order_by("-as_of", "-ordinal")
    return Family(names, latest_per(newest, "subject_id", "predecessor_id"))


def cadence_said(terms: TermsParticulars) -> str:
    """How often terms of reference say that a body meets, in words."""
    number = terms.cadence_number
    if terms.cadence == Cadence.PER_YEAR:
        said = ngettext("at least once a year", "at least %(n)s times a year", number)
        return said % {"n": number}
    if terms.cadence == Cadence.EVERY_WEEKS:
        return ngettext("every week", "every %(n)s weeks", number) % {"n": number}
    return str(terms.get_cadence_display())


def states_no_day(precision: str) -> bool:
    """Whether a source names a month, quarter or year and no day."""
    return precision != Precision.DAY


# --- one body ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class TermsRow:
    """Terms of reference as a page lists them."""

    said: TermsParticulars
    as_of: date
    #: They follow earlier terms, and no document that told the Assembly is on record.
    unreported: bool = False

    @property
    def code(self) -> str:
        """The code of the terms."""
        return self.said.subject.code

    @property
    def cadence(self) -> str:
        """How often to meet, in words."""
        return cadence_said(self.said)

    @property
    def from_precision_only(self) -> bool:
        """Whether no first day is stated."""
        return states_no_day(self.said.valid_from_precision)

    @property
    def to_precision_only(self) -> bool:
        """Whether no last day is stated."""
        return states_no_day(self.said.valid_to_precision)

    @property
    def is_in_force(self) -> bool:
        """Whether they are in force on the day shown."""
        said = self.said
        ended = said.valid_to is not None and said.valid_to < self.as_of
        return said.state == TermsState.IN_FORCE and said.valid_from <= self.as_of and not ended


def terms_rows(terms: Sequence[TermsParticulars], as_of: date) -> list[TermsRow]:
    """Terms of one body given in order of validity, the newest first.

    Those that follow others need a document that reported the change (A/74/588 para 16).
    """
    rows = [
        TermsRow(
            said, as_of, bool(place) and said.reported_in_id is None and said.valid_from <= as_of
        )
        for place, said in enumerate(terms)
    ]
    return rows[::-1]


def aliases(body: Body, moment: Moment) -> list[BodyAlias]:
    """The other names of a body, as last stated."""
    rows = BodyAlias.objects.filter(subject=body, as_of__lte=moment.as_of)
    newest = rows.standing(known=moment.known).order_by("-as_of", "-ordinal")
    found = latest_per(newest.select_related("citation__document"), "name")
    return sorted(found, key=lambda one: (one.language, one.name))


@dataclass(frozen=True)
class Seats:
    """Who sits in a body on a day, who sat before, and who is to sit."""

    sitting: list[SeatHolding] = field(default_factory=list)
    former: list[SeatHolding] = field(default_factory=list)
    coming: list[SeatHolding] = field(default_factory=list)


def seats(body: Body, moment: Moment) -> Seats:
    """Who sits on the day, by role; offices, never persons."""
    rows = SeatHolding.objects.filter(subject__body=body, as_of__lte=moment.as_of)
    newest = rows.standing(known=moment.known).order_by("-as_of", "-ordinal")
    joined = newest.select_related("subject", "entity", "citation__document")
    found = Seats()
    for one in sorted(latest_per(joined, "subject_id", "starts_on"), key=_by_role):
        if one.starts_on > moment.as_of:
            found.coming.append(one)
        elif one.ends_on is not None and one.ends_on < moment.as_of:
            found.former.append(one)
        else:
            found.sitting.append(one)
    return found


ROLES = ("chair", "co_chair", "member", "ex_officio", "secretary")


def _by_role(one: SeatHolding) -> tuple[int, date, str]:
    return (ROLES.index(one.role), one.starts_on, one.office)


def last_meetings(viewer: Any, body: Body, moment: Moment) -> list[MeetingParticulars]:
    """The last meetings on record, planned ones too, the newest first."""
    rows = current(viewer, MeetingParticulars, moment, demonstration=body.demonstration)
    own = rows.filter(subject__body=body).select_related(
        "subject", "into__body", "citation__document"
    )
    return list(own.order_by("-day", "subject__code")[:SHOWN])


def last_decisions(viewer: Any, body: Body, moment: Moment) -> list[DecisionParticulars]:
    """The last decisions, the newest first."""
    rows = current(viewer, DecisionParticulars, moment, demonstration=body.demonstration)
    own = rows.filter(subject__body=body).select_related("subject", "citation__document")
    return list(own.order_by("-decided_on", "subject__code")[:SHOWN])


def history(body: Body, moment: Moment) -> list[Entry]:
    """What was done about a body, its terms, its seats and what it owes, newest first."""
    kinds = (TermsOfReference, Seat, MandatedOutput)
    held = [body, *(record for kind in kinds for record in kind.objects.filter(body=body))]
    said = {str(record.pk): f"{record._meta.verbose_name} {record}" for record in held}
    entries = histories(held, moment)
    for entry in entries:
        entry.sentence = f"{entry.sentence}: {said[entry.subject_id]}"  # type: ignore[attr-defined]
    return entries


def chair_said(terms: TermsParticulars | None) -> str:
    """Who chairs, in words."""
    if terms is None or not terms.chair:
        return ""
    if terms.second_chair:
        return _("%(one)s and %(other)s, jointly") % {
            "one": terms.chair,
            "other": terms.second_chair,
        }
    return str(terms.chair)
