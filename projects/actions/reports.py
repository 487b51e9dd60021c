"""Status reports: draft, submit, return, publish. A published report never changes."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from ledger import days
from ledger.errors import Forbidden, Invalid, Stale, WrongState
from ledger.history import Draft, recording, take
from ledger.moments import Moment
from ledger.texts import clean_prose
from projects import notifications, policies, reporting
from projects.actions.common import NotFound, corrected, find_project
from projects.lifecycle import DRAFT_MOVES, DateKind, DraftState, PortfolioMove
from projects.models import (
    MilestoneDate,
    PercentComplete,
    ProjectState,
    ReportDraft,
    ReportedMilestone,
    ReportedRisk,
    StatusReport,
)
from projects.reporting import Before, Content, ReadReport
from projects.state import milestones_at
from secretariat.models import Person
from secretariat.provenance import provenance_of

LATER = "This report was changed in another window after you opened it. Both versions are shown."


def clean_quarter(text: str, state: ProjectState) -> days.Period:
    """A quarter that has ended and during which the project was in the portfolio."""
    try:
        period = days.parse_quarter(text.strip().upper())
    except ValueError as error:
        raise Invalid(fields={"quarter": str(error)}) from error
    name = days.quarter_of(period.last)
    if period.last > days.today():
        raise Invalid(fields={"quarter": f"{name} has not ended yet."})
    start = state.particulars.starts_on
    if start is not None and period.last < start:
        raise Invalid(fields={"quarter": f"{state.code} had not started in {name}."})
    ended = _ended(state)
    if ended is not None and days.quarter_number(name) > ended:
        raise WrongState(f"{state.code} was no longer in the portfolio in {name}.")
    return period


def _ended(state: ProjectState) -> int | None:
    if state.closure is not None:
        return int(state.closure.quarter_no)
    if state.event is not None and state.event_kind == PortfolioMove.EXIT:
        return int(state.event.quarter_no)
    return None


def before_report(state: ProjectState, period: days.Period) -> Before:
    """What stood when the quarter ended, the report on it left out."""
    number = days.quarter_number(days.quarter_of(period.last))
    earlier = StatusReport.objects.filter(subject=state.project_id, quarter_no__lt=number)
    percents = PercentComplete.objects.filter(subject=state.project_id, as_of__lt=period.last)
    milestones = milestones_at(Moment(as_of=period.last)).filter(project=state.project_id)
    return Before(
        report=earlier.standing().order_by("-quarter_no").first(),
        percent=percents.standing().order_by("-as_of", "-ordinal").first(),
        milestones=list(milestones.filter(actual__isnull=True).order_by("code")),
        starts_on=state.particulars.starts_on,
        period=period,
    )


def published(state: ProjectState, quarter: str) -> StatusReport | None:
    """The report published on a quarter, if there is one."""
    rows = StatusReport.objects.filter(subject=state.project_id, quarter=quarter).standing()
    found: StatusReport | None = rows.first()
    return found


def save_draft(
    *,
    by: Person,
    project_id: UUID,
    quarter: str,
    content: Content,
    expected_version: int,
    correcting: bool = False,
) -> ReportDraft:
    """Keep what was typed, valid or not. ``expected_version`` 0 means that no draft was seen.

    A published report is written on only to correct it. Raises ``Stale`` when another window
    saved meanwhile, ``WrongState`` when the report waits for publication or is published.
    """
    state = find_project(by, project_id)
    policies.check_can_report(by, state.project)
    period = clean_quarter(quarter, state)
    kept = reporting.keep(content, before_report(state, period))
    return _keep(by, state, days.quarter_of(period.last), kept, expected_version, correcting)


def _keep(
    by: Person,
    state: ProjectState,
    quarter: str,
    kept: dict[str, str],
    expected_version: int,
    correcting: bool,
) -> ReportDraft:
    held = ReportDraft.objects.filter(project=state.project_id, quarter=quarter).first()
    done = published(state, quarter) is not None
    if done and not correcting:
        raise WrongState(f"The report on {quarter} is published. Correct it instead.")
    if held is None:
        return _first_draft(by, state, quarter, kept, expected_version)
    if held.state == DraftState.SUBMITTED:
        raise WrongState("This report waits for publication. Ask for its return to change it.")
    saved = ReportDraft.objects.filter(pk=held.pk, version=expected_version).update(
        version=expected_version + 1,
        content=kept,
        state=DraftState.DRAFT if held.state == DraftState.PUBLISHED else held.state,
        saved_by=by.number,
        saved_at=timezone.now(),
    )
    if not saved:
        raise Stale(LATER)
    held.refresh_from_db()
    return held


def _first_draft(
    by: Person, state: ProjectState, quarter: str, kept: dict[str, str], expected_version: int
) -> ReportDraft:
    if expected_version:
        raise Stale(LATER)
    try:
        with transaction.atomic():
            return ReportDraft.objects.create(
                project=state.project,
                quarter=quarter,
                content=kept,
                saved_by=by.number,
                saved_at=timezone.now(),
            )
    except IntegrityError as error:
        raise Stale(LATER) from error


def submit_report(
    *,
    by: Person,
    project_id: UUID,
    quarter: str,
    content: Content,
    expected_version: int,
    correcting: bool = False,
) -> ReportDraft:
    """Hand the report in for publication: complete, every rule met, or ``Invalid`` names each field.

    What was typed is kept as a draft first, so a refusal loses nothing.
    """
    state = find_project(by, project_id)
    role = policies.check_can_report(by, state.project)
    draft = save_draft(
        by=by,
        project_id=project_id,
        quarter=quarter,
        content=content,
        expected_version=expected_version,
        correcting=correcting,
    )
    period = clean_quarter(quarter, state)
    try:
        reporting.read_report(draft.content, before_report(state, period), correcting=correcting)
    except Invalid as refusal:
        refusal.draft = draft  # type: ignore[attr-defined]
        raise
    with recording(by=by, role=role) as record:
        _move(draft, DraftState.SUBMITTED, submitted_by=by.number, submitted_at=timezone.now())
        record.entry("projects.report.submitted", state.project, after={"quarter": draft.quarter})
    notifications.tell_publishers(draft)
    return draft


def _move(draft: ReportDraft, to: DraftState, **changes: object) -> None:
    if to not in DRAFT_MOVES[DraftState(draft.state)]:
        raise WrongState(f"This report is {draft.get_state_display()}.")
    moved = ReportDraft.objects.filter(pk=draft.pk, version=draft.version, state=draft.state)
    if not moved.update(state=to, version=draft.version + 1, **changes):
        raise Stale(LATER)
    draft.refresh_from_db()


def find_draft(viewer: Person, draft_id: int) -> ReportDraft:
    """A draft the person may see; else ``NotFound``."""
    found = policies.viewable_drafts(viewer).select_related("project").filter(pk=draft_id).first()
    if found is None:
        raise NotFound("There is no such draft.")
    return found


def return_report(*, by: Person, draft_id: int, reason: str) -> ReportDraft:
    """Give a submitted report back to its author, with the reason."""
    draft = find_draft(by, draft_id)
    role = policies.check_can_return(by, draft.project)
    why = clean_prose(reason, field="reason", required=True)
    with recording(by=by, role=role) as record:
        _move(draft, DraftState.RETURNED, returned_because=why)
        record.entry(
            "projects.report.returned", draft.project, after={"quarter": draft.quarter}, reason=why
        )
    notifications.tell_author(draft, "report_returned")
    return draft


def publish_report(*, by: Person, draft_id: int, on: date | None = None) -> StatusReport:
    """Another person publishes: now the report is stated, with its percent and its dates.

    1. find the draft and check the second person; 2. read it again as it stands, because the
    record may have moved on; 3. lock the project; 4. write the report, the percent complete, and
    each milestone date that moved; a correction names what it corrects. ``on`` lets the
    demonstration tell a history; everything else is published today.
    """
    draft = find_draft(by, draft_id)
    role = policies.check_can_publish(by, draft.project, draft.submitted_by)
    state = find_project(by, draft.project_id)
    period = clean_quarter(draft.quarter, state)
    day = _published_on(by, period, on)
    held = published(state, draft.quarter)
    report = reporting.read_report(
        draft.content, before_report(state, period), correcting=held is not None
    )
    kind = "projects.report.corrected" if held else "projects.report.published"
    with recording(by=by, role=role) as record:
        _move(draft, DraftState.PUBLISHED)
        take(state.project)
        entry = record.entry(
            kind,
            state.project,
            before={"percent": state.percent},
            after={"quarter": draft.quarter, "percent": report.percent, **_ratings(report)},
            reason=report.correction_reason or report.percent_reason,
        )
        made = _state_report(by, entry, draft, state, report, held, day)
        _state_numbers(by, entry, state, report, period)
        _state_dates(by, entry, made, report)
    notifications.tell_author(draft, "report_published")
    return made


def _published_on(by: Person, period: days.Period, on: date | None) -> date:
    """Today, or for the demonstration an earlier day that is not before the quarter's end."""
    today = days.today()
    if on is None:
        return today
    if not by.demonstration:
        raise Forbidden("A status report is published on the day of its publication.")
    if not period.last <= on <= today:
        said = f"It lies between the end of the quarter, {period.last}, and today."
        raise Invalid(fields={"on": said})
    return on


