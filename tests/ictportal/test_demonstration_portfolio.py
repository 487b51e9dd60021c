"""The demonstration's portfolio: twenty projects with a history, apart from the record, and alive."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import models, transaction

from ictportal.demonstration import ground, people
from ictportal.demonstration.portfolio import story
from ictportal.demonstration.portfolio.courses import COURSES
from ictportal.demonstration.portfolio.hands import Quarters
from ictportal.demonstration.portfolio.ventures import VENTURES
from ledger import days, flags, moments
from ledger.errors import Forbidden, Invalid
from ledger.models import Statement
from ledger.moments import Moment
from ledger.verify import verify
from projects import actions, policies, reporting
from projects import models as portfolio
from projects.comparisons import DIFFERS, MATCHES, NOTED, compared
from projects.lifecycle import (
    AssumptionWord,
    ChapterState,
    ClosingResult,
    DraftState,
    ElementKind,
    LessonKind,
    PlanKind,
    PortfolioMove,
    ProposalState,
    Rating,
    Verification,
    Voice,
)
from projects.reports_due import Calendar, count
from secretariat.models import Notice, Person, Provenance
from secretariat.sheets import current, get_sheet

#: Flags that no project of the demonstration can raise.
SILENT = {"projects.count_differs"}


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Person]]:
    """The portfolio, told once for this file and taken back at its end; its people by address."""
    with django_db_blocker.unblock(), transaction.atomic():
        admin = people.administrator("a")
        ground.lay(admin)
        people.add_others({member.email: "a" for member in people.CAST})
        story.tell(())
        yield {p.email.partition("@")[0]: p for p in Person.objects.filter(demonstration=True)}
        transaction.set_rollback(True)


Told = dict[str, Person]
pytestmark = pytest.mark.django_db


def projects(told: Told, moment: Moment | None = None) -> Any:
    """The demonstration's projects at a moment."""
    return policies.viewable_by(told["officer"], moment or moments.now(), demonstration=True)


def milestones(told: Told) -> Any:
    """Its milestones now."""
    return policies.viewable_milestones(told["officer"], moments.now(), demonstration=True)


def series() -> list[Any]:
    """Every kind of statement of the portfolio."""
    found = [getattr(portfolio, name) for name in portfolio.__all__]
    return [model for model in found if issubclass(model, Statement)]


def ours(model: type[models.Model]) -> Any:
    """The statements about the demonstration's subjects."""
    return model._default_manager.filter(subject__demonstration=True)


def test_twenty_projects_entered_and_one_left(told: Told) -> None:
    states = {state.code: state for state in projects(told)}
    assert sorted(states) == [venture.code for venture in VENTURES]
    assert len(states) == 20
    left = [code for code, state in states.items() if state.event_kind == PortfolioMove.EXIT]
    assert left == ["DP18"]
    starts = [state.particulars.starts_on.year for state in projects(told)]
    assert (min(starts), max(starts)) == (2019, 2022)


def test_every_kind_of_statement_is_there_and_demonstration(told: Told) -> None:
    for model in series():
        rows = ours(model)
        assert rows.exists(), model
        assert set(rows.values_list("provenance", flat=True)) == {Provenance.DEMONSTRATION}, model


def test_nothing_speaks_for_a_day_to_come(told: Told) -> None:
    for model in series():
        assert not ours(model).filter(as_of__gt=days.today()).exists(), model


def test_the_demonstration_names_only_its_own_entities_and_plans(told: Told) -> None:
    assert not projects(told).filter(lead_entity__demonstration=False).exists()
    assert not projects(told).filter(plan__demonstration=False).exists()
    assert not projects(told).filter(driver__demonstration=False).exists()
    served = portfolio.ServedObjective.objects.filter(particulars__subject__demonstration=True)
    assert served.exists()
    assert not served.filter(element__demonstration=False).exists()


