"""Decisions of governing bodies that do not go together with what they are about."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from governance.lifecycle import DecisionWord, FindingWord, MandateStatus
from governance.models import DecisionLink, DecisionParticulars, MandateFinding
from governance.policies import standing, viewable_mandates
from governance.queries.decisions import decisions
from ictportal.contradictions.sides import Side, raised, rows_of, running, since_when
from ledger.flags import FewRaised, Raised
from ledger.moments import Moment
from projects.filters import later_than_promised
from projects.lifecycle import DateKind
from projects.models import MilestoneDate
from projects.policies import viewable_by as viewable_projects
from projects.policies import viewable_milestones
from projects.queries import milestone_dates


def done_but_late(viewer: Any, moment: Moment, demonstration: bool) -> FewRaised:
    """A decision counts as carried out while what it is about is late or was not delivered."""
    layer = {"demonstration": demonstration}
    late = viewable_milestones(viewer, moment, **layer).filter(
        later_than_promised(),
        actual__isnull=True,
        project__in=running(viewer, moment, demonstration).values("project"),
    )
    overdue = viewable_mandates(viewer, moment, **layer).filter(status=MandateStatus.OVERDUE)
    about = standing(viewer, DecisionLink, moment, **layer).filter(
        Q(project__in=late.values("project")) | Q(mandate__in=overdue.values("mandate"))
    )

    def told(links: Sequence[Any]) -> Mapping[UUID, list[Side]]:
        steps = _late(late, {link.project_id for link in links if link.project_id}, moment)
        asked = _overdue(overdue, {link.mandate_id for link in links if link.mandate_id}, moment)
        against: dict[UUID, list[Side]] = defaultdict(list)
        for link in links:
            for side in (*steps.get(link.project_id, ()), *asked.get(link.mandate_id, ())):
                against[link.subject_id].append(_tied(side, link))
        return against

    return _decided(viewer, moment, demonstration, DecisionWord.DONE, about, told)


def _tied(side: Side, link: DecisionLink) -> Side:
    """The side as it is tied to a decision, with the link that says so."""
    return replace(side, tied=link.as_of, proof=(*side.proof, str(link.pk)))


def _late(rows: Any, projects: Collection[UUID], moment: Moment) -> Mapping[UUID, list[Side]]:
    """The late milestones of these projects, by project: two statements."""
    states = list(rows.filter(project__in=projects).select_related("project").order_by("code"))
    dates = milestone_dates([state.milestone_id for state in states], moment)
    found: dict[UUID, list[Side]] = defaultdict(list)
    for state in states:
        says = _("Late: expected %(day)s, first promised for %(first)s") % {
            "day": date_format(state.expected, "j F Y"),
            "first": date_format(state.first_day, "j F Y"),
        }
        label, code = f"{state.code} {state.name}", state.project.code
        proof = rows_of(state.first_id, state.forecast_id or state.current_id)
        since = _late_since(dates[state.milestone_id])
        found[state.project_id].append(
            Side(says, label, since, "bad", "project-detail", code, proof)
        )
    return found


def _late_since(dates: Iterable[MilestoneDate]) -> date:
    """The first day since which a milestone has been said to come later than first promised."""
    named: dict[str, date] = {}
    first, since = None, None
    for one in dates:
        named[one.kind] = one.day
        if first is None and one.kind == DateKind.BASELINE:
            first = one.day
        expected = named.get(DateKind.FORECAST) or named.get(DateKind.BASELINE)
        is_late = first is not None and expected is not None and expected > first
        since = (since or one.as_of) if is_late else None
    assert since is not None
    return since


def _overdue(rows: Any, mandates: Collection[UUID], moment: Moment) -> Mapping[UUID, list[Side]]:
    """The overdue requests among these, since a later document says so: two statements."""
    states = list(rows.filter(mandate__in=mandates).select_related("mandate__document"))
    asked = {pk for state in states for pk in (state.mandate_id, state.vehicle_id) if pk}
    words = since_when(MandateFinding, asked, moment, "word", {FindingWord.NOT_FULFILLED})
    return {
        state.mandate_id: [
            Side(
                says=_("Overdue: non-fulfilment is documented"),
                label=f"{state.mandate}: {state.title}",
                since=words.get(state.mandate_id) or words[state.vehicle_id],
                tone="bad",
                view="mandate-detail",
                code=state.code,
                proof=rows_of(state.particulars_id, state.finding_id),
            )
        ]
        for state in states
    }


def steers_closed(viewer: Any, moment: Moment, demonstration: bool) -> FewRaised:
    """A body still has a decision to be carried out about a project that is closed."""
    rows = viewable_projects(viewer, moment, demonstration=demonstration)
    closed = rows.filter(closure__isnull=False).select_related("closure")
    about = standing(viewer, DecisionLink, moment, demonstration=demonstration).filter(
        project__in=closed.values("project")
    )

    def told(links: Sequence[Any]) -> Mapping[UUID, list[Side]]:
        ids = {link.project_id for link in links}
        ended = {state.project_id: _closed(state) for state in closed.filter(project__in=ids)}
        found: dict[UUID, list[Side]] = defaultdict(list)
        for link in links:
            found[link.subject_id].append(_tied(ended[link.project_id], link))
        return found

    return _decided(viewer, moment, demonstration, DecisionWord.OPEN, about, told)


def _closed(state: Any) -> Side:
    says = _("Closed: %(result)s") % {"result": state.closure.get_result_display()}
    label, rows = f"{state.code} {state.title}", rows_of(state.closure_id)
    since, code = state.closure.as_of, state.code
    return Side(says, label, since, "gone", "project-detail", code, rows)


def _decided(
    viewer: Any,
    moment: Moment,
    demonstration: bool,
    word: DecisionWord,
    about: Any,
    told: Callable[[Sequence[Any]], Mapping[UUID, list[Side]]],
) -> FewRaised:
    """Decisions in force of which ``word`` is said, with what ``told`` holds against each."""
    rows = decisions(viewer, moment, demonstration=demonstration).filter(
        word=word, superseded_by__isnull=True, subject__in=about.values("subject")
    )
    found = list(rows.order_by("subject__code"))
    ids = [said.subject_id for said in found]
    against = told(list(about.filter(subject__in=ids).order_by("as_of", "pk")))
    since = since_when(DecisionParticulars, ids, moment, "word", {word})
    return FewRaised(list(_decision_raised(found, since, against)))


def _decision_raised(
    found: Iterable[Any], since: Mapping[UUID, date], against: Mapping[UUID, list[Side]]
) -> Iterator[Raised]:
    for said in found:
        pk, code = said.subject_id, said.subject.code
        label = f"{code} {said.title}"
        tone = "good" if said.word == DecisionWord.DONE else "partial"
        says = _("Decision of %(body)s: %(word)s") % {
            "body": said.subject.body.code,
            "word": said.get_word_display(),
        }
        claim = Side(says, label, since[pk], tone, "decision-detail", code, rows_of(said.pk))
        yield raised(pk, label, "decision-detail", code, [(claim, one) for one in against[pk]])
