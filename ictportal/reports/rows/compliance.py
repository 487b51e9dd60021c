"""The lists of compliance: policies, self-certification, delegations, reviews, budgets."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from governance import certification, policies, printed
from governance.certification import RoundState
from governance.filters.certification import AskedFilter, CoveredFilter
from governance.filters.compliance import BudgetFilter, ComplianceFilter, DelegationFilter
from governance.filters.policies import PolicyFilter
from governance.models import (
    BudgetReview,
    ComplianceReview,
    DelegationParticulars,
    PolicyParticulars,
    ProvisionCompliance,
)
from governance.printed import PrintedRow
from governance.queries import compliance
from governance.queries import policies as policy_queries
from governance.queries.authority import stated
from governance.queries.compliance import BudgetRow
from governance.queries.policies import PolicyRow
from ictportal.reports.rows.listed import Listed, Sought, code_of, provenance, source, word
from ledger.rest.queries import refuse_unknown
from projects import filters
from secretariat.queries import entity_names

#: The state of a form, and whether a round asks about a policy, in words.
WORDS: Mapping[str, Any] = {
    "complete": _("complete"),
    "incomplete": _("incomplete"),
    "none": _("no answer"),
    "yes": _("asked about"),
    "no": _("not asked about"),
}


def _policies(sought: Sought) -> Iterable[PolicyRow]:
    visible = policies.current(sought.viewer, PolicyParticulars, sought.moment, **sought.layer)
    found = filters.apply(PolicyFilter, visible, sought.given, sought.moment)
    rows = policy_queries.related(policy_queries.ordered(found, "code"))
    return policy_queries.policy_rows(rows, sought.moment)


# --- self-certification --------------------------------------------------------------------------
@dataclass(frozen=True)
class Asked:
    """An entity or a policy of a round, or so many that a document counts without naming them."""

    key: str
    name: str
    round: str
    word: str
    source: str
    number: int = 1
    is_named: bool = True


def _entities(sought: Sought) -> Iterable[Asked]:
    """The entities asked by name, then those of one round that are only counted."""
    visible = certification.asked_entities(sought.viewer, sought.moment, **sought.layer)
    found = filters.apply(AskedFilter, visible, sought.given, sought.moment)
    names = entity_names(sought.moment)
    for row in found:
        said = row.particulars
        key = f"{said.subject.code}:{row.entity.code}"
        yield Asked(key, names[row.entity_id][0], said.name, row.state, source(said))
    state, words = _named_round(sought), sought.given.get("state", "")
    if state is not None:
        yield from map(_unnamed, printed.printed_forms(state, words.split(",") if words else ()))


def _named_round(sought: Sought) -> RoundState | None:
    code = sought.given.get("round", "")
    return certification.round_at(sought.viewer, code, sought.moment) if code else None


def _covered(sought: Sought) -> Iterable[Asked]:
    """The policies in force when the round opened, by name, then those that are only counted."""
    state = _named_round(sought)
    if state is None and "round" not in sought.given:
        state = certification.latest_round(sought.viewer, sought.moment, **sought.layer)
    visible = (
        certification.policies_in_force(sought.viewer, state, sought.moment)
        if state
        else PolicyParticulars.objects.none()
    )
    found = filters.apply(CoveredFilter, visible, sought.given, sought.moment)
    if state is None:
        return
    for row in found:
        key = f"{state.code}:{row.subject.code}"
        asked = "yes" if row.covered else "no"
        yield Asked(key, row.title, state.said.name, asked, source(row))
    word = sought.given.get("covered", "")
    yield from map(_unnamed, printed.printed_policies(state, [word] if word else ()))


def _unnamed(row: PrintedRow) -> Asked:
    said = row.state.said
    return Asked(
        key=f"{row.state.code}:printed:{row.word}",
        name="",
        round=said.name,
        word=row.word,
        source=source(said),
        number=row.number,
        is_named=False,
    )


def _together(rows: Sequence[Asked]) -> int:
    """As many as a document counts; where it counts none, as many as are named."""
    return sum(row.number for row in rows if not row.is_named) or len(_named(rows))


def _named(rows: Sequence[Asked]) -> list[Asked]:
    return [row for row in rows if row.is_named]


def _columns(what: Any) -> tuple[tuple[Any, Any], ...]:
    return (
        (what, lambda row: row.name or _("counted in the source, not named")),
        (_("Round"), lambda row: row.round),
        (_("State"), lambda row: capfirst(str(WORDS[row.word]))),
        (_("Number"), lambda row: row.number),
        (_("Source"), lambda row: row.source),
    )


# --- delegations, reviews, budgets ---------------------------------------------------------------
def _delegations(sought: Sought) -> Iterable[DelegationParticulars]:
    visible = stated(sought.viewer, DelegationParticulars, sought.moment, **sought.layer)
    joined = visible.select_related("subject", "citation__document", "entity")
    return filters.apply(DelegationFilter, joined, sought.given, sought.moment)


def _reviews(sought: Sought) -> Iterable[ComplianceReview]:
    refuse_unknown(sought.given, tuple(policy_queries.REVIEW_PARAMETERS))
    return policy_queries.reviews_asked(sought.viewer, sought.moment, sought.given, **sought.layer)


def _compliance(sought: Sought) -> Iterable[ProvisionCompliance]:
    visible = compliance.said_of_entities(sought.viewer, sought.moment, **sought.layer)
    return filters.apply(ComplianceFilter, visible, sought.given, sought.moment)


def _budgets(sought: Sought) -> Iterable[BudgetRow]:
    visible = stated(sought.viewer, BudgetReview, sought.moment, **sought.layer)
    found = filters.apply(BudgetFilter, visible, sought.given, sought.moment)
    return compliance.budget_rows(found, sought.moment)


LISTS: Mapping[str, Listed] = {
    "policy-list": Listed(
        title=_("Policies"),
        find=_policies,
        key=lambda row: row.said.subject_id,
        columns=(
            (_("Code"), lambda row: row.said.subject.code),
            (_("Title"), lambda row: row.said.title),
            (_("Kind"), lambda row: word("kind")(row.said)),
            (_("Number"), lambda row: row.said.number),
            (_("State"), lambda row: word("state")(row.said)),
            (_("In force"), lambda row: row.in_force),
            (_("Owner"), lambda row: code_of(row.said.owner)),
            (_("Issued on"), lambda row: row.said.issued_on),
            (_("To be reviewed by"), lambda row: row.said.review_on),
            (_("Day of review passed"), lambda row: row.review_day_passed),
            (_("Source"), lambda row: source(row.said)),
            (_("Provenance"), lambda row: provenance(row.said.provenance)),
        ),
    ),
    "certification-answer-list": Listed(
        title=_("Entities asked to certify"),
        find=_entities,
        key=lambda row: row.key,
        columns=_columns(_("Entity")),
        total=_together,
    ),
    "certification-policy-list": Listed(
        title=_("Policies in force when the round opened"),
        find=_covered,
        key=lambda row: row.key,
        columns=_columns(_("Policy")),
        total=_together,
    ),
    "delegation-list": Listed(
        title=_("Delegations of authority"),
        find=_delegations,
        key=lambda row: row.subject_id,
        columns=(
            (_("Instrument"), lambda row: row.name),
            (_("Symbol"), lambda row: row.instrument),
            (_("State"), word("state")),
            (_("Covers ICT"), word("covers_ict")),
            (_("Entity"), lambda row: code_of(row.entity)),
            (_("Issued on"), lambda row: row.issued_on),
            (_("Valid until"), lambda row: row.valid_to),
            (_("Source"), source),
            (_("Provenance"), lambda row: provenance(row.provenance)),
        ),
    ),
    "compliance-review-list": Listed(
        title=_("Reviews of compliance"),
        find=_reviews,
        key=lambda row: f"{row.subject.code}:{row.year}:{code_of(row.policy)}",
        columns=(
            (_("Unit"), lambda row: row.name),
            (_("Year"), lambda row: row.year),
            (_("Policy"), lambda row: code_of(row.policy)),
            (_("Review"), word("word")),
            (_("Source"), source),
            (_("Provenance"), lambda row: provenance(row.provenance)),
        ),
    ),
    "compliance-list": Listed(
        title=_("Provisions by entity"),
        find=_compliance,
        key=lambda row: row.subject_id,
        columns=(
            (_("Provision"), lambda row: row.subject.provision.code),
            (_("Bulletin or resolution"), lambda row: row.subject.provision.document.symbol),
            (_("Entity"), lambda row: row.subject.entity.code),
            (_("Compliance"), word("word")),
            (_("Remark"), lambda row: row.remark),
            (_("Source"), source),
            (_("Provenance"), lambda row: provenance(row.provenance)),
        ),
    ),
    "budget-review-list": Listed(
        title=_("ICT budgets and their review"),
        find=_budgets,
        key=lambda row: row.said.subject_id,
        columns=(
            (_("Year"), lambda row: row.said.year),
            (_("Entity"), lambda row: row.name),
            (_("Budget"), lambda row: row.said.name),
            (_("Source of funds"), lambda row: word("fund")(row.said)),
            (_("United States dollars"), lambda row: _dollars(row.said.amount)),
            (_("Submitted on"), lambda row: row.said.submitted_on),
            (_("Review"), lambda row: word("word")(row.said)),
            (_("Reviewed on"), lambda row: row.said.reviewed_on),
            (_("Sent to the budget office on"), lambda row: row.said.sent_on),
            (_("Source"), lambda row: source(row.said)),
            (_("Provenance"), lambda row: provenance(row.said.provenance)),
        ),
    ),
}


def _dollars(amount: int | None) -> str:
    return "" if amount is None else f"{amount:,}"
