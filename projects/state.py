"""How things stood at a moment, read from the statements by one SQL rule per kind of record."""

from typing import Any

from django.db.models import QuerySet

from ledger import days
from ledger.derived import read_from
from ledger.latest import count_sql, latest_id_sql, standing_sql
from ledger.moments import Moment
from projects.lifecycle import Met, PortfolioMove, Rating, ValueState
from projects.models import (
    Closure,
    IndicatorParticulars,
    IndicatorState,
    IndicatorValue,
    MilestoneDate,
    MilestoneParticulars,
    MilestoneState,
    ObjectiveAssessment,
    ObjectiveParticulars,
    ObjectiveState,
    PercentComplete,
    PortfolioEvent,
    ProjectParticulars,
    ProjectState,
    StatusReport,
)
from secretariat.queries import threshold

REPORT_DUE_DAYS = "status_report_due_days"
BY_PERIOD = "s.period_end DESC, s.as_of DESC, s.ordinal DESC"


def report_due_days(moment: Moment) -> int:
    """Days after a quarter's end when its status report is due (the administrator's threshold)."""
    return threshold(REPORT_DUE_DAYS, moment)


def projects_at(moment: Moment) -> QuerySet[ProjectState]:
    """One row per project known at ``moment``, with all that stood about it."""
    last_due = days.last_ended_quarter(moment.as_of, report_due_days(moment))
    return read_from(
        ProjectState.objects.all(), _projects_sql(moment.known), [moment.as_of, last_due]
    )


def milestones_at(moment: Moment) -> QuerySet[MilestoneState]:
    """One row per milestone known at ``moment``."""
    return read_from(MilestoneState.objects.all(), _milestones_sql(moment.known), [moment.as_of])


def objectives_at(moment: Moment) -> QuerySet[ObjectiveState]:
    """One row per objective of a project known at ``moment``."""
    return read_from(ObjectiveState.objects.all(), _objectives_sql(moment.known), [moment.as_of])


def indicators_at(moment: Moment) -> QuerySet[IndicatorState]:
    """One row per indicator known at ``moment``."""
    return read_from(IndicatorState.objects.all(), _indicators_sql(moment.known), [moment.as_of])


class _About:
    """Subqueries about one subject at one day, written once."""

    def __init__(self, subject: str, day: str, known: int | None) -> None:
        self.given: dict[str, Any] = {"subject": subject, "day": day, "known": known}

    def latest(self, model: Any, **narrowed: Any) -> str:
        """The statement in force."""
        return latest_id_sql(model, **self.given, **narrowed)

    def count(self, model: Any, where: str = "") -> str:
        """How many stand."""
        return count_sql(model, **self.given, where=where)


def _date(about: _About, kind: str, *, first: bool = False, column: str = "id") -> str:
    order = "s.as_of, s.ordinal" if first else "s.as_of DESC, s.ordinal DESC"
    return about.latest(MilestoneDate, where=f"s.kind = '{kind}'", order=order, column=column)


def _slipped_sql(project: str, day: str, known: int | None) -> str:
    """How many milestones of a project are, by what was said, later than first promised."""
    about = _About("m.id", day, known)
    said = ", ".join(
        _date(about, kind, column="day") for kind in ("actual", "forecast", "baseline")
    )
    first = _date(about, "baseline", first=True, column="day")
    return (
        f"(SELECT count(*) FROM projects_milestone m WHERE m.project_id = {project}"
        f" AND coalesce({said}) > {first})"
    )


def _milestone_count(project: str, day: str, known: int | None) -> str:
    stated = count_sql(MilestoneParticulars, subject="m.id", day=day, known=known)
    return (
        f"(SELECT count(*) FROM projects_milestone m WHERE m.project_id = {project}"
        f" AND {stated} > 0)"
    )


def _met_sql(known: int | None, day: str, objective: str) -> str:
    """The auditor's word about an objective, else the owner's, else not assessed."""
    about = _About(objective, day, known)
    voices = [
        about.latest(ObjectiveAssessment, where=f"s.voice = '{voice}'", column="met")
        for voice in ("auditor", "owner")
    ]
    return f"coalesce({', '.join(voices)}, '{Met.NOT_ASSESSED}')"


