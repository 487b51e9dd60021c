"""The pages of docs/ that are written from the code: definitions, roles, the course of things."""

from collections.abc import Iterator

from audits.lifecycle import CLOSING, EVIDENCE_MOVES, MOVES, WRITER
from governance import lifecycle as governing
from ledger.figures import all_figures
from ledger.flags import all_flags
from projects import lifecycle as portfolio
from secretariat.roles import ROLES, Permission, Role

HEAD = "<!-- Written by `manage.py write_docs`; a test keeps it current. -->\n"


def pages() -> dict[str, str]:
    """Every generated page, by file name."""
    return {
        "definitions.md": HEAD + "\n".join(_definitions()) + "\n",
        "roles.md": HEAD + "\n".join(_roles()) + "\n",
        "lifecycle.md": HEAD + "\n".join(_lifecycle()) + "\n",
    }


def _definitions() -> Iterator[str]:
    yield "# How figures are counted and flags are raised\n\n## Figures\n"
    for figure in all_figures():
        yield f"### {figure.name} (`{figure.key}`, version {figure.version})\n"
        yield f"{figure.question} Counted in {figure.unit}.\n"
        yield f"- **Formula:** {figure.formula}"
        yield f"- **Definition:** {figure.definition}"
        yield f"- **Source:** {'; '.join(figure.sources)}\n"
    yield "## Flags\n"
    for flag in all_flags():
        yield f"### {flag.name} (`{flag.key}`)\n"
        yield f"{flag.definition}\n\n- **Source:** {'; '.join(flag.sources)}\n"


def _roles() -> Iterator[str]:
    roles = [role for role in ROLES if role is not Role.SYSTEM]
    yield "# Roles\n"
    for role in roles:
        scopes = ", ".join(str(scope.label) for scope in ROLES[role].scopes)
        yield f"- **{role.label}** (granted for {scopes}): {ROLES[role].sentence}"
    yield "\n## Who may what\n"
    yield "| right | " + " | ".join(str(role.label) for role in roles) + " |"
    yield "| --- |" + " --- |" * len(roles)
    for permission in Permission:
        cells = ["yes" if permission in ROLES[role].may else "" for role in roles]
        yield f"| {permission.label} | " + " | ".join(cells) + " |"


def _lifecycle() -> Iterator[str]:
    yield "# The course of a recommendation\n\n```mermaid\nstateDiagram-v2"
    yield "    [*] --> not_assessed"
    for before, following in MOVES.items():
        for after in sorted(following):
            yield f"    {before} --> {after}"
    for closed in sorted(CLOSING):
        yield f"    {closed} --> under_implementation: reopened, a new episode"
    yield "```\n\nOnly the oversight body's finding moves it. Closing findings: "
    yield ", ".join(sorted(str(finding.label) for finding in CLOSING)) + "."
    yield "\n## Evidence\n\n```mermaid\nstateDiagram-v2\n    [*] --> requested\n    [*] --> supplied"
    for move, moves_on in EVIDENCE_MOVES.items():
        for outcome in sorted(moves_on):
            yield f"    {move} --> {outcome}"
    yield "```\n\n## A status report\n\n```mermaid\nstateDiagram-v2\n    [*] --> draft"
    for held, reachable in portfolio.DRAFT_MOVES.items():
        yield from (f"    {held} --> {reached}" for reached in sorted(reachable))
    yield "```\n\nAnother person than the author publishes; a published report is only corrected."
    yield from _governance()
    yield "\n## Who writes which series\n"
    for series, permission in {**WRITER, **portfolio.WRITER, **governing.WRITER}.items():
        yield f"- {series.replace('_', ' ')}: who may {permission.label}"


def _governance() -> Iterator[str]:
    yield "\n## A meeting\n\n```mermaid\nstateDiagram-v2\n    [*] --> planned"
    for state, ahead in governing.MEETING_MOVES.items():
        yield from (f"    {state} --> {after}" for after in sorted(ahead))
    yield "```\n\nWhat was held is minuted; approved minutes are locked and only followed by corrigenda."
    yield "\n## A policy\n\n```mermaid\nstateDiagram-v2\n    [*] --> not_started"
    for standing, following in governing.POLICY_MOVES.items():
        yield from (f"    {standing} --> {after}" for after in sorted(following))
    yield "```"
