"""What is likely to be asked about a recommendation, as rules over its briefing pack."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from audits.filters import differ, waiting
from audits.lifecycle import EvidenceMove, Finding
from ictportal.reports.annexes.counting import day_said
from ictportal.reports.briefings import around
from ictportal.reports.briefings.likely import CONTRADICTED, Fact, Rule
from ictportal.reports.content import Cell, Leads
from ictportal.reports.numbers import grouped
from projects.lifecycle import Rating


def _itself(pack: Any) -> Cell:
    """The page of the recommendation, which shows every row of it."""
    return Cell(
        str(pack.state.recommendation), leads=Leads("recommendation-detail", (str(pack.pk),))
    )


def _since(pack: Any, day: date) -> str:
    return grouped((pack.asked.moment.as_of - day).days)


def _meets(pack: Any, condition: Any) -> bool:
    rows = around.visible(pack.asked).filter(recommendation=pack.pk)
    return bool(rows.filter(condition).exists())


def _open_long(pack: Any) -> Fact | None:
    state = pack.state
    if pack.row.older not in {"yes", "undetermined"}:
        return None
    told = _("Issued not after %(day)s; the finding is: %(finding)s.") % {
        "day": day_said(state.issued_not_after),
        "finding": state.get_finding_display(),
    }
    return Fact({"days": _since(pack, state.issued_not_after)}, told, _itself(pack))


def _extended(pack: Any) -> Fact | None:
    row = pack.row
    if not row.target_moves:
        return None
    told = _("First %(first)s, now %(now)s.") % {"first": row.first_target, "now": row.target}
    reasons = [one.reason for one in row.targets[1:] if one.reason]
    words = {"n": row.target_moves, "days": grouped(row.slip_days)}
    return Fact(words, " ".join([told, *reasons]), _itself(pack))


def _overdue(pack: Any) -> Fact | None:
    if not pack.row.overdue_days:
        return None
    told = _("The target in force is %(quarter)s.") % {"quarter": pack.row.target}
    return Fact({"days": grouped(pack.row.overdue_days)}, told, _itself(pack))


def _differ(pack: Any) -> Fact | None:
    """Both voices, and how many assessments did not follow the claim."""
    state = pack.state
    if not _meets(pack, differ()):
        return None
    claimed = state.claimed_as_of
    since = [one.as_of for one in pack.assessments if claimed and one.as_of >= claimed]
    words = {"claim": state.get_claim_display(), "finding": state.get_finding_display()}
    told = _("Since %(day)s; %(n)s assessments since the claim.") % {
        "day": day_said(min(since, default=state.assessed_as_of)),
        "n": len(since),
    }
    return Fact(words, told, _itself(pack))


def _waiting(pack: Any) -> Fact | None:
    if not _meets(pack, waiting()):
        return None
    day = pack.state.claimed_as_of
    told = _("Closure was requested as at %(day)s.") % {"day": day_said(day)}
    return Fact({"days": _since(pack, day)}, told, _itself(pack))


def _returned(pack: Any) -> Fact | None:
    returned = [one for one in pack.evidence if one.move == EvidenceMove.RETURNED]
    if not returned:
        return None
    supplied = sum(one.move == EvidenceMove.SUPPLIED for one in pack.evidence)
    words = {"n": len(returned), "all": supplied}
    return Fact(words, returned[0].said, _itself(pack))


def _unanswered(pack: Any) -> Fact | None:
    if pack.state.update_id is not None or not pack.row.is_open:
        return None
    told = _("No response of the Administration is on record.")
    return Fact({}, told, _itself(pack))


def _no_target(pack: Any) -> Fact | None:
    if pack.row.targets or not pack.row.is_open:
        return None
    return Fact({}, _("No target quarter is on record."), _itself(pack))


def _repeats(pack: Any) -> Fact | None:
    if not pack.repeats:
        return None
    first = pack.repeats[0]
    told = "; ".join(f"{one.recommendation}: {one.particulars.title}" for one in pack.repeats)
    page = Leads("recommendation-detail", (str(first.recommendation_id),))
    return Fact({}, told, Cell(str(first.recommendation), leads=page))


def _overtaken(pack: Any) -> Fact | None:
    if pack.state.finding != Finding.OVERTAKEN_BY_EVENTS or pack.repeats or pack.repeated_by:
        return None
    reason = pack.assessments[0].no_successor_reason if pack.assessments else ""
    return Fact({}, reason or _("No successor and no reason are on record."), _itself(pack))


def _green(pack: Any) -> Fact | None:
    """A project that it concerns is rated on track while it is open."""
    green = [one for one in pack.projects if one.overall == Rating.GREEN]
    if not green or not pack.row.is_open:
        return None
    told = "; ".join(f"{one.code} {one.title}" for one in green)
    page = Leads("project-detail", (green[0].code,))
    return Fact({"project": green[0].title}, told, Cell(green[0].code, leads=page))


def _decided(pack: Any) -> Fact | None:
    late = around.past_due(pack.asked, pack.decisions)
    if not late:
        return None
    first = late[0]
    told = _("Due on %(day)s.") % {"day": day_said(first.due_on)}
    rows = Cell(first.subject.code, leads=Leads("decision-detail", (first.subject.code,)))
    return Fact({"title": first.title}, told, rows)


#: The rules, in the order in which their questions stand.
RULES: tuple[Rule, ...] = (
    Rule(
        later("Longest open"),
        later("Why is the recommendation still open %(days)s days after it was issued?"),
        _open_long,
    ),
    Rule(
        later("Worst disagreement"),
        later("The Administration says “%(claim)s”, the finding is “%(finding)s”: who is right?"),
        _differ,
    ),
    Rule(
        later("Evidence returned"),
        later("Why was evidence returned (returned: %(n)s, supplied: %(all)s)?"),
        _returned,
    ),
    Rule(
        later("Most often extended"),
        later("Why was the target moved by %(days)s days in all (moves: %(n)s)?"),
        _extended,
    ),
    Rule(
        later("Target passed"),
        later("The target passed %(days)s days ago: when will it be carried out?"),
        _overdue,
    ),
    Rule(
        later("No target"),
        later("By when will it be carried out?"),
        _no_target,
    ),
    Rule(
        later("Closure requested, not assessed"),
        later("What has been done in the %(days)s days since closure was requested?"),
        _waiting,
    ),
    Rule(
        later("No answer of the Administration"),
        later("What does the Administration say to it?"),
        _unanswered,
    ),
    Rule(
        later("Repeated"),
        later("Why did it have to be made again?"),
        _repeats,
    ),
    Rule(
        later("Overtaken without a successor"),
        later("What took the place of what was recommended?"),
        _overtaken,
    ),
    Rule(
        later("Project on track, recommendation open"),
        later("How can “%(project)s” be on track while the recommendation on it is open?"),
        _green,
    ),
    Rule(
        later("Decision past its day"),
        later("Why is the decision “%(title)s”, which acts on it, not carried out?"),
        _decided,
    ),
    CONTRADICTED,
)
