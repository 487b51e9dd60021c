"""The house keeps its own rules: who writes, what is guarded, what the docs say."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from audits import lifecycle
from ictportal.generated import pages
from ledger.models import Entry, Seal, Statement, StatementPart
from secretariat.models import Provenance
from secretariat.roles import ROLES, Permission, Role

ROOT = Path(__file__).parent.parent.parent
OURS = ("ledger", "secretariat", "projects", "governance", "audits", "ictportal")
WRITES = {
    "save",
    "delete",
    "create",
    "get_or_create",
    "update_or_create",
    "bulk_create",
    "bulk_update",
    "update",
}
#: Besides actions: the memory's own machinery, delivery rows, last use of a token, the cast.
MAY_WRITE = {
    "ledger/history.py",
    "ledger/seals.py",
    "ledger/nightly.py",
    "ledger/jobs/__init__.py",
    "ledger/importing/applying.py",
    "ledger/rest/repeats.py",
    "ledger/models/entry.py",
    "secretariat/reference.py",
    "secretariat/sheets.py",
    "secretariat/rows.py",
    "secretariat/sources.py",
    "secretariat/notices.py",
    "secretariat/access.py",
    "secretariat/models/person.py",
    "secretariat/api/authentication.py",
    "audits/state.py",
    "ictportal/views/work.py",
    "ictportal/demonstration/people.py",
}


def sources() -> Iterator[Path]:
    for name in OURS:
        for path in sorted((ROOT / name).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def writes(path: Path) -> list[str]:
    """Calls that write through the ORM: ``.save(``, ``objects.create(``, a queryset's ``update(``."""
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name, holder = node.func.attr, ast.unparse(node.func.value)
            if name in {
                "save",
                "bulk_create",
                "bulk_update",
                "get_or_create",
                "update_or_create",
            } or (name in {"create", "update", "delete"} and "objects" in holder):
                found.append(f"{holder}.{name}")
    return found


def test_only_actions_write() -> None:
    strangers = {
        str(path.relative_to(ROOT)): writes(path)
        for path in sources()
        if "actions" not in str(path.relative_to(ROOT))
        and str(path.relative_to(ROOT)) not in MAY_WRITE
        and writes(path)
    }
    assert strangers == {}


def test_files_stay_under_four_hundred_lines() -> None:
    long = {
        str(p.relative_to(ROOT)): n
        for p in sources()
        if (n := len(p.read_text().splitlines())) > 400
    }
    assert long == {}


def test_generated_pages_are_current() -> None:
    for name, text in pages().items():
        assert (ROOT / "docs" / name).read_text() == text, f"run manage.py write_docs ({name})"


def statement_models() -> list[type[models.Model]]:
    return [m for m in apps.get_models() if issubclass(m, (Statement, StatementPart))]


@pytest.mark.parametrize("model", statement_models(), ids=lambda model: model.__name__)
def test_every_relation_of_a_statement_protects(model: type[models.Model]) -> None:
    for field in model._meta.concrete_fields:
        if field.remote_field is not None:
            assert field.remote_field.on_delete is models.PROTECT, field.name


def test_relations_of_history_protect() -> None:
    assert Seal._meta.get_field("entry").remote_field.on_delete is models.PROTECT
    assert not any(f.name in {"name", "email"} for f in Entry._meta.concrete_fields)


@pytest.mark.parametrize(
    "model", [m for m in apps.get_models() if m.__module__.split(".")[0] in OURS]
)
def test_every_pair_of_choices_is_a_rule_of_the_table_or_of_the_projection(
    model: type[models.Model],
) -> None:
    ruled = str([str(c.condition) for c in model._meta.constraints if hasattr(c, "condition")])
    for field in model._meta.concrete_fields:
        if field.choices and model.__name__ not in UNRULED and field.name not in SHARED:
            assert field.name in ruled, f"{model.__name__}.{field.name} has choices but no check"


SHARED = {"as_of_precision", "provenance"}
#: Tables whose words come from declared imports alone, and the derived projection.
UNRULED = {
    "RecommendationState",
    "ProjectState",
    "MandateState",
    "ObjectiveState",
    "IndicatorState",
    "DocumentRelation",
    "EntityParticulars",
    "ReportingLine",
    "SessionPart",
    "PrintedFigure",
    "NightlyRun",
    "RoleGrant",
}


def test_lifecycle_is_complete() -> None:
    assert set(lifecycle.MOVES) == set(lifecycle.Finding) - {lifecycle.Finding.NOT_ASSESSED} | {
        lifecycle.Finding.NOT_ASSESSED
    }
    assert set(lifecycle.EVIDENCE_MOVES) == set(lifecycle.EvidenceMove)
    assert all(not lifecycle.MOVES[finding] for finding in lifecycle.CLOSING)
    assert lifecycle.CLOSING | lifecycle.NOT_DONE == lifecycle.RECORDABLE
    assert set(lifecycle.WRITER.values()) <= set(Permission)


def test_every_role_has_a_sentence_and_the_administrator_writes_nothing_of_the_domain() -> None:
    assert set(ROLES) == set(Role)
    assert all(about.sentence.endswith(".") for about in ROLES.values())
    domain = {
        Permission.ASSESS,
        Permission.UPDATE,
        Permission.TRANSCRIBE,
        Permission.KEEP_RECOMMENDATIONS,
    }
    assert not domain & ROLES[Role.ADMINISTRATOR].may
    assert ROLES[Role.READER].may == {Permission.READ_EDITIONS}
    assert Provenance.values == ["documented", "reconstructed", "entered", "demonstration"]
