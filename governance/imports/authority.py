"""Sheets of delegations, authorities, accountability, data protection, provisions, alignment."""

from collections.abc import Iterator

from governance.imports.common import AS_OF, KEEP, NAME, days_in_order, the
from governance.lifecycle import (
    Alignment,
    CertifiedWord,
    CoversICT,
    DelegationState,
    MeasureState,
    Urgency,
)
from governance.models import (
    Accountability,
    AccountabilityLine,
    AuthorityParticulars,
    Body,
    Delegation,
    DelegationParticulars,
    EntityAlignment,
    OfficeAuthority,
    ProtectionMeasure,
    ProtectionMeasureState,
    Provision,
    ProvisionCompliance,
    ProvisionEntity,
    ProvisionParticulars,
)
from secretariat import cells
from secretariat.models import Document, Entity
from secretariat.sheets import Sheet
from secretariat.symbols import normal


def sheets() -> Iterator[Sheet]:
    """Who holds which authority, who monitors what, who keeps to the bulletin."""
    yield Sheet(
        "delegations",
        "Delegations of authority",
        Delegation,
        DelegationParticulars,
        finds=(cells.code(),),
        cells=(
            NAME,
            cells.word("state", "whether it is established", DelegationState, required=True),
            cells.word("covers_ict", "whether it covers ICT", CoversICT, required=True),
            cells.text("instrument", "instrument"),
            cells.text("delegator", "who delegates"),
            cells.text("delegate", "to whom"),
            cells.named("entity", "code of the entity", Entity),
            cells.prose("scope", "what is delegated"),
            cells.day("issued_on", "issued on"),
            cells.day("valid_to", "valid until"),
            AS_OF,
        ),
        permission=KEEP,
        rule=days_in_order("issued_on", "valid_to"),
    )
    yield Sheet(
        "authorities",
        "Authorities of offices",
        OfficeAuthority,
        AuthorityParticulars,
        finds=(cells.code(),),
        cells=(
            cells.text("office", "office", required=True),
            cells.text("title", "responsibility, in a few words", required=True),
            cells.prose("text", "responsibility, in own words"),
            cells.text("answers_to", "to whom the office answers"),
            cells.day("valid_from", "first day"),
            cells.day("valid_to", "last day"),
            AS_OF,
        ),
        permission=KEEP,
        rule=days_in_order("valid_from", "valid_to"),
    )
    yield Sheet(
        "accountabilities",
        "Accountability: who monitors what",
        Accountability,
        AccountabilityLine,
        finds=(cells.code(),),
        cells=(
            cells.text("what", "what is monitored", required=True),
            cells.text("responsible", "who is responsible"),
            cells.text("monitored_by", "who monitors"),
            cells.named("body", "code of the body that monitors", Body),
            cells.text("indicator", "by which indicator"),
            cells.prose("evidence", "by which evidence"),
            AS_OF,
        ),
        permission=KEEP,
    )
    yield Sheet(
        "protection_measures",
        "Measures of data protection",
        ProtectionMeasure,
        ProtectionMeasureState,
        finds=(cells.code(),),
        cells=(
            NAME,
            cells.word("urgency", "how urgent", Urgency, required=True),
            cells.text("responsible", "responsible office"),
            cells.day("due_on", "due on"),
            cells.word("state", "how far it is", MeasureState, required=True),
            AS_OF,
        ),
        permission=KEEP,
    )
    yield from _provisions()


def _provisions() -> Iterator[Sheet]:
    yield Sheet(
        "provisions",
        "Provisions of bulletins and resolutions",
        Provision,
        ProvisionParticulars,
        finds=(cells.code(),),
        makes=(
            cells.named(
                "of_document",
                "symbol of the bulletin or resolution",
                Document,
                attribute="document",
                code_field="symbol",
                clean=normal,
                required=True,
                on_record=True,
            ),
        ),
        cells=(
            cells.text("section", "section or paragraph", required=True),
            cells.number("order", "place in the document", default=0),
            cells.text("title", "title, in a few words", required=True),
            cells.prose("text", "what it demands, in own words"),
            AS_OF,
        ),
        permission=KEEP,
    )
    yield Sheet(
        "provision_compliance",
        "Compliance with provisions, by entity",
        ProvisionEntity,
        ProvisionCompliance,
        finds=(
            cells.named(
                "provision", "code of the provision", Provision, required=True, on_record=True
            ),
            cells.named("entity", "code of the entity", Entity, required=True, on_record=True),
        ),
        cells=(
            cells.word("word", "whether it keeps to it", CertifiedWord, required=True),
            cells.text("remark", "remark"),
            AS_OF,
        ),
        permission=KEEP,
    )
    yield Sheet(
        "entity_alignment",
        "Entities in line with the strategy",
        Entity,
        EntityAlignment,
        finds=(the("entity", "entity"),),
        cells=(
            cells.word("word", "harmonized or not", Alignment, required=True),
            cells.prose("cause", "why not"),
            AS_OF,
        ),
        new_records=False,
        permission=KEEP,
    )
