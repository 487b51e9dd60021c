"""What is likely to be asked about a project, as rules over its briefing pack."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from audits.filters import differ
from governance.lifecycle import QuestionState
from ictportal.reports.annexes import closings
from ictportal.reports.annexes.counting import day_said
from ictportal.reports.annexes.disagreements import DIFFER
from ictportal.reports.briefings import around
from ictportal.reports.briefings.likely import CONTRADICTED, Fact, Rule, rows_cell
from ictportal.reports.content import Cell, Leads
from ictportal.reports.numbers import grouped
from projects.lifecycle import UNMET

MILESTONES, RECOMMENDATIONS = "slippage", "recommendation-list"


def _complete_but_unmet(pack: Any) -> Fact | None:
    state = pack.state
    if not state.is_complete_but_unmet:
        return None
    unmet = [one.name for one in pack.objectives if one.met in UNMET]
    told = _("Not met or partly met: %(names)s.") % {"names": "; ".join(unmet)}
    rows = rows_cell("project-list", 1, code=state.code, complete_but_unmet="yes")
    return Fact({"unmet": state.unmet, "all": state.objectives}, told, rows)


def _no_reasons(pack: Any) -> Fact | None:
    state, lacking = pack.state, closings.missing(pack.state)
    if not lacking or not (state.closure_id or state.percent == 100):
        return None
    told = _("Of a closing %(n)s of %(all)s fields are not on record.")
    rows = Cell(_("the project"), leads=Leads("project-detail", (state.code,)))
    return Fact({}, told % {"n": lacking, "all": len(closings.FIELDS) + 1}, rows)


def _latest(pack: Any) -> Fact | None:
    late = [one for one in pack.memories if one.is_late]
    if not late:
        return None
    worst = max(late, key=lambda one: one.state.slip_first or 0)
    told = _("First promised for %(first)s; now %(now)s.")
    said = {"first": worst.first_words, "now": worst.expected_words}
    words = {"milestone": worst.state.name, "days": grouped(worst.state.slip_first or 0)}
    rows = rows_cell(MILESTONES, len(late), project=pack.state.code, slipped="yes")
    return Fact(words, told % said, rows)


def _most_moved(pack: Any) -> Fact | None:
    moved = [one for one in pack.memories if one.state.moves]
    if not moved:
        return None
    worst = max(moved, key=lambda one: one.state.moves)
    reasons = [one.said.reason for one in worst.dates[1:] if one.said.reason]
    rows = Cell(_("every date named"), leads=Leads(MILESTONES, query={"project": pack.state.code}))
    words = {"milestone": worst.state.name, "n": worst.state.moves}
    return Fact(words, " / ".join(reasons) or _("No reason is on record."), rows)


def _silent(pack: Any) -> Fact | None:
    passed = [one for one in pack.memories if one.passed]
    if not passed:
        return None
    oldest = max(passed, key=lambda one: one.days_passed)
    told = _("Expected for %(day)s, %(n)s days ago; nothing was said since.")
    said = {"day": oldest.expected_words, "n": grouped(oldest.days_passed)}
    rows = rows_cell(MILESTONES, len(passed), project=pack.state.code, passed="yes")
    return Fact({"milestone": oldest.state.name}, told % said, rows)


def _not_reported(pack: Any) -> Fact | None:
    if not pack.missing_reports:
        return None
    told = _("%(n)s of %(due)s reports due have not come.")
    said = {"n": pack.missing_reports, "due": pack.state.due}
    rows = rows_cell(
        "status-report-list", pack.missing_reports, code=pack.state.code, state="missing"
    )
    return Fact({}, told % said, rows)


def _never_reported(pack: Any) -> Fact | None:
    if pack.reports or pack.state.percent is not None:
        return None
    rows = Cell(_("the project"), leads=Leads("project-detail", (pack.state.code,)))
    return Fact({}, _("No status report and no percentage is on record."), rows)


def _longest_open(pack: Any) -> Fact | None:
    if not pack.open:
        return None
    oldest = pack.open[0]
    told = _("%(which)s: %(title)s. Issued not after %(day)s; the finding is: %(finding)s.") % {
        "which": oldest.recommendation,
        "title": oldest.particulars.title,
        "day": day_said(oldest.issued_not_after),
        "finding": oldest.get_finding_display(),
    }
    days = (pack.asked.moment.as_of - oldest.issued_not_after).days
    rows = rows_cell(RECOMMENDATIONS, len(pack.open), open="yes", project=pack.state.code)
    return Fact({"days": grouped(days)}, told, rows)


def _differ(pack: Any) -> Fact | None:
    visible = around.visible(pack.asked)
    ids = [one.recommendation_id for one in pack.recommendations]
    differing = visible.filter(differ(), recommendation__in=ids) if ids else visible.none()
    found = list(differing.order_by("claimed_as_of", "sort_key"))
    if not found:
        return None
    longest = next(
        one for one in pack.recommendations if one.recommendation_id == found[0].recommendation_id
    )
    words = {
        "claim": longest.get_claim_display(),
        "finding": longest.get_finding_display(),
    }
    told = _("%(which)s: %(title)s, claimed as at %(day)s.") % {
        "which": longest.recommendation,
        "title": longest.particulars.title,
        "day": day_said(longest.claimed_as_of),
    }
    rows = rows_cell(RECOMMENDATIONS, len(found), project=pack.state.code, **DIFFER)
    return Fact(words, told, rows)


def _voices(pack: Any) -> Fact | None:
    differing = [
        one
        for one in pack.objectives
        if one.owner and one.auditor and one.owner.met != one.auditor.met
    ]
    if not differing:
        return None
    names = "; ".join(one.name for one in differing)
    rows = Cell(_("the project"), leads=Leads("project-detail", (pack.state.code,)))
    return Fact({"n": len(differing)}, names, rows)


def _decisions(pack: Any) -> Fact | None:
    late = around.past_due(pack.asked, pack.decisions)
    if not late:
        return None
    told = _("%(code)s: %(title)s, due on %(day)s.") % {
        "code": late[0].subject.code,
        "title": late[0].title,
        "day": day_said(late[0].due_on),
    }
    rows = rows_cell("decision-list", len(late), due="passed", project=pack.state.code)
    return Fact({"n": len(late)}, told, rows)


def _unanswered(pack: Any) -> Fact | None:
    late = [one for one in pack.questions if one.state == QuestionState.OVERDUE]
    if not late:
        return None
    rows = rows_cell("question-list", len(late), project=pack.state.code, state="overdue")
    return Fact({"n": len(late)}, "; ".join(one.said.title for one in late), rows)


#: The rules, in the order in which their questions stand.
RULES: tuple[Rule, ...] = (
    Rule(
        later("Reported complete, objective unmet"),
        later(
            "Why is the project called complete while objectives are not met (%(unmet)s of "
            "%(all)s)?"
        ),
        _complete_but_unmet,
    ),
    Rule(
        later("Complete without reasons"),
        later("Why did the project succeed or fail, and what was learned?"),
        _no_reasons,
    ),
    Rule(
        later("Never reported"),
        later("How does the project stand, and why has nothing been reported of it?"),
        _never_reported,
    ),
    Rule(
        later("Worst slip"),
        later("Why does “%(milestone)s” come %(days)s days after it was first promised?"),
        _latest,
    ),
    Rule(
        later("Most often moved"),
        later("Why was the date of “%(milestone)s” moved (moves: %(n)s), and who approved it?"),
        _most_moved,
    ),
    Rule(
        later("Day passed in silence"),
        later("What became of “%(milestone)s”, whose day has passed?"),
        _silent,
    ),
    Rule(
        later("Reports missing"),
        later("Why did the project not report on every quarter?"),
        _not_reported,
    ),
    Rule(
        later("Longest open recommendation"),
        later("Why is a recommendation on the project still open after %(days)s days?"),
        _longest_open,
    ),
    Rule(
        later("Worst disagreement"),
        later("The Administration says “%(claim)s”, the finding is “%(finding)s”: who is right?"),
        _differ,
    ),
    Rule(
        later("Two words on an objective"),
        later("Why do owner and auditors differ on objectives (%(n)s)?"),
        _voices,
    ),
    CONTRADICTED,
    Rule(
        later("Decisions past their day"),
        later("Why are decisions about the project not carried out although due (%(n)s)?"),
        _decisions,
    ),
    Rule(
        later("Question without an answer"),
        later("When will what was asked in writing be answered (%(n)s)?"),
        _unanswered,
    ),
)
