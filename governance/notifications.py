"""Who must be told what about governance."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse

from governance import certification
from governance.certification import FormRow, RoundState
from governance.queries import meetings
from ledger import days
from ledger.moments import Moment
from secretariat.access import system
from secretariat.models import Entity, Notice, Person, RoleGrant
from secretariat.notices import notice, tell
from secretariat.roles import Role, ScopeKind

ROUND_WORDS = {
    "certification_reminder": "your self-certification is awaited.",
    "certification_due": "your self-certification is due in two weeks.",
    "certification_due_soon": "your self-certification is due in three days.",
    "certification_late": "the last day for self-certification has passed. It is still taken.",
}
#: Days before the last day for answers on which the entities that have not responded are told.
ROUND_DAYS = {14: "certification_due", 3: "certification_due_soon", -1: "certification_late"}
MEETING_WORDS = {
    "meeting_passed": "its day has passed. Record whether it was held, postponed or cancelled.",
    "action_overdue": "the action is open and its due date has passed.",
}


# --- meetings and actions agreed there -----------------------------------------------------------
def remind_meetings(moment: Moment) -> int:
    """Tell the secretaries, once each, of planned meetings whose day passed and of overdue actions."""
    return sum(
        tell(_of_meetings(moment, demonstration=layer, people=people))
        for layer in (False, True)
        if (people := _secretaries(moment.as_of, demonstration=layer))
    )


def _of_meetings(moment: Moment, *, demonstration: bool, people: list[Person]) -> Iterator[Notice]:
    layer = {"demonstration": demonstration}
    passed = meetings.passed_without_a_word(system(), moment, **layer)
    overdue = meetings.overdue_actions(system(), moment, **layer)
    about = [
        *(("meeting_passed", said, said.day, said.subject) for said in passed),
        *(("action_overdue", said, said.due_on, said.subject.meeting) for said in overdue),
    ]
    for kind, said, day, meeting in about:
        address = reverse("meeting-detail", args=[meeting.code])
        path = f"{address}?layer=demonstration" if demonstration else address
        text = f"{said.subject.code}: {MEETING_WORDS[kind]}"
        for person in people:
            yield notice(person, kind, str(said.subject_id), day, text, path)


def _secretaries(day: date, *, demonstration: bool) -> list[Person]:
    """The governance secretaries in office of a layer."""
    grants = RoleGrant.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), role=Role.SECRETARY, valid_from__lte=day
    )
    people = Person.objects.filter(
        pk__in=grants.values("person"), is_active=True, demonstration=demonstration
    )
    return list(people.order_by("pk"))


# --- rounds of self-certification ----------------------------------------------------------------
def remind_rounds(moment: Moment) -> int:
    """Fourteen and three days before a round closes, and the day after, tell who has not responded."""
    closing = {moment.as_of + timedelta(days=left): kind for left, kind in ROUND_DAYS.items()}
    told = 0
    for demonstration in (False, True):
        for state in certification.rounds_at(system(), moment, demonstration=demonstration):
            kind = closing.get(state.said.closes_on) if state.said.closes_on else None
            if kind:
                waiting = certification.not_responded(certification.forms(state, moment))
                told += remind_of_round(state, waiting, kind, day=moment.as_of)
    return told


def remind_of_round(
    state: RoundState, waiting: Iterable[FormRow], kind: str, *, day: date | None = None
) -> int:
    """Tell each focal point of these entities once a day; answers how many were told now."""
    return tell(_of_round(state, waiting, kind, day or days.today()))


def _of_round(
    state: RoundState, waiting: Iterable[FormRow], kind: str, day: date
) -> Iterator[Notice]:
    rows = list(waiting)
    people = _focal_points([row.entity for row in rows], day)
    for row in rows:
        address = reverse("certification-form", args=[state.code, row.entity.code])
        path = f"{address}?layer=demonstration" if row.entity.demonstration else address
        text = f"{state.said.name}, {row.entity.code}: {ROUND_WORDS[kind]}"
        about = state.said.subject_id.hex + row.entity.pk.hex
        for person in people.get(row.entity.code, []):
            yield notice(person, kind, about, day, text, path)


def _focal_points(entities: Iterable[Entity], day: date) -> dict[str, list[Person]]:
    """The focal points in office of each entity, by its code, of the entity's layer."""
    layers = {entity.code: entity.demonstration for entity in entities}
    grants = RoleGrant.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        role=Role.FOCAL_POINT,
        scope_kind=ScopeKind.ENTITY,
        scope_code__in=layers,
        valid_from__lte=day,
        person__is_active=True,
    )
    found: dict[str, list[Person]] = {}
    for grant in grants.select_related("person").order_by("pk"):
        if grant.person.demonstration == layers[grant.scope_code]:
            found.setdefault(grant.scope_code, []).append(grant.person)
    return found
