"""The tables of the organization."""

from secretariat.models.assembly import SessionPart, SessionPartDates, SessionPartName
from secretariat.models.document import (
    Citation,
    Document,
    DocumentKind,
    DocumentParticulars,
    DocumentRelation,
    LegislativeAct,
    RelationKind,
)
from secretariat.models.entity import (
    Entity,
    EntityAlias,
    EntityParticulars,
    LineKind,
    NameStanding,
    Population,
    PopulationCount,
    ReportingLine,
    Threshold,
    ThresholdValue,
)
from secretariat.models.person import (
    SYSTEM_EMAIL,
    ApiToken,
    Notice,
    Person,
    RoleGrant,
    TokenScope,
)
from secretariat.models.printed import Measure, PrintedFigure, PrintedValue
from secretariat.models.statement import Classification, Provenance, SourcedStatement

__all__ = [
    "SYSTEM_EMAIL",
    "ApiToken",
    "Citation",
    "Classification",
    "Document",
    "DocumentKind",
    "DocumentParticulars",
    "DocumentRelation",
    "Entity",
    "EntityAlias",
    "EntityParticulars",
    "LegislativeAct",
    "LineKind",
    "Measure",
    "NameStanding",
    "Notice",
    "Person",
    "Population",
    "PopulationCount",
    "PrintedFigure",
    "PrintedValue",
    "Provenance",
    "RelationKind",
    "ReportingLine",
    "RoleGrant",
    "SessionPart",
    "SessionPartDates",
    "SessionPartName",
    "SourcedStatement",
    "Threshold",
    "ThresholdValue",
    "TokenScope",
]
