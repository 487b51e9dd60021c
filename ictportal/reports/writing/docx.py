"""A report as a Word document: real headings, tables whose head repeats, notes under each table."""

from collections.abc import Iterable
from datetime import datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.pkgwriter import PackageWriter
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from ictportal.reports.content import Report, Words
from ictportal.reports.writing.about import About, as_at, layer_mark, particulars
from ictportal.reports.writing.docx_styles import dress
from ictportal.reports.writing.docx_tables import paragraph, table_element
from ictportal.reports.writing.paper import (
    Grid,
    Heading,
    Piece,
    check_length,
    is_wide,
    mark,
    pieces,
)
from ictportal.reports.writing.pictures import Picture

MOST_LINES = 10_000
LONG, SHORT, EDGE = Cm(29.7), Cm(21), Cm(2)
LABELS = Cm(4)  # the column of labels on the first page
BEGINNING = (1980, 1, 1, 0, 0, 0)  # the day of every part of the package, so that bytes repeat


def write(report: Report, about: About) -> bytes:
    """A4, upright or turned; raises ``Invalid`` for a report that is too long for pages."""
    check_length(report, MOST_LINES)
    found = pieces(report)
    document = Document()
    dress(document, get_language() or "en")
    width = _turn(document, wide=is_wide(found))
    _tell(document, report, about)
    _head_and_foot(document, report, about, width)
    _first_page(document, report, about)
    for piece in found:
        _add(document, piece, width)
    return _packed(document)


def _turn(document: Any, *, wide: bool) -> int:
    """Set the page, and answer the width between its margins."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (LONG, SHORT) if wide else (SHORT, LONG)
    section.left_margin = section.right_margin = section.bottom_margin = EDGE
    section.top_margin = Cm(2.6)
    section.header_distance = section.footer_distance = Cm(1)
    width: int = section.page_width - 2 * EDGE
    return width


def _tell(document: Any, report: Report, about: About) -> None:
    """The properties of the document; its dates are the day of the report."""
    told = document.core_properties
    told.title, told.subject = report.title[:255], report.subject[:255]
    told.author = told.last_modified_by = _("ICT Portal")
    told.language = get_language() or "en"
    told.category = about.mark[:255]
    told.comments = f"{as_at(report)}. {about.edition}".rstrip(". ")[:255]
    told.created = told.modified = datetime.combine(report.day, time())
    told.revision = 1


# --- head, foot, first page ----------------------------------------------------------------------
def _head_and_foot(document: Any, report: Report, about: About, width: int) -> None:
    """Title and day at the head of every page, its classification and layer below them."""
    section = document.sections[0]
    first = section.header.paragraphs[0]
    first.text = f"{report.title}\t{as_at(report)}"
    second = section.header.add_paragraph(f"{layer_mark(report)}\t{about.mark}")
    _underline(second)
    foot = section.footer.paragraphs[0]
    foot.add_run(f"{about.edition or _('ICT Portal')}\t")
    before, _page, rest = _("Page %(page)s of %(pages)s").partition("%(page)s")
    between, _pages, after = rest.partition("%(pages)s")
    for said, code in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        foot.add_run(said)
        if code:
            foot._p.append(_field(code))
    for line in (first, second, foot):
        line.paragraph_format.tab_stops.clear_all()
        line.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    second.runs[0].bold = True


def _field(code: str) -> Any:
    """A number the word processor puts in: the page, or how many there are."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    return field


def _underline(line: Any) -> None:
    borders, rule = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "4"), ("color", "8FA3B8")):
        rule.set(qn(f"w:{name}"), value)
    borders.append(rule)
    line._p.get_or_add_pPr().insert_element_before(borders, "w:tabs", "w:spacing", "w:jc", "w:rPr")


def _first_page(document: Any, report: Report, about: About) -> None:
    document.add_paragraph(report.title, style="Title")
    for label, value in particulars(report, about):
        line = document.add_paragraph(style="Particulars")
        line.paragraph_format.tab_stops.add_tab_stop(LABELS)
        line.paragraph_format.left_indent = LABELS
        line.paragraph_format.first_line_indent = -LABELS
        line.add_run(f"{label}\t").bold = True
        line.add_run(value)
    line.paragraph_format.space_after = Pt(14)


# --- pieces --------------------------------------------------------------------------------------
def _add(document: Any, piece: Piece, width: int) -> None:
    if isinstance(piece, Heading):
        document.add_heading(piece.text, piece.level)
    elif isinstance(piece, Grid):
        _add_grid(document, piece, width)
    else:
        _add_words(document, piece.words)


def _add_words(document: Any, words: Words) -> None:
    style = "List Bullet" if words.listed else "Notice" if words.tone else "Normal"
    _append(document, (paragraph(said, style) for said in words.paragraphs))


def _add_grid(document: Any, grid: Grid, width: int) -> None:
    """Label and title above; then lead, picture, table; notes and sources below."""
    table = grid.table
    if grid.label:
        _append(document, [paragraph(grid.label, "Table Label")])
    _append(document, [paragraph(table.title, "Caption" if grid.label else "Caption Alone")])
    if table.lead:
        _append(document, [paragraph(table.lead, "Table Lead")])
    if grid.picture:
        _add_picture(document, grid.picture, width)
    if table.lines:
        _append(document, [table_element(table, width, short=grid.is_short)])
    elif table.empty:
        _append(document, [paragraph(table.empty, "Table Lead")])
    notes = [
        paragraph(note, "Table Note", raised=mark(place))
        for place, note in enumerate(table.notes, start=1)
    ]
    if table.sources:
        said = _("Sources: %(said)s") % {"said": "; ".join(table.sources)}
        notes.append(paragraph(said, "Table Note"))
    _append(document, [*notes, paragraph("", "Table Note")])


def _add_picture(document: Any, picture: Picture, width: int) -> None:
    line = document.add_paragraph(style="Picture")
    drawn = line.add_run().add_picture(BytesIO(picture.png), width=min(width, Cm(17)))
    drawn._inline.docPr.set("descr", picture.alt)


def _append(document: Any, elements: Iterable[Any]) -> None:
    """Put elements before the properties of the section, which stay last."""
    for element in elements:
        document.element.body.sectPr.addprevious(element)


# --- the package ---------------------------------------------------------------------------------
def _packed(document: Any) -> bytes:
    """The package of a document, with one day on all its parts."""
    package, loose, made = document.part.package, BytesIO(), BytesIO()
    PackageWriter.write(loose, package.rels, tuple(package.parts))
    with ZipFile(loose) as given, ZipFile(made, "w", ZIP_DEFLATED) as taken:
        for name in given.namelist():
            part = ZipInfo(name, BEGINNING)
            part.compress_type = ZIP_DEFLATED
            taken.writestr(part, given.read(name))
    return made.getvalue()