def test_plans_of_three_kinds_with_every_part(told: Told) -> None:
    plans = portfolio.Plan.objects.filter(demonstration=True)
    kinds = Counter(plans.values_list("kind", flat=True))
    assert set(kinds) == {PlanKind.STRATEGY, PlanKind.FRAMEWORK, PlanKind.SECURITY_PLAN}
    assert kinds[PlanKind.SECURITY_PLAN] == 3
    elements = portfolio.PlanElement.objects.filter(plan__code="DEMO-STRATEGY")
    missing = {
        *(ElementKind.ELEMENT, ElementKind.SUBPROGRAMME, ElementKind.PLANNED_ACTION),
    }
    assert set(elements.values_list("kind", flat=True)) == set(ElementKind) - missing
    assert ours(portfolio.PlanParticulars).filter(predecessor__isnull=False).count() == 4


def test_the_road_map_has_bars_against_two_baselines(told: Told) -> None:
    bars = Counter(ours(portfolio.RoadmapBar).values_list("baseline__code", flat=True))
    assert bars["DEMO-SCHEDULE-1"] >= 10
    assert bars["DEMO-SCHEDULE-2"] >= 10
    for bar in ours(portfolio.RoadmapBar).select_related("baseline"):
        kept = bar.baseline.particulars.get()
        assert kept.first_quarter <= bar.first_quarter <= bar.last_quarter <= kept.last_quarter


def test_words_of_every_register_of_plans_are_used(told: Told) -> None:
    for model, field, words in (
        (portfolio.ReportChapter, "state", ChapterState),
        (portfolio.LessonText, "subject__kind", LessonKind),
        (portfolio.AssumptionState, "state", set(AssumptionWord) - {AssumptionWord.NOT_STATED}),
        (portfolio.ControlStatement, "verification", set(Verification) - {"not_stated"}),
    ):
        assert set(ours(model).values_list(field, flat=True)) == set(words), model
    assert ours(portfolio.ControlStatement).exclude(substitute="").exists()
    claims = ours(portfolio.AchievementClaim)
    assert claims.filter(indicator__isnull=True).exists()
    assert claims.filter(indicator__isnull=False).exists()


def test_three_years_of_reports_with_some_missing_and_some_late(told: Told) -> None:
    counted = count(Calendar(list(projects(told)), moments.now()).all_due())
    assert counted["due"] > 200
    assert counted["late"] >= 10
    assert counted["missing"] >= 5
    quarters = set(ours(portfolio.StatusReport).values_list("quarter_no", flat=True))
    assert len(quarters) == 12
    assert max(quarters) == days.last_ended_quarter(days.today())


def test_the_history_grows_from_quarter_to_quarter(told: Told) -> None:
    received = []
    for place in range(1, 12, 2):
        moment = Moment(as_of=Quarters().period(place).last)
        received.append(sum(state.received for state in projects(told, moment)))
    assert received == sorted(set(received)), received
    assert projects(told, Moment(as_of=date(2021, 12, 31))).filter(percent__gt=0).count() >= 12


def test_a_fall_says_why_and_so_does_a_date_that_moved(told: Told) -> None:
    falls = ours(portfolio.PercentComplete).exclude(reason="")
    assert falls.values("subject").distinct().count() >= 4
    forecasts = ours(portfolio.MilestoneDate).filter(kind="forecast")
    assert forecasts.count() >= 20
    assert not forecasts.filter(reason="").exists()


def test_a_worse_rating_has_a_new_reason(told: Told) -> None:
    worse = 0
    held: dict[Any, portfolio.StatusReport] = {}
    for report in ours(portfolio.StatusReport).order_by("subject", "quarter_no"):
        before = held.get(report.subject_id)
        held[report.subject_id] = report
        if before and before.overall == Rating.GREEN and report.overall != Rating.GREEN:
            worse += 1
            assert report.overall_reason != before.overall_reason
    assert worse >= 8


def test_milestones_were_reached_moved_and_some_lie_ahead(told: Told) -> None:
    rows = list(milestones(told))
    assert sum(row.reached for row in rows) >= 30
    assert sum(not row.reached for row in rows) >= 20
    assert max(row.moves for row in rows) >= 3
    assert any(row.slip_first and row.slip_first < 0 for row in rows)
    assert any(row.slip_first != row.slip_current for row in rows)