def _ratings(report: ReadReport) -> dict[str, str]:
    return {name: word for name, word in report.ratings.items() if not name.endswith("_reason")}


def _state_report(
    by: Person,
    entry: Draft,
    draft: ReportDraft,
    state: ProjectState,
    report: ReadReport,
    held: StatusReport | None,
    day: date,
) -> StatusReport:
    number = days.quarter_number(draft.quarter)
    assert draft.submitted_by is not None and draft.submitted_at is not None
    made = StatusReport(
        subject=state.project,
        as_of=days.parse_quarter(draft.quarter).last,
        as_of_precision=days.Precision.QUARTER,
        quarter=draft.quarter,
        quarter_no=number,
        percent=report.percent,
        method=report.method,
        percent_reason=report.percent_reason,
        **report.ratings,
        **report.texts,
        submitted_by=draft.submitted_by,
        submitted_at=draft.submitted_at,
        published_on=held.published_on if held else day,
        corrects=held,
        provenance=provenance_of(by),
    )
    entry.state(made)
    for order, (title, rating, response) in enumerate(report.risks):
        entry.part(
            ReportedRisk(report=made, order=order, title=title, rating=rating, response=response)
        )
    return made


def _state_numbers(
    by: Person, entry: Draft, state: ProjectState, report: ReadReport, period: days.Period
) -> None:
    entry.state(
        PercentComplete(
            subject=state.project,
            as_of=period.last,
            percent=report.percent,
            method=report.method,
            reason=report.percent_reason,
            corrects=corrected(PercentComplete, state.project, period.last),
            provenance=provenance_of(by),
        )
    )


def _state_dates(by: Person, entry: Draft, made: StatusReport, report: ReadReport) -> None:
    """Every milestone as reported; a date is stated only where it moved or was reached."""
    for said in report.milestones:
        milestone = said.state.milestone
        entry.part(
            ReportedMilestone(
                report=made,
                milestone=milestone,
                expected=said.expected,
                reached=said.reached,
                reason=said.reason,
            )
        )
        if not (said.moved or said.reached):
            continue
        take(milestone)
        kind = DateKind.ACTUAL if said.reached else DateKind.FORECAST
        dated = MilestoneDate(
            subject=milestone,
            as_of=made.as_of,
            kind=kind,
            day=said.expected,
            reason=said.reason,
            corrects=corrected(MilestoneDate, milestone, made.as_of, kind=kind),
            provenance=provenance_of(by),
        )
        entry.state(dated)
        dated.ordinal = milestone.version
