"""How the made-up projects came out: objectives, measurements, new baselines, closings."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from ictportal.demonstration.portfolio import words
from ictportal.demonstration.portfolio.courses import ENDED
from ictportal.demonstration.portfolio.hands import Quarters, Row, Team, bring
from ictportal.demonstration.portfolio.numbers import in_quarter, project_gauge, shown
from ictportal.demonstration.portfolio.projects import planned
from ictportal.demonstration.portfolio.ventures import VENTURES, Venture
from projects import actions
from projects.models import BaselineProposal, Milestone, Project, ProjectObjective

#: Objective, who speaks, the word, and in which quarter; later words follow earlier ones.
SAID = (
    ("DP01-O1", "owner", "partly", 7),
    ("DP01-O1", "auditor", "partly", 9),
    ("DP02-O1", "owner", "partly", 8),
    ("DP02-O2", "owner", "yes", 8),
    ("DP02-O2", "auditor", "no", 9),
    ("DP03-O1", "owner", "yes", 7),
    ("DP03-O1", "auditor", "yes", 8),
    ("DP03-O2", "owner", "yes", 7),
    ("DP03-O2", "auditor", "partly", 8),
    ("DP04-O1", "owner", "partly", 5),
    ("DP04-O1", "owner", "yes", 8),
    ("DP04-O1", "auditor", "no", 9),
    ("DP04-O2", "owner", "yes", 8),
    ("DP05-O1", "owner", "partly", 9),
    ("DP05-O1", "auditor", "no", 9),
    ("DP06-O1", "owner", "yes", 6),
    ("DP06-O1", "auditor", "yes", 7),
    ("DP06-O2", "owner", "yes", 7),
    ("DP08-O1", "owner", "no", 6),
    ("DP08-O1", "owner", "partly", 10),
    ("DP10-O1", "owner", "yes", 10),
    ("DP10-O1", "auditor", "yes", 10),
    ("DP12-O1", "owner", "no", 5),
    ("DP12-O2", "auditor", "no", 5),
    ("DP14-O1", "owner", "partly", 9),
    ("DP14-O2", "auditor", "no", 9),
    ("DP15-O1", "owner", "yes", 8),
    ("DP15-O2", "owner", "yes", 8),
    ("DP15-O2", "auditor", "no", 9),
    ("DP17-O1", "owner", "partly", 9),
)
#: Milestone, by how many days, why, and what the approver decides; "" is not decided yet.
PROPOSED = (
    ("DP05-M4", 182, "Made up: the night watch begins when all posts are filled.", "approved"),
    ("DP14-M4", 91, "Made up: the test of all systems follows the yearly closing.", "approved"),
    ("DP16-M4", 273, "Made up: the review could wait for the new budget.", "refused"),
    ("DP07-M4", 120, "Made up: the rooms in missions are rebuilt first.", ""),
)
AUTHORITY = "Demonstration steering group, last meeting"
#: Project, how it ended, in which quarter (none: today), then what is asked at the end.
CLOSINGS = (
    (
        *("DP06", "achieved", 7),
        "Made up: every claim is filed and paid without paper.",
        "No cause is left: the old form was withdrawn.",
        "The finance department led and its head took part in each meeting.",
        "Going office by office cost a quarter and saved the trust of the users.",
    ),
    (
        *("DP12", "stopped", 5),
        "Made up: field staff use another service that they had already.",
        "Nobody asked the users before money was given.",
        "Two missions wanted different things, and no one decided.",
        "Ask who will use it before anything is bought.",
    ),
    (
        *("DP15", "partly", None),
        "Made up: rooms are booked in one place; cars are not used more than before.",
        "Drivers are planned elsewhere, which the project could not change.",
        "Operations and the offices share the cars and plan them apart.",
        "A calendar does not change who decides.",
    ),
)
EXCEPTION = (
    "Made up: the work is done, and the objective on cars goes to the plan of operations, which "
    "reports on it from next year."
)


def lay(team: Team) -> None:
    """The objectives, the first of each project measured by an indicator."""
    bring("project_objectives", team.officer, _objectives())


def _objectives() -> Iterator[Row]:
    for venture in VENTURES:
        for number, (code, goal) in enumerate(zip(venture.objectives, venture.goals, strict=True)):
            yield {
                "code": code,
                "project": venture.code,
                "name": goal.name,
                "indicator": "" if number else venture.indicator,
                "as_of": venture.starts,
            }


def tell(team: Team) -> None:
    """After the reports: what was measured and said, what was moved, what was closed."""
    rows = ProjectObjective.objects.filter(demonstration=True).values_list("code", "pk")
    objectives = {code: UUID(str(pk)) for code, pk in rows}
    for venture in VENTURES:
        if venture.code not in ENDED:
            _measure(team, venture, objectives[venture.objectives[0]])
    for code, voice, met, place in SAID:
        _say(team, objectives[code], code, voice, met, place)
    _move_baselines(team)
    _close(team)


def _measure(team: Team, venture: Venture, objective: UUID) -> None:
    quarters, gauge = Quarters(), project_gauge(venture)
    _aim, counted = in_quarter(gauge, quarters.period(11).last.month)
    actions.record_measurement(
        by=team.leads[venture.code],
        objective_id=objective,
        period=quarters.name(11),
        value=shown(gauge, counted),
        unit=gauge.unit,
        evidence=words.MEASURED,
    )


def _say(team: Team, objective: UUID, code: str, voice: str, met: str, place: int) -> None:
    auditor = voice == "auditor"
    actions.assess_objective(
        by=team.auditor if auditor else team.leads[code[:4]],
        objective_id=objective,
        voice=voice,
        met=met,
        reasoning=(words.JUDGED if auditor else words.MET)[met],
        as_of=Quarters().period(place).last,
    )


def _move_baselines(team: Team) -> None:
    """Leads propose; the approver agrees to two, refuses one and has two to decide on."""
    ids = dict(Milestone.objects.filter(demonstration=True).values_list("code", "pk"))
    ventures = {venture.code: venture for venture in VENTURES}
    for code, later, reason, decision in PROPOSED:
        proposal = actions.propose_baseline(
            by=team.leads[code[:4]],
            milestone_id=ids[code],
            day=planned(ventures[code[:4]], 4) + timedelta(days=later),
            authority=AUTHORITY,
            reason=reason,
        )
        if decision == "approved":
            actions.approve_baseline(by=team.approver, proposal_id=proposal.pk)
        elif decision == "refused":
            why = "The review belongs to this budget."
            actions.refuse_baseline(by=team.approver, proposal_id=proposal.pk, reason=why)
    _plan_another(team, ventures["DP10"])


def _plan_another(team: Team, venture: Venture) -> None:
    actions.plan_milestone(
        by=team.leads[venture.code],
        project_id=team.projects()[venture.code],
        name="Second look at the missions",
        day=planned(venture, 4) + timedelta(days=182),
        authority=AUTHORITY,
        reason="Made up: the auditors asked for a look after one year.",
    )


def _close(team: Team) -> None:
    """One was achieved, one stopped, one closes by an approver's exception."""
    ids = team.projects()
    for code, result, place, reasons, causes, factors, lessons in CLOSINGS:
        if place is None:
            actions.allow_closing(by=team.approver, project_id=ids[code], reason=EXCEPTION)
        quarters = Quarters()
        actions.close_project(
            by=team.leads[code],
            project_id=ids[code],
            expected_version=Project.objects.values_list("version", flat=True).get(code=code),
            result=result,
            as_of=quarters.today if place is None else quarters.period(place).last,
            reasons=reasons,
            systemic_causes=causes,
            organizational_factors=factors,
            lessons=lessons,
        )


def undecided() -> set[str]:
    """The baselines that wait for the approver, as notices name them."""
    waiting = BaselineProposal.objects.filter(state="proposed", milestone__demonstration=True)
    return {str(pk) for pk in waiting.values_list("pk", flat=True)}