def test_what_is_complete_has_reached_its_milestones(told: Told) -> None:
    complete = projects(told).filter(percent=100).values_list("project", flat=True)
    assert not [
        row.code for row in milestones(told).filter(project__in=complete) if not row.reached
    ]


def test_baselines_were_agreed_refused_and_two_wait(told: Told) -> None:
    proposals = portfolio.BaselineProposal.objects.filter(milestone__demonstration=True)
    states = Counter(proposals.values_list("state", flat=True))
    assert states == {
        ProposalState.APPROVED: 2,
        ProposalState.REFUSED: 1,
        ProposalState.PROPOSED: 2,
    }


def test_two_voices_and_where_they_differ(told: Told) -> None:
    rows = policies.viewable_objectives(told["officer"], moments.now(), demonstration=True)
    both = rows.filter(owner__isnull=False, auditor__isnull=False)
    differing = [row.code for row in both.select_related("owner", "auditor") if _differ(row)]
    assert len(differing) >= 4
    assert rows.filter(indicator__isnull=False).count() == 20
    assert ours(portfolio.ObjectiveAssessment).filter(voice=Voice.AUDITOR).count() >= 8


def _differ(row: portfolio.ObjectiveState) -> bool:
    return row.owner is not None and row.auditor is not None and row.owner.met != row.auditor.met


def test_three_are_complete_though_an_objective_is_unmet(told: Told) -> None:
    found = [state.code for state in projects(told).order_by("code") if state.is_complete_but_unmet]
    assert found == ["DP03", "DP04", "DP15"]


def test_three_are_closed_with_reasons_and_one_by_exception(told: Told) -> None:
    closures = ours(portfolio.Closure)
    assert set(closures.values_list("result", flat=True)) == {
        ClosingResult.ACHIEVED,
        ClosingResult.STOPPED,
        ClosingResult.PARTLY,
    }
    assert not closures.filter(reasons="").exists()
    assert ours(portfolio.ClosingException).get().subject.code == "DP15"


def test_some_indicators_fall_short_and_one_warns(told: Told) -> None:
    rows = policies.viewable_indicators(told["officer"], moments.now(), demonstration=True)
    strategy = [row for row in rows if row.group != "projects"]
    assert len(strategy) >= 19
    below = [row.code for row in rows if row.is_below_plan]
    assert 3 <= len(below) <= 10
    assert [row.code for row in rows if row.is_below_threshold] == ["DEMO-CONTENT"]
    assert sum(row.proxy for row in rows) == 1
    assert not [row.code for row in rows if row.actual_number is None or row.baseline_id is None]


def test_one_printed_total_differs_and_the_others_match(told: Told) -> None:
    found = compared(moments.now(), demonstration=True)
    tables = Counter(one.outcome for one in found if one.code.startswith("DEMO-"))
    assert tables == {DIFFERS: 1, MATCHES: 7, NOTED: 1}


def test_every_flag_of_the_portfolio_is_raised(told: Told) -> None:
    keys = ("projects.", "plans.", "indicators.", "resources.")
    for flag in flags.all_flags():
        if flag.key.startswith(keys) and flag.key not in SILENT:
            assert flag.find(told["officer"], moments.now(), demonstration=True).count(), flag.key


def test_drafts_lie_open_wait_and_were_returned(told: Told) -> None:
    drafts = portfolio.ReportDraft.objects.filter(project__demonstration=True)
    open_ones = drafts.exclude(state=DraftState.PUBLISHED).values_list("state", "project__code")
    assert dict(open_ones) == {
        DraftState.DRAFT: "DP02",
        DraftState.SUBMITTED: "DP03",
        DraftState.RETURNED: "DP11",
    }
    assert policies.own_projects(told["lead"]) == {f"DP{n:02d}" for n in range(1, 11)}


