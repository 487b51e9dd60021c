"""History export: every change recorded in a year or quarter, as far as the viewer may see it.

People stand as their number and role, never by name: names live in one place and can change.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import F, Min, QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from audits.models import AdministrationUpdate, Evidence, Recommendation, RecommendationState
from audits.policies import can_read, know_responsible, viewable_by
from ictportal.project_page import OF_DRAFTS
from ictportal.reports.content import Cell, Column, Line, Section, Table
from ictportal.reports.numbers import grouped
from ictportal.reports.register import Asked, Choice, ReportKind, Shelf, declare
from ledger.days import Period, end_of_day, office_zone, parse_period, quarter_of
from ledger.history import sentence
from ledger.models import Entry, Record
from projects.models import Project
from projects.policies import can, check_can_report
from secretariat.access import may
from secretariat.models import Classification
from secretariat.roles import Permission, role_name

#: Most ids in one statement: SQLite takes 32,766 values.
AT_ONCE = 30_000
TRACKED = Recommendation._meta.label_lower
SERIES: tuple[Any, ...] = (AdministrationUpdate, Evidence)

Key = tuple[str, str]


@dataclass(frozen=True)
class Seen:
    """The subjects of changes that the viewer may see: their names, and those of the tracker."""

    names: Mapping[Key, str]
    states: Mapping[UUID, RecommendationState]
    projects: Mapping[str, Project]


def build(asked: Asked) -> Sequence[Section]:
    """The changes of the period in the order of their seals; what is not sealed yet comes last."""
    period = parse_period(asked.parameters["period"])
    entries = list(recorded(asked, period))
    seen = subjects(asked, entries)
    shown = [entry for entry in entries if _key(entry) in seen.names]
    closed = closed_entries(asked, period, seen)
    return (Section("changes", _("Changes recorded"), (table(asked, shown, seen, closed),)),)


def recorded(asked: Asked, period: Period) -> QuerySet[Entry]:
    """What was recorded in the period, up to the day shown, as far as is known."""
    before = end_of_day(period.first - timedelta(days=1))
    last = end_of_day(min(period.last, asked.moment.as_of))
    rows = Entry.objects.filter(recorded_at__gt=before, recorded_at__lte=last)
    if asked.moment.known is not None:
        rows = rows.filter(seal__no__lte=asked.moment.known)
    order = (F("seal__no").asc(nulls_last=True), "recorded_at", "pk")
    return rows.select_related("seal").order_by(*order)


def _key(entry: Entry) -> Key:
    return entry.subject_type, entry.subject_id


# --- what the viewer may see ---------------------------------------------------------------------
def subjects(asked: Asked, entries: Iterable[Entry]) -> Seen:
    """The subjects that the viewer may see: statements by kind of subject, not by entry."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        wanted[entry.subject_type].add(entry.subject_id)
    states = _tracked(asked, sorted(wanted.pop(TRACKED, ())))
    names = {(TRACKED, str(pk)): str(state.recommendation) for pk, state in states.items()}
    projects: dict[str, Project] = {}
    for label, ids in sorted(wanted.items()):
        for record in _records(asked, label, sorted(ids)):
            names[label, str(record.pk)] = str(record)
            if isinstance(record, Project):
                projects[str(record.pk)] = record
    return Seen(names, states, projects)


def _tracked(asked: Asked, ids: Sequence[str]) -> dict[UUID, RecommendationState]:
    visible = viewable_by(asked.viewer, asked.moment, demonstration=asked.demonstration)
    joined = visible.select_related("recommendation__report__document", "body", "lead")
    found = {
        state.recommendation_id: state
        for some in _chunks([UUID(pk) for pk in ids])
        for state in joined.filter(recommendation__in=some)
    }
    return found


def _records(asked: Asked, label: str, ids: Sequence[str]) -> Iterable[Any]:
    """Other subjects: those of the register for its staff, people and tokens for administrators."""
    model: Any = apps.get_model(label)
    of_register = issubclass(model, Record)
    needed = Permission.READ_REGISTER if of_register else Permission.ADMINISTER
    if not may(asked.viewer, needed):
        return
    rows = model._default_manager.all()
    if hasattr(model, "demonstration"):
        rows = rows.filter(demonstration=asked.demonstration)
    elif asked.demonstration:
        return
    for some in _chunks(ids):
        yield from rows.select_related().filter(pk__in=some)


