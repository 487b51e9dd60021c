"""Who must be told what about projects."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from ledger import days
from ledger.moments import Moment
from projects.lifecycle import DraftState
from projects.models import BaselineProposal, ProjectState, ReportDraft
from projects.state import projects_at, report_due_days
from secretariat.models import Notice, Person, RoleGrant
from secretariat.notices import notice, tell
from secretariat.roles import Role, ScopeKind

WORDS = {
    "report_submitted": "A status report waits for publication.",
    "report_returned": "Your status report was returned. See why and send it again.",
    "report_published": "Your status report was published.",
    "report_due": "A status report on the last quarter is due.",
    "report_missing": "A status report is missing: its day has passed.",
    "baseline_proposed": "A new baseline waits for your decision.",
    "baseline_decided": "Your proposed baseline was decided on.",
}


def tell_publishers(draft: ReportDraft) -> None:
    """A report waits: told to the portfolio officers of its layer, not to its author."""
    people = _holders(Role.OFFICER, draft.project.demonstration)
    tell(
        _about(person, "report_submitted", draft)
        for person in people
        if person.number != draft.submitted_by
    )


def tell_author(draft: ReportDraft, kind: str) -> None:
    """What became of a report: told to whoever submitted it."""
    people = Person.objects.filter(pk__in=[draft.submitted_by or 0], is_active=True)
    tell(_about(person, kind, draft) for person in people)


def tell_approvers(proposal: BaselineProposal) -> None:
    """A proposed baseline waits."""
    people = _holders(Role.APPROVER, proposal.milestone.project.demonstration)
    tell(_of_baseline(person, "baseline_proposed", proposal) for person in people)


def tell_proposer(proposal: BaselineProposal) -> None:
    """A proposed baseline was decided on."""
    people = Person.objects.filter(pk=proposal.proposed_by, is_active=True)
    tell(_of_baseline(person, "baseline_decided", proposal) for person in people)


def remind(moment: Moment) -> int:
    """On the day after a quarter and on the day a report was due, remind the leads; once each."""
    due = report_due_days(moment)
    number = days.last_ended_quarter(moment.as_of)
    last = days.parse_quarter(days.quarter_named(number)).last
    passed = (moment.as_of - last).days
    kind = {1: "report_due", due + 1: "report_missing"}.get(passed)
    return tell(_reminders(moment, number, kind)) if kind else 0


def _reminders(moment: Moment, number: int, kind: str) -> Iterator[Notice]:
    quarter = days.quarter_named(number)
    handed_in = ReportDraft.objects.filter(
        quarter=quarter, state__in=[DraftState.SUBMITTED, DraftState.PUBLISHED]
    ).values("project")
    waiting = projects_at(moment).filter(first_due_no__lte=number, closure__isnull=True)
    for state in waiting.exclude(project__in=handed_in).exclude(report_no__gte=number):
        for person in _leads(state):
            yield notice(
                person,
                kind,
                str(state.project_id),
                moment.as_of,
                f"{state.code}, {quarter}: {WORDS[kind]}",
                _path(state.code, quarter, demonstration=state.demonstration),
            )


def _leads(state: ProjectState) -> list[Person]:
    grants = RoleGrant.objects.filter(scope_kind=ScopeKind.PROJECT, scope_code=state.code)
    return _people(grants, state.demonstration)


def _holders(role: Role, demonstration: bool) -> list[Person]:
    return _people(RoleGrant.objects.filter(role=role), demonstration)


def _people(grants: object, demonstration: bool) -> list[Person]:
    day = days.today()
    in_force = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    held = grants.filter(in_force, valid_from__lte=day).values("person")  # type: ignore[attr-defined]
    people = Person.objects.filter(pk__in=held, is_active=True, demonstration=demonstration)
    return list(people.order_by("pk"))


def _about(person: Person, kind: str, draft: ReportDraft) -> Notice:
    code = draft.project.code
    path = _path(code, draft.quarter, demonstration=draft.project.demonstration)
    text = f"{code}, {draft.quarter}: {WORDS[kind]}"
    key = f"{draft.project_id}:{draft.quarter}:{draft.version}"
    return notice(person, kind, key[:64], days.today(), text, path)


def _path(code: str, quarter: str, *, demonstration: bool) -> str:
    address = reverse("status-report", args=[code, quarter])
    return f"{address}?layer=demonstration" if demonstration else address


def _of_baseline(person: Person, kind: str, proposal: BaselineProposal) -> Notice:
    project = proposal.milestone.project
    address = reverse("project-detail", args=[project.code])
    path = f"{address}?layer=demonstration" if project.demonstration else address
    text = f"{proposal.milestone.code}: {WORDS[kind]}"
    return notice(person, kind, str(proposal.pk), days.today(), text, path)
