"""Reading changed particulars as people and programs send them: codes and symbols as text."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from audits.actions.known import Known
from audits.actions.recommendations import Description, description_of
from audits.models import Particulars, Theme
from ledger.errors import Invalid
from secretariat.models import Entity
from secretariat.symbols import normal

PLAIN = (
    "title",
    "text",
    "priority",
    "acceptance",
    "classification",
    "issued_not_before",
    "issued_not_after",
    "root_cause",
    "corrective_action",
)


def described_with(held: Particulars, given: Mapping[str, Any]) -> Description:
    """The description in force with the given members changed; raises ``Invalid`` naming them."""
    changes: dict[str, Any] = {name: given[name] for name in PLAIN if name in given}
    if "theme" in given:
        changes["theme"] = _by_code(Theme, "theme", given["theme"])
    if "lead" in given:
        changes["lead"] = _by_code(Entity, "lead", given["lead"])
    if "entities" in given:
        changes["entities"] = [_by_code(Entity, "entities", code) for code in given["entities"]]
    if "made_in" in given:
        changes["made_in"] = _report(given["made_in"])
    return replace(description_of(held), **changes)


def _by_code(model: Any, field: str, code: str | None) -> Any:
    if not code:
        return None
    found = model.objects.filter(code=code).first()
    if found is None:
        raise Invalid(fields={field: f"The register does not know {code[:60]}."})
    return found


def _report(symbol: str | None) -> Any:
    if not symbol:
        return None
    try:
        return Known().report(normal(symbol), field="made_in")
    except ValueError as error:
        raise Invalid(fields={"made_in": str(error)}) from error