def _objective_count(project: str, day: str, known: int | None, words: tuple[str, ...]) -> str:
    stated = count_sql(ObjectiveParticulars, subject="o.id", day=day, known=known)
    listed = ", ".join(f"'{word}'" for word in words)
    narrowed = f" AND {_met_sql(known, day, 'o.id')} IN ({listed})" if words else ""
    return (
        f"(SELECT count(*) FROM projects_projectobjective o WHERE o.project_id = {project}"
        f" AND {stated} > 0{narrowed})"
    )


def _projects_sql(known: int | None) -> str:
    about = _About("d.project_id", "d.day", known)
    reports = standing_sql(StatusReport, "sr", known)
    standing_reports = (
        f"FROM projects_statusreport sr WHERE sr.subject_id = x.project_id"
        f" AND sr.as_of <= x.day AND {reports}"
    )
    last_no = (
        "CASE WHEN c.quarter_no < x.last_due_no THEN c.quarter_no"
        f" WHEN e.kind = '{PortfolioMove.EXIT}' AND e.quarter_no < x.last_due_no"
        " THEN e.quarter_no ELSE x.last_due_no END"
    )
    return f"""
        SELECT y.*, (SELECT count(*) FROM projects_statusreport sr
                     WHERE sr.subject_id = y.project_id AND sr.as_of <= y.day
                     AND sr.published_on <= y.day AND {reports}
                     AND sr.quarter_no BETWEEN y.first_due_no AND y.last_due_no) AS received
        FROM (SELECT x.project_id AS id, x.project_id, x.day, p.code, p.plan_id, p.demonstration,
            x.particulars_id, q.title, q.title_status, q.provenance, q.driver_id,
            q.lead_entity_id, x.event_id, coalesce(e.kind, '') AS event_kind,
            x.percent_said_id, pc.percent, pc.as_of AS percent_as_of,
            x.report_id, r.quarter_no AS report_no,
            coalesce(r.overall, '{Rating.NOT_RATED}') AS overall, x.closure_id,
            {_objective_count("x.project_id", "x.day", known, ())} AS objectives,
            {_objective_count("x.project_id", "x.day", known, (Met.YES,))} AS met,
            {_objective_count("x.project_id", "x.day", known, (Met.NO, Met.PARTLY))} AS unmet,
            (SELECT count(*) FROM projects_servedobjective so
             WHERE so.particulars_id = x.particulars_id) AS served,
            {_milestone_count("x.project_id", "x.day", known)} AS milestones,
            {_slipped_sql("x.project_id", "x.day", known)} AS slipped,
            coalesce(q.reports_from_no, (SELECT min(sr.quarter_no) {standing_reports}))
                AS first_due_no,
            {last_no} AS last_due_no
        FROM (SELECT d.project_id, d.day, d.last_due_no,
                {about.latest(ProjectParticulars)} AS particulars_id,
                {about.latest(PortfolioEvent)} AS event_id,
                {about.latest(PercentComplete)} AS percent_said_id,
                {about.latest(StatusReport)} AS report_id,
                {about.latest(Closure)} AS closure_id
              FROM (SELECT id AS project_id, %s AS day, %s AS last_due_no
                    FROM projects_project) AS d) AS x
        JOIN projects_project p ON p.id = x.project_id
        JOIN projects_projectparticulars q ON q.id = x.particulars_id
        LEFT JOIN projects_portfolioevent e ON e.id = x.event_id
        LEFT JOIN projects_percentcomplete pc ON pc.id = x.percent_said_id
        LEFT JOIN projects_statusreport r ON r.id = x.report_id
        LEFT JOIN projects_closure c ON c.id = x.closure_id) AS y
    """