def test_only_what_waits_is_unread(told: Told) -> None:
    unread = Notice.objects.filter(person__demonstration=True, read_at__isnull=True)
    assert sorted(unread.values_list("kind", flat=True)) == [
        "baseline_proposed",
        "baseline_proposed",
        "report_returned",
        "report_submitted",
    ]


def test_the_lead_reports_on_and_the_officer_publishes_today(told: Told) -> None:
    state = actions.find_project(told["lead"], _id("DP01"))
    quarter = days.quarter_named(days.last_ended_quarter(days.today()))
    before = actions.before_report(state, days.parse_quarter(quarter))
    content = {**reporting.opening(before), "achievements": "One more office moved."}
    draft = actions.submit_report(
        by=told["lead"],
        project_id=state.project_id,
        quarter=quarter,
        content=_reached(content, before),
        expected_version=0,
    )
    report = actions.publish_report(by=told["officer"], draft_id=draft.pk)
    assert report.published_on == days.today()
    assert report.percent == int(COURSES["DP01"].reported[-1][1])


def _reached(content: dict[str, str], before: reporting.Before) -> dict[str, str]:
    """Whatever was due by the end of the quarter is reached."""
    for row in before.milestones:
        if row.expected and row.expected <= before.period.last:
            content[f"milestone:{row.code}:reached"] = "yes"
    return content


def _id(code: str) -> Any:
    return portfolio.Project.objects.values_list("pk", flat=True).get(code=code)


def test_the_approver_agrees_to_a_baseline_that_waits(told: Told) -> None:
    waiting = portfolio.BaselineProposal.objects.get(
        milestone__code="DP07-M4", state=ProposalState.PROPOSED
    )
    dated = actions.approve_baseline(by=told["approver"], proposal_id=waiting.pk)
    assert milestones(told).get(code="DP07-M4").current_day == dated.day


def test_the_day_of_publication_is_the_demonstrations_and_lies_after_the_quarter(
    told: Told,
) -> None:
    draft = portfolio.ReportDraft.objects.get(project__code="DP03", state=DraftState.SUBMITTED)
    ended = days.parse_quarter(draft.quarter).last
    for day in (ended - timedelta(days=1), days.today() + timedelta(days=1)):
        with pytest.raises(Invalid) as refusal:
            actions.publish_report(by=told["officer"], draft_id=draft.pk, on=day)
        assert "on" in refusal.value.fields


def test_nobody_outside_the_demonstration_chooses_the_day(told: Told) -> None:
    draft = portfolio.ReportDraft.objects.get(project__code="DP03", state=DraftState.SUBMITTED)
    stranger = Person(**{**_fields(told["officer"]), "demonstration": False})
    with pytest.raises(Forbidden):
        actions.publish_report(by=stranger, draft_id=draft.pk, on=days.today())


def _fields(person: Person) -> dict[str, Any]:
    return {field.attname: getattr(person, field.attname) for field in person._meta.fields}


def test_its_rows_can_be_edited_in_their_sheets(told: Told) -> None:
    """What a sheet shows, its own cells accept: symbols, periods and numbers alike."""
    for key in ("achievements", "project_budgets", "indicator_values", "projects", "comparisons"):
        sheet = get_sheet(key)
        cleans = {cell.name: cell.column.clean for cell in sheet.all_cells}
        rows = [row for row in current(sheet).values() if "DEMO" in str(row) or "DP0" in str(row)]
        assert rows, key
        for row in rows:
            cleaned = {name: cleans[name](text) if text else "" for name, text in row.items()}
            assert cleaned == row, key


def test_the_record_keeps_its_portfolio(told: Told) -> None:
    rows = policies.viewable_by(told["officer"], moments.now())
    assert rows.count() == 20
    assert not rows.filter(code__startswith="DP").exists()
    strays = [
        model.__name__
        for model in series()
        if model._default_manager.filter(provenance=Provenance.DEMONSTRATION)
        .exclude(subject__demonstration=True)
        .exists()
    ]
    assert strays == []


def test_the_memory_is_whole_with_it(told: Told) -> None:
    assert verify() == []
