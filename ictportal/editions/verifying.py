"""Whether an edition still comes out as it was issued: computed anew, compared cell by cell."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ictportal.editions.freezing import OPENED, Content, Pinned, frozen
from ictportal.models import EditionIssue, EditionPart, PartKind
from ictportal.reports.content import canonical, digest
from secretariat import files


@dataclass(frozen=True)
class Difference:
    """One place where the edition and the register disagree.

    ``part`` is the report, list or file; ``where`` the way to the cell; ``frozen`` and ``computed``
    what stands there, ``None`` where nothing does.
    """

    part: str
    where: str
    frozen: Any
    computed: Any

    def __str__(self) -> str:
        return f"{self.part}: {self.where}: issued {self.frozen!r}, now {self.computed!r}"


@dataclass(frozen=True)
class Verdict:
    """What was compared, and all that differs."""

    compared: int
    differences: tuple[Difference, ...]

    @property
    def agrees(self) -> bool:
        """Whether nothing differs."""
        return not self.differences


def verify(issue: EditionIssue) -> Verdict:
    """Check the stored parts against their digests, and the tables against the ledger.

    Reports that the product only learned after the issue are no difference.
    """
    parts = list(issue.parts.order_by("kind", "place", "key"))
    found = [*_manifest(issue, parts), *(one for part in parts for one in _stored(part))]
    reports = {part.key for part in parts if part.kind == PartKind.REPORT}
    content = frozen(pinned(issue), only=reports)
    computed = _by_part(content)
    tables = [part for part in parts if part.kind != PartKind.FILE]
    kept = {(str(part.kind), part.key): part.content for part in tables}
    for key in sorted(kept.keys() | computed.keys()):
        name = f"{key[0]} {key[1]}"
        found += _differences(name, "", kept.get(key), computed.get(key))
    return Verdict(compared=len(parts), differences=tuple(found))


def pinned(issue: EditionIssue) -> Pinned:
    """What the edition pins."""
    return Pinned(issue.as_of, issue.known, issue.subject.demonstration, str(issue.classification))


def _by_part(content: Content) -> dict[tuple[str, str], Any]:
    told: dict[tuple[str, str], Any] = {
        (PartKind.REPORT.value, key): plain for key, plain in content.reports.items()
    }
    told |= {(PartKind.ROWS.value, key): plain for key, plain in content.rows.items()}
    told[PartKind.OPENED.value, OPENED] = content.opened
    return told


def _manifest(issue: EditionIssue, parts: list[EditionPart]) -> Iterator[Difference]:
    """The manifest has its digest, and lists exactly the parts there are."""
    computed = digest(issue.manifest)
    if computed != issue.manifest_sha256:
        yield Difference("manifest", "sha256", issue.manifest_sha256, computed)
    listed = {(one["kind"], one["key"], one["sha256"]) for one in issue.manifest["parts"]}
    stored = {(str(part.kind), part.key, part.sha256) for part in parts}
    for kind, key, _sha256 in sorted(listed ^ stored):
        there = "listed" if (kind, key, _sha256) in listed else None
        yield Difference("manifest", f"{kind} {key}", there, None if there else "stored")


def _stored(part: EditionPart) -> Iterator[Difference]:
    """The bytes of one part still have the digest they were issued with."""
    if part.kind == PartKind.FILE:
        try:
            content = files.path_of(part.sha256).read_bytes()
        except FileNotFoundError:
            yield Difference(f"file {part.key}", "bytes", part.sha256, None)
            return
    else:
        content = canonical(part.content)
    computed = hashlib.sha256(content).hexdigest()
    if computed != part.sha256:
        yield Difference(f"{part.kind} {part.key}", "sha256", part.sha256, computed)


def _differences(part: str, where: str, kept: Any, computed: Any) -> Iterator[Difference]:
    """Walk two values of plain JSON side by side, down to the cell."""
    if isinstance(kept, Mapping) and isinstance(computed, Mapping):
        for name in sorted(kept.keys() | computed.keys()):
            way = f"{where}.{name}" if where else name
            yield from _differences(part, way, kept.get(name), computed.get(name))
    elif isinstance(kept, list) and isinstance(computed, list):
        for place in range(max(len(kept), len(computed))):
            pair = [rows[place] if place < len(rows) else None for rows in (kept, computed)]
            yield from _differences(part, f"{where}[{place}]", *pair)
    elif kept != computed:
        yield Difference(part, where or "all", kept, computed)
