"""What is likely to be asked about a governing body, as rules over its briefing pack."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from governance.lifecycle import DecisionWord, Kept, OutputWord, QuestionState, TermsState
from ictportal.reports.annexes.counting import day_said
from ictportal.reports.briefings import around
from ictportal.reports.briefings.likely import CONTRADICTED, Fact, Rule, rows_cell
from ictportal.reports.content import Cell, Leads
from ictportal.reports.numbers import grouped
from projects.slippage import date_words


def _body(pack: Any) -> Cell:
    return Cell(_("the body"), leads=Leads("body-detail", (pack.code,)))


def _missed(pack: Any) -> Fact | None:
    """The year in which most meetings were missed, the latest of such years."""
    short = [one.did for one in pack.years if one.did.status is Kept.MISSED]
    if not short:
        return None
    worst = max(short, key=lambda did: (did.shortfall, did.period.last))
    words = {
        "held": worst.held,
        "year": worst.period_name,
        "required": worst.required,
    }
    told = _("%(n)s meetings missed in %(year)s; too few in: %(years)s.") % {
        "n": worst.shortfall,
        "year": worst.period_name,
        "years": ", ".join(did.period_name for did in short),
    }
    query = {"body": pack.code, "period": worst.period_name}
    return Fact(words, told, rows_cell("counted-meeting-list", worst.held or 0, **query))


def _untold(pack: Any) -> Fact | None:
    """Nothing is stated about the last year of which a number is known of other bodies."""
    if pack.row.did.status is not Kept.NOT_STATED:
        return None
    told = _("Nobody states how often it met. Silence is not zero.")
    return Fact({"year": pack.row.did.period_name}, told, _body(pack))


def _not_delivered(pack: Any) -> Fact | None:
    missed = [one for one in pack.due if one.word is OutputWord.MISSED]
    if not missed:
        return None
    latest = max(missed, key=lambda one: (one.period.last, one.said.name))
    year = f"{latest.period.last.year:04d}"
    n = sum(one.period.last.year == latest.period.last.year for one in missed)
    told = "; ".join(sorted({f"{one.said.name} ({one.period_name})" for one in missed}))
    query = {"body": pack.code, "period": year, "word": OutputWord.MISSED.value}
    return Fact({"output": latest.said.name}, told, rows_cell("output-list", n, **query))


def _terms_changed(pack: Any) -> Fact | None:
    """Terms in force follow others, and no document that told the Assembly is on record."""
    later_ones = pack.row.known.terms[1:]
    untold = [
        one
        for one in later_ones
        if one.reported_in_id is None
        and one.state == TermsState.IN_FORCE
        and one.valid_from <= pack.asked.moment.as_of
    ]
    if not untold:
        return None
    last = untold[-1]
    told = _("In force from %(day)s; no document that reported the change is on record.")
    said = {"day": date_words(last.valid_from, last.valid_from_precision)}
    return Fact({}, told % said, _body(pack))


def _longest_open(pack: Any) -> Fact | None:
    """The decision that has waited longest to be carried out."""
    waiting = [
        one for one in pack.decisions if one.word == DecisionWord.OPEN and not one.superseded_by
    ]
    if not waiting:
        return None
    oldest = min(waiting, key=lambda one: (one.decided_on, one.subject.code))
    days = (pack.asked.moment.as_of - oldest.decided_on).days
    words = {"title": oldest.title, "days": grouped(days)}
    told = _("%(code)s, decided on %(day)s.") % {
        "code": oldest.subject.code,
        "day": day_said(oldest.decided_on),
    }
    query = {"body": pack.code, "word": DecisionWord.OPEN.value, "superseded": "no"}
    return Fact(words, told, rows_cell("decision-list", len(waiting), **query))


def _past_due(pack: Any) -> Fact | None:
    late = around.past_due(pack.asked, pack.decisions)
    if not late:
        return None
    told = "; ".join(f"{one.subject.code} ({day_said(one.due_on)})" for one in late)
    rows = rows_cell("decision-list", len(late), body=pack.code, due="passed")
    return Fact({"n": len(late)}, told, rows)


def _unanswered(pack: Any) -> Fact | None:
    late = [one for one in pack.questions if one.state is QuestionState.OVERDUE]
    if not late:
        return None
    told = "; ".join(one.said.title for one in late)
    rows = rows_cell("question-list", len(late), body=pack.code, state="overdue")
    return Fact({"n": len(late)}, told, rows)


#: The rules, in the order in which their questions stand.
RULES: tuple[Rule, ...] = (
    Rule(
        later("Meetings missed"),
        later(
            "Why did the body meet less often in %(year)s than it had to (held: %(held)s, "
            "required: %(required)s)?"
        ),
        _missed,
    ),
    Rule(
        later("Meetings not stated"),
        later("How often did the body meet in %(year)s?"),
        _untold,
    ),
    Rule(
        later("Output not delivered"),
        later("Why was “%(output)s” not delivered?"),
        _not_delivered,
    ),
    Rule(
        later("Change not explained"),
        later("Where was the change of the terms of reference explained to the Assembly?"),
        _terms_changed,
    ),
    Rule(
        later("Longest open decision"),
        later("Why is “%(title)s” not carried out %(days)s days after it was decided?"),
        _longest_open,
    ),
    Rule(
        later("Decisions past their day"),
        later("Why are decisions not carried out although their day has passed (%(n)s)?"),
        _past_due,
    ),
    CONTRADICTED,
    Rule(
        later("Question without an answer"),
        later("When will what was asked in writing be answered (%(n)s)?"),
        _unanswered,
    ),
)
