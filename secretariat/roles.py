"""Who may do what, on one page. Everything else asks here; an unknown name raises."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models


class ScopeKind(models.TextChoices):
    """What a role is limited to."""

    EVERYWHERE = "all", "everywhere"
    ENTITY = "entity", "one entity"
    PROJECT = "project", "one project"
    BODY = "body", "one oversight body"


class Permission(models.TextChoices):
    """Every right there is."""

    READ_REGISTER = "read_register", "read the live register"
    READ_EDITIONS = "read_editions", "read issued editions"
    READ_CONFIDENTIAL = "read_confidential", "read confidential rows"
    READ_STRICTLY_CONFIDENTIAL = "read_strict", "read strictly confidential rows"
    ASSESS = "assess", "record the oversight body's assessments"
    REVIEW_EVIDENCE = "review_evidence", "request evidence, accept or return it"
    UPDATE = "update", "record the Administration's updates"
    SUPPLY_EVIDENCE = "supply_evidence", "supply evidence"
    TRANSCRIBE = "transcribe", "propose a transcription of a published annex"
    CONFIRM = "confirm", "confirm a transcription as the second person"
    KEEP_RECOMMENDATIONS = "keep_recommendations", "keep the particulars of recommendations"
    REPORT = "report", "report on projects"
    PUBLISH = "publish", "publish status reports of others"
    KEEP_PORTFOLIO = "keep_portfolio", "keep the portfolio, strategies, indicators and resources"
    APPROVE = "approve", "approve new baselines and exceptions"
    KEEP_GOVERNANCE = (
        "keep_governance",
        "keep bodies, meetings, decisions, requests and policies",
    )
    PREPARE_EDITIONS = "prepare_editions", "prepare editions"
    ISSUE_EDITIONS = "issue_editions", "issue and withdraw editions as the second person"
    CERTIFY = "certify", "certify the own entity's compliance"
    ANSWER_FLAGS = "answer_flags", "answer flags"
    IMPORT = "import", "bring in files"
    IMPORT_REFERENCE = "import_reference", "bring in reference data"
    SEE_RUNS = "see_runs", "see jobs and nightly runs"
    ADMINISTER = "administer", "people, roles, tokens and thresholds"


class Role(models.TextChoices):
    """The roles of the house."""

    READER = "reader", "ACABQ reader"
    LEAD = "lead", "OICT project lead"
    OFFICER = "officer", "OICT portfolio officer"
    FOCAL_POINT = "focal_point", "Focal point"
    SECRETARY = "secretary", "Governance secretary"
    AUDITOR = "auditor", "Auditor"
    APPROVER = "approver", "Approver"
    ADMINISTRATOR = "administrator", "Administrator"
    CLIENT = "client", "API client"
    SYSTEM = "system", "the register itself"


@dataclass(frozen=True)
class RoleDescription:
    """A role: what it is, in a sentence, what it may, and what it is granted for."""

    sentence: str
    may: frozenset[Permission]
    scopes: tuple[ScopeKind, ...]


P = Permission
_STAFF = {P.READ_REGISTER, P.READ_EDITIONS, P.SEE_RUNS}

ROLES: Mapping[Role, RoleDescription] = {
    Role.READER: RoleDescription(
        "Reads issued editions: dashboards, tables and documents; nothing live, nothing draft.",
        frozenset({P.READ_EDITIONS}),
        (ScopeKind.EVERYWHERE,),
    ),
    Role.LEAD: RoleDescription(
        "Reports on the own projects, proposes baselines and answers flags.",
        frozenset({*_STAFF, P.REPORT, P.ANSWER_FLAGS}),
        (ScopeKind.PROJECT,),
    ),
    Role.OFFICER: RoleDescription(
        "Keeps the portfolio and the particulars of recommendations, publishes status reports, "
        "transcribes published annexes, brings in files and prepares editions.",
        frozenset(
            {
                *_STAFF,
                P.READ_CONFIDENTIAL,
                P.UPDATE,
                P.SUPPLY_EVIDENCE,
                P.TRANSCRIBE,
                P.KEEP_RECOMMENDATIONS,
                P.REPORT,
                P.PUBLISH,
                P.KEEP_PORTFOLIO,
                P.PREPARE_EDITIONS,
                P.ANSWER_FLAGS,
                P.IMPORT,
            }
        ),
        (ScopeKind.EVERYWHERE,),
    ),
    Role.FOCAL_POINT: RoleDescription(
        "Speaks for one entity: its updates, evidence and self-certification.",
        frozenset(
            {
                *_STAFF,
                P.READ_CONFIDENTIAL,
                P.READ_STRICTLY_CONFIDENTIAL,
                P.UPDATE,
                P.SUPPLY_EVIDENCE,
                P.CERTIFY,
                P.ANSWER_FLAGS,
            }
        ),
        (ScopeKind.ENTITY,),
    ),
    Role.SECRETARY: RoleDescription(
        "Keeps bodies, terms of reference, meetings, decisions, requests and policies.",
        frozenset({*_STAFF, P.KEEP_GOVERNANCE, P.ANSWER_FLAGS}),
        (ScopeKind.EVERYWHERE,),
    ),
    Role.AUDITOR: RoleDescription(
        "Assesses the recommendations of one oversight body, reads the whole record and "
        "overwrites nothing.",
        frozenset(
            {
                *_STAFF,
                P.READ_CONFIDENTIAL,
                P.READ_STRICTLY_CONFIDENTIAL,
                P.ASSESS,
                P.REVIEW_EVIDENCE,
                P.ANSWER_FLAGS,
            }
        ),
        (ScopeKind.BODY,),
    ),
    Role.APPROVER: RoleDescription(
        "The second person for editions, transcriptions and new baselines.",
        frozenset({*_STAFF, P.READ_CONFIDENTIAL, P.CONFIRM, P.APPROVE, P.ISSUE_EDITIONS}),
        (ScopeKind.EVERYWHERE,),
    ),
    Role.ADMINISTRATOR: RoleDescription(
        "Keeps people, roles, tokens, reference data and thresholds, and writes no statement "
        "about the domain.",
        frozenset({*_STAFF, P.IMPORT_REFERENCE, P.ADMINISTER}),
        (ScopeKind.EVERYWHERE,),
    ),
    Role.CLIENT: RoleDescription(
        "Another system: reads what its token and its owner may.",
        frozenset({P.READ_REGISTER, P.READ_EDITIONS}),
        (ScopeKind.EVERYWHERE,),
    ),
    Role.SYSTEM: RoleDescription(
        "Loads reference data and runs the nightly checks; nobody can sign in as it.",
        frozenset(P),
        (ScopeKind.EVERYWHERE,),
    ),
}


def role_name(role: str) -> str:
    """The role in words; a role no longer declared as it was written."""
    return str(Role(role).label) if role in Role.values else role