def _milestones_sql(known: int | None) -> str:
    about = _About("d.milestone_id", "d.day", known)
    moved = about.count(MilestoneDate, "s.kind IN ('forecast', 'baseline')")
    said = "coalesce(fo.day, cu.day)"
    expected = f"coalesce(ac.day, {said})"
    return f"""
        SELECT x.milestone_id AS id, x.milestone_id, m.project_id, m.code, m.demonstration,
            x.particulars_id, q.name, x.first_id, x.current_id, x.forecast_id, x.actual_id,
            fi.day AS first_day, cu.day AS current_day,
            {expected} AS expected,
            CASE WHEN x.dates > 1 THEN x.dates - 1 ELSE 0 END AS moves
        FROM (SELECT d.milestone_id, d.day,
                {about.latest(MilestoneParticulars)} AS particulars_id,
                {_date(about, "baseline", first=True)} AS first_id,
                {_date(about, "baseline")} AS current_id,
                {_date(about, "forecast")} AS forecast_id,
                {_date(about, "actual")} AS actual_id,
                {moved} AS dates
              FROM (SELECT id AS milestone_id, %s AS day FROM projects_milestone) AS d) AS x
        JOIN projects_milestone m ON m.id = x.milestone_id
        JOIN projects_milestoneparticulars q ON q.id = x.particulars_id
        LEFT JOIN projects_milestonedate fi ON fi.id = x.first_id
        LEFT JOIN projects_milestonedate cu ON cu.id = x.current_id
        LEFT JOIN projects_milestonedate fo ON fo.id = x.forecast_id
        LEFT JOIN projects_milestonedate ac ON ac.id = x.actual_id
    """


def _objectives_sql(known: int | None) -> str:
    about = _About("d.objective_id", "d.day", known)
    owner = about.latest(ObjectiveAssessment, where="s.voice = 'owner'")
    auditor = about.latest(ObjectiveAssessment, where="s.voice = 'auditor'")
    return f"""
        SELECT x.objective_id AS id, x.objective_id, o.project_id, o.code, o.demonstration,
            x.particulars_id, q.name, q.indicator_id, x.owner_id, x.auditor_id,
            coalesce(au.met, ow.met, '{Met.NOT_ASSESSED}') AS met,
            coalesce(au."case", ow."case", '') AS "case"
        FROM (SELECT d.objective_id, {about.latest(ObjectiveParticulars)} AS particulars_id,
                {owner} AS owner_id, {auditor} AS auditor_id
              FROM (SELECT id AS objective_id, %s AS day FROM projects_projectobjective) AS d) AS x
        JOIN projects_projectobjective o ON o.id = x.objective_id
        JOIN projects_objectiveparticulars q ON q.id = x.particulars_id
        LEFT JOIN projects_objectiveassessment ow ON ow.id = x.owner_id
        LEFT JOIN projects_objectiveassessment au ON au.id = x.auditor_id
    """


def _indicators_sql(known: int | None) -> str:
    about = _About("d.indicator_id", "d.day", known)

    def role(name: str) -> str:
        return about.latest(IndicatorValue, where=f"s.role = '{name}'", order=BY_PERIOD)

    same = latest_id_sql(
        IndicatorValue,
        subject="x.indicator_id",
        day="x.day",
        known=known,
        where=(
            f"s.role IN ('planned', 'target') AND s.state = '{ValueState.NUMBER}'"
            " AND s.period_end = ac.period_end"
        ),
        order=BY_PERIOD,
        column="thousandths",
    )
    return f"""
        SELECT x.indicator_id AS id, x.indicator_id, i.code, i.demonstration, x.particulars_id,
            q."group", q.kind, q.element_id, q.parent_id, q."order", q.name, q.unit, q.provenance,
            q.direction, q.proxy, q.threshold, x.baseline_id, x.actual_id, x.planned_id,
            x.target_id, ac.thousandths AS actual_number,
            coalesce({same}, ta.thousandths) AS aim_number, ac.period_end AS actual_end
        FROM (SELECT d.indicator_id, d.day, {about.latest(IndicatorParticulars)} AS particulars_id,
                {role("baseline")} AS baseline_id, {role("actual")} AS actual_id,
                {role("planned")} AS planned_id, {role("target")} AS target_id
              FROM (SELECT id AS indicator_id, %s AS day FROM projects_indicator) AS d) AS x
        JOIN projects_indicator i ON i.id = x.indicator_id
        JOIN projects_indicatorparticulars q ON q.id = x.particulars_id
        LEFT JOIN projects_indicatorvalue ac ON ac.id = x.actual_id
        LEFT JOIN projects_indicatorvalue ta ON ta.id = x.target_id
    """


__all__ = [
    "indicators_at",
    "milestones_at",
    "objectives_at",
    "projects_at",
    "report_due_days",
]
