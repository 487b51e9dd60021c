"""The imports of governance, in the order in which they are loaded."""

from governance.imports import authority, bodies, mandates, meetings, policies, questions
from ledger.importing.kinds import declare
from secretariat.sheets import Sheet, declare_sheet

#: What must be on record before what names it.
ORDER = (
    "bodies",
    "body_aliases",
    "body_successions",
    "terms_of_reference",
    "seats",
    "mandated_outputs",
    "output_deliveries",
    "meeting_counts",
    "meetings",
    "action_items",
    "mandates",
    "mandate_parts",
    "mandate_findings",
    "mandate_links",
    "policies",
    "compliance_reviews",
    "certification_rounds",
    "decisions",
    "decision_links",
    "budget_reviews",
    "questions",
    "question_links",
    "question_answers",
    "question_figures",
    "delegations",
    "authorities",
    "accountabilities",
    "protection_measures",
    "provisions",
    "provision_compliance",
    "entity_alignment",
)


def declare_all() -> None:
    """Declare every kind."""
    modules = (bodies, meetings, mandates, policies, questions, authority)
    sheets: dict[str, Sheet] = {sheet.key: sheet for module in modules for sheet in module.sheets()}
    for key in ORDER:
        declare(declare_sheet(sheets[key]))