def _chunks(ids: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


def closed_entries(asked: Asked, period: Period, seen: Seen) -> set[UUID]:
    """Changes whose words repeat a statement of a class that the viewer may not read."""
    know_responsible(list(seen.states.values()))
    before, last = end_of_day(period.first - timedelta(days=1)), end_of_day(period.last)
    closed = set()
    for model in SERIES:
        rows = model.objects.filter(entry__recorded_at__gt=before, entry__recorded_at__lte=last)
        rows = rows.exclude(classification=Classification.UNCLASSIFIED)
        for entry, word, about in rows.values_list("entry", "classification", "subject"):
            if about in seen.states and not can_read(asked.viewer, word, seen.states[about]):
                closed.add(entry)
    return closed


def _is_draft(asked: Asked, entry: Entry, seen: Seen) -> bool:
    """Whether the words are those of a draft that only who reports on the project may read."""
    if entry.kind not in OF_DRAFTS:
        return False
    return not can(check_can_report, asked.viewer, seen.projects.get(entry.subject_id))


# --- the table -----------------------------------------------------------------------------------
def table(asked: Asked, entries: Sequence[Entry], seen: Seen, closed: set[UUID]) -> Table:
    """One line for each change."""
    return Table(
        key="history",
        title=_("Changes recorded in %(period)s") % {"period": asked.parameters["period"]},
        columns=(
            Column(_("Seal"), "number"),
            Column(_("When")),
            Column(_("Person, by number"), "number"),
            Column(_("Role")),
            Column(_("What was done")),
            Column(_("Subject")),
            Column(_("Before"), "long"),
            Column(_("After"), "long"),
            Column(_("Why"), "long"),
        ),
        lines=tuple(
            _line(entry, seen, entry.pk in closed or _is_draft(asked, entry, seen))
            for entry in entries
        ),
        lead=_("%(n)s changes, in the order of their seals. Times are those of Headquarters.")
        % {"n": grouped(len(entries))},
        notes=(
            _(
                "What you may not see is not listed, and is not counted. Changes to people, roles "
                "and tokens are shown to administrators."
            ),
        ),
        empty=_("Nothing that you may see was recorded in this period."),
    )


def _line(entry: Entry, seen: Seen, closed: bool) -> Line:
    words = [said(entry.before), said(entry.after), entry.reason]
    if closed:
        words = [_("The words are classified.") if word else "" for word in words]
    seal = getattr(entry, "seal", None)
    model: Any = apps.get_model(entry.subject_type)
    when = timezone.localtime(entry.recorded_at, office_zone())
    return Line(
        (
            Cell(str(seal.no), number=seal.no) if seal else Cell(_("not sealed yet")),
            Cell(when.strftime("%Y-%m-%d %H:%M:%S")),
            Cell(str(entry.actor), number=entry.actor),
            Cell(role_name(entry.acting_role)),
            Cell(capfirst(sentence(entry.kind))),
            Cell(f"{capfirst(str(model._meta.verbose_name))}: {seen.names[_key(entry)]}"),
            *(Cell(word) for word in words),
        )
    )


def said(values: Mapping[str, Any]) -> str:
    """What stood before or after a change: a line for each thing that is stated."""
    told = ((name, value) for name, value in sorted(values.items()) if value not in ("", None))
    return "\n".join(f"{name}: {_value(value)}" for name, value in told)


def _value(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_value(one) for one in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_value(one)}" for name, one in sorted(value.items()))
    return str(value)


# --- choices -------------------------------------------------------------------------------------
def periods(asked: Asked) -> Sequence[tuple[str, str]]:
    """The years and quarters in which the register recorded anything, the last one first."""
    first = Entry.objects.aggregate(first=Min("recorded_at"))["first"]
    if first is None:
        return []
    day, last = timezone.localtime(first, office_zone()).date(), asked.moment.as_of
    found: list[str] = []
    for year in range(last.year, day.year - 1, -1):
        quarters = [f"{year}-Q{number}" for number in (4, 3, 2, 1)]
        found += [str(year), *(q for q in quarters if quarter_of(day) <= q <= quarter_of(last))]
    return [(period, period) for period in found]


def subject(asked: Asked) -> str:
    """The period."""
    return asked.parameters.get("period", "")


declare(
    ReportKind(
        key="history",
        title=later("History of changes"),  # type: ignore[arg-type]
        about=later(  # type: ignore[arg-type]
            "Every change recorded in a period: who, in which role, when, what, before and after, why."
        ),
        shelf=Shelf.REPORT,
        build=build,
        choices=(Choice("period", later("Year or quarter"), periods, required=True),),  # type: ignore[arg-type]
        subject=subject,
        in_editions=False,
    )
)
