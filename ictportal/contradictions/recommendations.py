"""Recommendations that stand against a rating of a project, or against a self-certification."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from audits import ageing
from audits.models import RecommendationDecision, RecommendationState, ResponsibleEntity
from audits.policies import viewable_by
from audits.queries import concerning
from governance.lifecycle import CertifiedWord, FormState
from governance.models import CertifiedPolicy, DecisionLink, SelfCertification
from governance.policies import standing
from ictportal.contradictions.sides import (
    Pair,
    Side,
    raised,
    reopened,
    rows_of,
    running,
    since_when,
)
from ledger.flags import FewRaised, Raised
from ledger.moments import Moment
from projects.lifecycle import Rating
from projects.models import StatusReport

#: Since which day a recommendation stands against a claim, and how that is said.
OLD = ("surely_older_from", later("Open more than two years: %(finding)s"))
OPEN = ("issued_not_after", later("Open: %(finding)s"))


# --- green projects and old recommendations ------------------------------------------------------
def green_with_old(viewer: Any, moment: Moment, demonstration: bool) -> FewRaised:
    """A project is rated on track while a recommendation on it is open for more than two years."""
    layer = {"demonstration": demonstration}
    old = viewable_by(viewer, moment, **layer).filter(ageing.older(moment.as_of))
    links = concerning(moment).filter(subject__in=old.values("recommendation"))
    green = running(viewer, moment, demonstration).filter(
        overall=Rating.GREEN, project__in=links.values("project")
    )
    states = {one.project_id: one for one in green.select_related("report").order_by("code")}
    rated = since_when(StatusReport, states, moment, "overall", {Rating.GREEN})
    tied: dict[UUID, list[Any]] = defaultdict(list)
    for link in links.filter(project__in=list(states)).order_by("as_of", "subject"):
        tied[link.project_id].append(link)
    sides = _recommendations(old, (one for few in tied.values() for one in few), moment, OLD)
    return FewRaised(
        [
            raised(
                pk,
                f"{state.code} {state.title}",
                "project-detail",
                state.code,
                [(_rating(state, rated[pk]), sides(link)) for link in tied[pk]],
            )
            for pk, state in states.items()
        ]
    )


def _rating(state: Any, since: date) -> Side:
    says = _("Overall: %(rating)s, status report of %(quarter)s") % {
        "rating": Rating(state.overall).label,
        "quarter": state.report.quarter,
    }
    label, rows = f"{state.code} {state.title}", rows_of(state.report_id)
    return Side(says, label, since, "good", "project-detail", state.code, rows)


def _recommendations(
    rows: Any, links: Iterable[Any], moment: Moment, begins: tuple[str, Any]
) -> Callable[..., Side]:
    """What makes of a link the side of its recommendation: two statements for all of them.

    ``begins`` names the day since which it stands and says how; a reopening comes later.
    """
    name, says = begins
    ids = {link.subject_id for link in links}
    joined = rows.select_related("recommendation__report__document", "particulars")
    states = {one.recommendation_id: one for one in joined.filter(recommendation__in=ids)}
    again = reopened(states, moment)

    def side(link: Any, *others: Any) -> Side:
        state: RecommendationState = states[link.subject_id]
        first: date = getattr(state, name)
        return Side(
            says=str(says) % {"finding": state.get_finding_display()},
            label=f"{state.recommendation}: {state.particulars.title}",
            since=max(first, again.get(link.subject_id, first)),
            tone="bad",
            view="recommendation-detail",
            code=str(state.recommendation_id),
            proof=rows_of(
                state.particulars_id, state.assessment_id, link.pk, *(one.pk for one in others)
            ),
            tied=max(one.as_of for one in (link, *others)),
        )

    return side


# --- self-certification and open recommendations -------------------------------------------------
def certified_with_open(viewer: Any, moment: Moment, demonstration: bool) -> FewRaised:
    """An entity certifies compliance with a policy on which a recommendation to it is open."""
    layer = {"demonstration": demonstration}
    still_open = viewable_by(viewer, moment, **layer).filter(ageing.OPEN)
    about = standing(viewer, DecisionLink, moment, **layer).filter(policy__isnull=False)
    acts = RecommendationDecision.objects.standing(known=moment.known).filter(
        as_of__lte=moment.as_of,
        decision__in=about.values("subject"),
        subject__in=still_open.values("recommendation"),
    )
    links = list(acts.order_by("as_of", "subject", "decision"))
    policies = _policies_of(about, links)
    answering = _answering(still_open, links)
    sides = _recommendations(still_open, links, moment, OPEN)
    said = _certified(viewer, moment, demonstration, policies, answering)
    pairs: dict[Any, list[Pair]] = defaultdict(list)
    for link in links:
        for tie in policies[link.decision_id]:
            for entity in answering[link.subject_id]:
                if held := said.get((entity, tie.policy_id)):
                    form = held[1].certification.subject
                    pairs[form].append((_compliant(*held), sides(link, tie)))
    return FewRaised([_certifying(form, found) for form, found in pairs.items()])


def _policies_of(about: Any, links: Sequence[Any]) -> Mapping[UUID, list[Any]]:
    """The links to policies of the decisions that act on recommendations, by decision."""
    found: dict[UUID, list[Any]] = defaultdict(list)
    for tie in about.filter(subject__in=[link.decision_id for link in links]).order_by("as_of"):
        found[tie.subject_id].append(tie)
    return found


def _answering(rows: Any, links: Sequence[Any]) -> Mapping[UUID, set[UUID]]:
    """The entities that answer for recommendations: two statements."""
    wanted = rows.filter(recommendation__in=[link.subject_id for link in links])
    found: dict[UUID, set[UUID]] = defaultdict(set)
    by_particulars = {}
    for pk, particulars, lead in wanted.values_list("recommendation", "particulars", "lead"):
        by_particulars[particulars] = pk
        found[pk] |= {lead} if lead else set()
    parts = ResponsibleEntity.objects.filter(particulars__in=list(by_particulars))
    for particulars, entity in parts.values_list("particulars", "entity"):
        found[by_particulars[particulars]].add(entity)
    return found


def _certified(
    viewer: Any,
    moment: Moment,
    demonstration: bool,
    policies: Mapping[UUID, list[Any]],
    answering: Mapping[UUID, set[UUID]],
) -> dict[tuple[UUID, UUID], tuple[date, CertifiedPolicy]]:
    """By entity and policy since when complete forms say compliant, and the last that does."""
    forms = standing(viewer, SelfCertification, moment, demonstration=demonstration)
    rows = CertifiedPolicy.objects.filter(
        policy__in={tie.policy_id for ties in policies.values() for tie in ties},
        certification__subject__entity__in=set().union(*answering.values()),
        certification__in=forms.filter(state=FormState.COMPLETE),
    ).select_related("policy", "certification__subject__entity", "certification__subject__round")
    found: dict[tuple[UUID, UUID], tuple[date, CertifiedPolicy]] = {}
    for one in rows.order_by("certification__as_of", "certification__ordinal"):
        key = (one.certification.subject.entity_id, one.policy_id)
        before = found.pop(key, None)
        if one.word == CertifiedWord.COMPLIANT:
            found[key] = (before[0] if before else one.certification.as_of, one)
    return found


def _compliant(since: date, answer: CertifiedPolicy) -> Side:
    form = answer.certification.subject
    return Side(
        says=_("Self-certified: %(word)s") % {"word": answer.get_word_display()},
        label=f"{form.entity.code}: {answer.policy.code}",
        since=since,
        tone="good",
        view="policy-detail",
        code=answer.policy.code,
        proof=rows_of(answer.certification_id, answer.pk),
    )


def _certifying(form: Any, pairs: Sequence[Pair]) -> Raised:
    code = form.round.code
    return raised(form.pk, f"{form.entity.code}, {code}", "certification-round", code, pairs)
