"""The files of an edition: all its reports as one document, in every form this machine can make."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from ictportal.editions.freezing import Content
from ictportal.models import EditionDraft, EditionPart, PartKind
from ictportal.reports.content import Report, report_from
from ictportal.reports.writing import FORMS, About
from secretariat import files


def made(draft: EditionDraft, content: Content, forms: Collection[str]) -> Iterator[EditionPart]:
    """One file of each form, kept in the store; a form that cannot be made here is left out."""
    document = as_document(draft, content.reports)
    about = About(classification=draft.classification, edition=draft.title)
    for form in FORMS.values():
        if form.key not in forms or form.missing():
            continue
        written = form.write(document, about)
        yield EditionPart(
            kind=PartKind.FILE,
            key=f"edition.{form.extension}",
            title=str(form.label),
            sha256=files.keep_made(written),
            size=len(written),
            media_type=form.media_type,
        )


def as_document(draft: EditionDraft, reports: Mapping[str, Mapping[str, Any]]) -> Report:
    """Every report as sections of one, each section under the name of its report."""
    found = [report_from(plain) for plain in reports.values()]
    return Report(
        key="edition",
        title=draft.title,
        as_of=draft.as_of.isoformat(),
        known=draft.known,
        layer="demonstration" if draft.demonstration else "record",
        sections=tuple(
            replace(section, title=f"{report.title}: {section.title}")
            for report in found
            for section in report.sections
        ),
        subject=draft.document,
    )


def digests() -> set[str]:
    """The digests of every file of an edition."""
    rows = EditionPart.objects.filter(kind=PartKind.FILE)
    return set(rows.values_list("sha256", flat=True))


files.declare_holder("ictportal.editions", digests)
