"""Reports as files: CSV, XLSX, DOCX and PDF say the same, open anywhere and repeat byte by byte."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.utils.translation import override
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from pypdf import PdfReader

from ictportal.reports.content import (
    Cell,
    Chart,
    Column,
    Line,
    Number,
    Report,
    Section,
    Share,
    Table,
    Words,
)
from ictportal.reports.writing import FORMS, About, available, docx, pdf
from ictportal.reports.writing.paper import mark, printed, right_to_left, roman
from ictportal.reports.writing.pictures import chart_css, drawn
from ledger.errors import Invalid

NO_PDF = pdf.missing()
needs_pdf = pytest.mark.skipif(bool(NO_PDF), reason=NO_PDF)
SOFFICE = shutil.which("soffice")
needs_writer = pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice Writer")
EVERY = [pytest.param(key, marks=needs_pdf if key == "pdf" else ()) for key in FORMS]

CHINESE, ARABIC = "信息和通信技术厅", "مكتب تكنولوجيا المعلومات"
LONG_TEXT = "The service has to be described, owned, measured and reviewed every year. " * 12


def number(**changes: object) -> Number:
    told = Number(
        figure="sample.open_long",
        version=2,
        name="Open after two years",
        question="Which recommendations are still open after two years?",
        unit="recommendations",
        status="ok",
        value="16",
        numerator=16,
        denominator=39,
        share=41,
        parts=(
            Share("under_implementation", "Under implementation", 12, 16),
            Share("not_implemented", "Not implemented", 4, 16),
        ),
        observed_through="2018-06-30",
        formula="open rows older than two years ÷ all rows",
        definition="A row is older when the second anniversary of its report has passed.",
        sources=("A/74/588, para. 4",),
        note="Repeated recommendations are counted once.",
    )
    return replace(told, **changes)  # type: ignore[arg-type]


def table(**changes: object) -> Table:
    told = Table(
        key="by-office",
        title="Recommendations by office, with long and short words",
        columns=(
            Column("Office"),
            Column("Name in its language"),
            Column("What was recommended", "long"),
            Column("Rows", "number"),
            Column("Share", "number"),
            Column("Met", "mark"),
        ),
        lines=(
            Line((Cell("Offices at Headquarters"),), kind="group"),
            Line((Cell("Infrastructure"),), kind="group", level=2),
            Line(
                (
                    Cell("=2+5*cmd|' /C calc'!A0", notes=(1,)),
                    Cell(CHINESE),
                    Cell(LONG_TEXT),
                    Cell("1,234", number=1234, notes=(1, 2)),
                    Cell("41 %"),
                    Cell("×", tone="good"),
                )
            ),
            Line(
                (
                    Cell("@SUM(1)"),
                    Cell(ARABIC),
                    Cell("+1 for the plan\nSecond line & <b>no markup</b>"),
                    Cell("-5", number=-5),
                    Cell("under 1 %"),
                    Cell(),
                )
            ),
            Line(
                (Cell("Total"), Cell(), Cell(), Cell("1,229", number=1229), Cell("100 %"), Cell()),
                kind="total",
            ),
        ),
        notes=("As printed.", "The sum is that of the source."),
        sources=("A/74/588, paras. 4–6", "A/74/177, annex I"),
        lead="Offices that answer for at least one recommendation.",
    )
    return replace(told, **changes)  # type: ignore[arg-type]


CHART = Chart(
    key="ages",
    kind="columns",
    title="Open recommendations by age",
    description="Most are older than two years.",
    data={
        "parts": [
            {"key": "1", "label": "up to 1 year", "count": 3},
            {"key": "2", "label": "1 to 2 years", "count": 5},
            {"key": "3", "label": "2 to 3 years", "count": 9},
            {"key": "4", "label": "over 3 years", "count": 7},
        ],
        "unit": "Recommendations",
        "mark_after": 2,
        "mark_label": "older than two years",
    },
)
SHARES = replace(
    CHART,
    key="statuses",
    kind="shares",
    title="Recommendations by status",
    description="Half are implemented.",
    data={
        "parts": [
            {"key": "implemented", "label": "Implemented", "count": 20},
            {"key": "under_implementation", "label": "Under implementation", "count": 15},
            {"key": "not_implemented", "label": "Not implemented", "count": 4},
        ]
    },
)
TREND = replace(
    CHART,
    key="trend",
    kind="trend",
    title="Share implemented over time",
    description="It rose.",
    data={
        "points": [
            {"day": "2016-12-31", "numerator": 3, "denominator": 30},
            {"day": "2017-12-31", "numerator": 9, "denominator": 35},
            {"day": "2018-12-31", "numerator": 20, "denominator": 39},
        ]
    },
)


def sample(**changes: object) -> Report:
    told = Report(
        key="sample",
        title="Status of recommendations & what follows",
        subject="Office of Information and Communications Technology",
        as_of="2019-03-31",
        known=812,
        layer="demonstration",
        lead="What the oversight bodies asked for, and what became of it.",
        sections=(
            Section(
                "open",
                "What is still open",
                (
                    Words(("Sixteen of 39 are open.", "None was withdrawn."), listed=True),
                    number(),
                    number(
                        figure="sample.late",
                        name="Late",
                        value="3 to 5",
                        numerator=None,
                        denominator=None,
                        minimum=3,
                        maximum=5,
                        parts=(),
                        note="",
                    ),
                    table(),
                    CHART,
                ),
                lead="Rows that no oversight body has closed.",
            ),
            Section(
                "course",
                "How it went",
                (
                    SHARES,
                    TREND,
                    table(
                        key="none",
                        title="Rows without owner",
                        lines=(),
                        notes=(),
                        empty="Every row has an owner.",
                    ),
                    Words(("The sources differ.",), tone="bad"),
                ),
            ),
        ),
    )
    return replace(told, **changes)  # type: ignore[arg-type]


ABOUT = About(
    classification="confidential",
    edition="Sixth edition",
    address="https://portal.example/reports/sample/",
    made="From the register, seal 812",
)


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """The sample in every form this machine can make."""
    can = [form for form in FORMS.values() if not form.missing()]
    return {form.key: form.write(sample(), ABOUT) for form in can}


# --- reading the files back ----------------------------------------------------------------------
def words_of_csv(content: bytes) -> str:
    return content.decode("utf-8-sig").replace('""', '"')


def words_of_xlsx(content: bytes) -> str:
    book = load_workbook(BytesIO(content))
    cells = (cell for page in book for row in page.iter_rows() for cell in row)
    return "\n".join(str(cell.value) for cell in cells if cell.value is not None)


def words_of_docx(content: bytes) -> str:
    with ZipFile(BytesIO(content)) as package:
        parts = [
            name for name in package.namelist() if re.search(r"(document|header|footer)", name)
        ]
        xml = " ".join(package.read(name).decode() for name in parts if name.endswith(".xml"))
    said = re.sub(r"<w:(tab|br)/>|</w:p>", "\n", xml)
    return re.sub(r"<[^>]+>", "", said).replace("&amp;", "&").replace("&lt;", "<")


def words_of_pdf(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


WORDS: dict[str, Callable[[bytes], str]] = {
    "csv": words_of_csv,
    "xlsx": words_of_xlsx,
    "docx": words_of_docx,
    "pdf": words_of_pdf,
}


def elements(content: bytes) -> Any:
    """The body of a Word document."""
    return Document(BytesIO(content)).element.body


# --- what every form says ------------------------------------------------------------------------
@pytest.mark.parametrize("key", EVERY)
def test_every_form_says_what_it_is_and_all_that_the_report_says(
    files: dict[str, bytes], key: str
) -> None:
    said = " ".join(WORDS[key](files[key]).split())
    for wanted in (
        "Status of recommendations & what follows",
        "Office of Information and Communications Technology",
        "31 March 2019",
        "Demonstration, not the record",
        "Confidential",
        "Sixth edition",
        "From the register, seal 812",
        "Sixteen of 39 are open.",
        "Rows that no oversight body has closed.",
        "Table 1",
        "Recommendations by office, with long and short words",
        "Offices at Headquarters",
        "The sum is that of the source.",
        "A/74/588, paras. 4–6; A/74/177, annex I",
        "Figure I",
        "Open recommendations by age",
        "over 3 years",
        "Every row has an owner.",
        "Repeated recommendations are counted once.",
        "3 to 5",
        "How it is counted",
        "A row is older when the second anniversary of its report has passed.",
        "The sources differ.",
    ):
        assert wanted in said, wanted


@pytest.mark.parametrize("key", EVERY)
def test_chinese_and_arabic_names_stay_readable(files: dict[str, bytes], key: str) -> None:
    said = re.sub(r"\s", "", WORDS[key](files[key]))
    assert CHINESE in said
    if key != "pdf":  # where letters are joined and in the order of the eye
        assert ARABIC.replace(" ", "") in said


@pytest.mark.parametrize("key", EVERY)
def test_the_record_carries_no_mark_of_demonstration(key: str) -> None:
    record = sample(layer="record", sections=sample().sections[1:])
    assert "demonstration" not in WORDS[key](FORMS[key].write(record, ABOUT)).casefold()


@pytest.mark.parametrize("key", EVERY)
def test_the_same_report_gives_the_same_bytes_and_another_gives_others(
    files: dict[str, bytes], key: str
) -> None:
    assert FORMS[key].write(sample(), ABOUT) == files[key]
    assert FORMS[key].write(sample(title="Another"), ABOUT) != files[key]


def test_table_1_has_the_same_cells_in_csv_xlsx_and_docx(files: dict[str, bytes]) -> None:
    word = Document(BytesIO(files["docx"])).tables[1]
    in_word = [[cell.text for cell in row.cells] for row in word.rows]
    page = load_workbook(BytesIO(files["xlsx"]))["Table 1"]
    in_excel = list(page.iter_rows(min_row=5, max_row=10, max_col=6, values_only=True))
    assert in_word[0] == list(in_excel[0]) == [column.heading for column in table().columns]
    assert in_word[5][3] == "1,229" and in_excel[5][3] == 1229
    assert in_word[3][3] == "1,234a, b" and in_excel[3][3] == 1234
    assert "Total,,,1229,100 %,," in words_of_csv(files["csv"])


# --- CSV and XLSX --------------------------------------------------------------------------------
def test_csv_is_utf_8_for_spreadsheets_and_makes_formulas_harmless(files: dict[str, bytes]) -> None:
    content = files["csv"]
    assert content.startswith(b"\xef\xbb\xbf") and b"\r\n" in content
    said = words_of_csv(content)
    assert "'=2+5*cmd" in said and "'@SUM(1)" in said and "'+1 for the plan" in said
    assert ",-5,under 1 %," in said  # a number stays a number


def test_csv_says_which_cell_a_footnote_belongs_to(files: dict[str, bytes]) -> None:
    assert "Rows,Share,Met,Notes" in words_of_csv(files["csv"])
    assert ',1234,41 %,×,"a; a, b"' in words_of_csv(files["csv"])


def test_a_workbook_holds_numbers_and_no_formula(files: dict[str, bytes]) -> None:
    with ZipFile(BytesIO(files["xlsx"])) as package:
        sheets = [name for name in package.namelist() if "worksheets/sheet" in name]
        assert not any(re.search(rb"<f[ >]", package.read(name)) for name in sheets)
    page = load_workbook(BytesIO(files["xlsx"]))["Table 1"]
    row = next(row for row in page.iter_rows() if str(row[0].value).startswith("=2+5"))
    assert row[0].data_type == "s" and row[3].value == 1234 and row[4].value == 41
    assert row[3].number_format == '#,##0"ᵃ, ᵇ"' and row[4].number_format == '#,##0" %"'


def test_every_sheet_prints_with_day_layer_and_classification(files: dict[str, bytes]) -> None:
    book = load_workbook(BytesIO(files["xlsx"]))
    names = book.sheetnames
    assert names[:3] == ["About", "Key figures", "Table 1"] and len(set(names)) == len(names)
    assert all(len(name) <= 31 for name in names)
    for page in book:
        head = f"{page.oddHeader.left.text} {page.oddHeader.right.text}"
        assert "DEMONSTRATION · As at 31 March 2019 · CONFIDENTIAL" in head
        assert "Page" in page.oddFooter.right.text
        assert page.page_setup.paperSize == 9 and page.sheet_properties.pageSetUpPr.fitToPage
    page = book["Table 1"]
    assert page.freeze_panes == "A6" and page.print_title_rows == "$5:$5"
    assert page.page_setup.orientation == "landscape"
    assert "DEMONSTRATION" in page["A2"].value


def test_sheets_of_equal_names_are_told_apart() -> None:
    numbers = (number(), table(), number())
    content = FORMS["xlsx"].write(sample(sections=(Section("a", "A", numbers),)), ABOUT)
    assert load_workbook(BytesIO(content)).sheetnames == [
        "About",
        "Key figures",
        "Table 1",
        "Key figures (2)",
        "Definitions of the figures",
    ]


@pytest.mark.parametrize(
    ("text", "value", "form"),
    [
        ("1,234", "1234", "#,##0"),
        ("7", "7", "#,##0"),
        ("2019", "2019", "0"),
        ("-5", "-5", "#,##0"),
        ("−5", "-5", "#,##0"),
        ("+5", "5", "+#,##0;-#,##0;#,##0"),
        ("12.50", "12.50", "#,##0.00"),
        ("41 %", "41", '#,##0" %"'),
    ],
)
def test_a_printed_number_is_kept_as_a_number_and_looks_the_same(
    text: str, value: str, form: str
) -> None:
    found = printed(Cell(text), Column("Rows", "number"))
    assert found and str(found.value) == value and found.form == form


@pytest.mark.parametrize("text", ["3 to 5", "under 1 %", "", "–", "1,23", "1234567890123456"])
def test_what_is_no_number_stays_text(text: str) -> None:
    assert printed(Cell(text), Column("Rows", "number")) is None


def test_a_code_of_digits_stays_text() -> None:
    assert printed(Cell("007"), Column("Code")) is None


# --- DOCX ----------------------------------------------------------------------------------------
def test_a_word_document_has_real_headings_and_heads_of_tables(files: dict[str, bytes]) -> None:
    document = Document(BytesIO(files["docx"]))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == ["What is still open", "How it went", "How it is counted"]
    for one in document.tables:
        first = one._tbl.tr_lst[0]
        assert first.trPr.find(qn("w:tblHeader")) is not None
    labels = [p.text for p in document.paragraphs if p.style.name == "Table Label"]
    assert labels == ["Table 1", "Figure I", "Figure II", "Figure III", "Table 2"]


def test_groups_span_the_table_and_totals_are_bold(files: dict[str, bytes]) -> None:
    rows = Document(BytesIO(files["docx"])).tables[1]._tbl.tr_lst
    [group] = rows[1].tc_lst
    assert group.grid_span == 6
    assert rows[5].findall(f".//{qn('w:b')}") and not rows[4].findall(f".//{qn('w:b')}")


def test_marks_of_footnotes_stand_above_the_line_and_their_notes_below_the_table(
    files: dict[str, bytes],
) -> None:
    body = elements(files["docx"])
    raised = [
        "".join(text.text for text in run.iter(qn("w:t")))
        for run in body.iter(qn("w:r"))
        if run.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}") is not None
    ]
    assert raised.count("a, b") == 1 and raised.count("a") == 4 and raised.count("b") == 1


def test_text_from_right_to_left_is_set_so_in_word(files: dict[str, bytes]) -> None:
    [found] = [
        p for p in elements(files["docx"]).iter(qn("w:p")) if ARABIC in "".join(p.itertext())
    ]
    assert found.pPr.find(qn("w:bidi")) is not None
    assert found.find(f".//{qn('w:rtl')}") is not None


def test_a_word_document_tells_its_title_language_and_day(files: dict[str, bytes]) -> None:
    told = Document(BytesIO(files["docx"])).core_properties
    assert told.title == "Status of recommendations & what follows" and told.language == "en"
    assert told.created == told.modified and told.created.replace(tzinfo=None) == datetime(
        2019, 3, 31
    )
    assert told.category == "CONFIDENTIAL"


def test_charts_in_word_are_pictures_with_a_description_and_no_macro(
    files: dict[str, bytes],
) -> None:
    with ZipFile(BytesIO(files["docx"])) as package:
        names = package.namelist()
        assert not any("vba" in name.casefold() for name in names)
        document = package.read("word/document.xml").decode()
    assert sum(name.endswith(".png") for name in names) == 3
    assert 'descr="Open recommendations by age. Most are older than two years."' in document


def test_a_table_too_wide_for_an_upright_page_turns_it() -> None:
    columns = tuple(Column(f"Column {place}") for place in range(9))
    wide = table(columns=columns, lines=(Line(tuple(Cell("x") for _one in columns)),))
    for found, turned in ((table(), False), (wide, True)):
        report = sample(sections=(Section("a", "A", (found,)),))
        section = Document(BytesIO(FORMS["docx"].write(report, ABOUT))).sections[0]
        assert (section.page_width > section.page_height) is turned
        assert ('<body class="wide">' in pdf.html(report, ABOUT)) is turned


@needs_writer
def test_a_word_document_opens_in_another_word_processor(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    assert SOFFICE
    (tmp_path / "sample.docx").write_bytes(files["docx"])
    own = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [SOFFICE, own, "--headless", "--convert-to", "pdf", "--outdir", tmp_path]
    subprocess.run(
        [*command, tmp_path / "sample.docx"], check=True, capture_output=True, timeout=120
    )
    said = " ".join(words_of_pdf((tmp_path / "sample.pdf").read_bytes()).split())
    assert "What is still open" in said and CHINESE in said.replace(" ", "")
    pages = PdfReader(tmp_path / "sample.pdf").pages
    for place, page in enumerate(pages, start=1):
        text = page.extract_text()
        assert "DEMONSTRATION" in text and "CONFIDENTIAL" in text
        assert f"Page {place} of {len(pages)}" in text


# --- PDF -----------------------------------------------------------------------------------------
def tags(element: Any) -> Iterator[tuple[str, Any]]:
    """Every tag of a PDF, with what it says."""
    told = element.get_object()
    if isinstance(told, list):
        for one in told:
            yield from tags(one)
    elif isinstance(told, dict):
        if "/S" in told:
            yield str(told["/S"]), told
        yield from tags(told.get("/K", []))


@needs_pdf
def test_a_pdf_is_tagged_named_and_says_its_language(files: dict[str, bytes]) -> None:
    reader = PdfReader(BytesIO(files["pdf"]))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en"
    assert reader.metadata and reader.metadata.title == "Status of recommendations & what follows"
    assert reader.metadata.creation_date_raw == "D:20190331"
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    found = list(tags(root["/StructTreeRoot"]["/K"]))
    names = [name for name, _told in found]
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/Figure"} <= set(names)
    figures = [told for name, told in found if name == "/Figure"]
    assert next(told["/Alt"] for told in figures).startswith("Open recommendations by age.")
    assert all(told.get("/Alt") for told in figures)


@needs_pdf
def test_every_page_of_a_pdf_has_title_day_layer_and_classification(
    files: dict[str, bytes],
) -> None:
    pages = PdfReader(BytesIO(files["pdf"])).pages
    assert len(pages) > 1
    for place, page in enumerate(pages, start=1):
        said = " ".join(page.extract_text().split())
        for wanted in (sample().title, "As at 31 March 2019", "DEMONSTRATION", "CONFIDENTIAL"):
            assert wanted in said, (place, wanted)
        assert f"{place} / {len(pages)}" in said


@needs_pdf
def test_the_head_of_a_table_is_repeated_on_every_page() -> None:
    report = sample(sections=(Section("a", "A", (many(60),)),))
    pages = PdfReader(BytesIO(pdf.write(report, ABOUT))).pages
    said = [text for page in pages if "Row " in (text := page.extract_text())]
    assert len(said) > 1 and all("What was recommended" in text for text in said)


@needs_pdf
@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/",
        "https://portal.example/",
        "static:../manage.py",
        "static:/etc/passwd",
        "data:text/html,x",
        "css/report-pdf.css",
    ],
)
def test_a_pdf_fetches_nothing_but_our_own_files(url: str) -> None:
    with pytest.raises(ValueError, match="own files"):
        pdf.locked_fetcher().fetch(url)


@needs_pdf
def test_a_pdf_fetches_its_style_sheet() -> None:
    assert b"@page" in pdf.locked_fetcher().fetch("static:css/report-pdf.css").read()


def test_markup_in_a_text_is_only_text() -> None:
    said = pdf.html(sample(title="<script>x</script>", lead="<img src=http://x/>"), ABOUT)
    assert "<script>" not in said and "<img src=http" not in said


def test_without_pango_pdf_says_what_is_missing_and_refuses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    finder = type("Finder", (), {"find_spec": staticmethod(_no_pango)})
    monkeypatch.setattr(sys, "meta_path", [finder, *sys.meta_path])
    assert "Pango is missing" in available()["pdf"]
    assert available()["csv"] == ""
    with pytest.raises(Invalid, match="Pango is missing"):
        pdf.write(sample(), ABOUT)


def _no_pango(name: str, path: Any = None, target: Any = None) -> None:
    if name == "weasyprint":
        raise OSError("cannot load library 'libpango-1.0-0'")


@needs_pdf
def test_without_a_font_pdf_names_it_and_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "has_family", lambda name: name != "Noto Sans CJK SC")
    assert "Noto Sans CJK SC (Debian: fonts-noto-cjk)" in available()["pdf"]
    with pytest.raises(Invalid, match="fonts are missing"):
        pdf.write(sample(), ABOUT)


@needs_pdf
def test_a_family_nobody_has_is_not_found() -> None:
    assert pdf.has_family("Noto Sans") and not pdf.has_family("Nobody Has This")


# --- pictures ------------------------------------------------------------------------------------
@pytest.mark.parametrize("chart", [CHART, SHARES, TREND])
def test_a_picture_brings_its_colours_its_description_and_its_table(chart: Chart) -> None:
    picture, behind = drawn(chart)
    assert picture and behind.lines
    assert picture.alt.startswith(chart.title) and picture.png.startswith(b"\x89PNG")
    assert "var(" not in picture.svg and "<a " not in picture.svg
    assert picture.svg.count("<svg") == 1  # not every program draws one within another


def test_the_keys_of_colours_are_part_of_the_picture() -> None:
    picture, behind = drawn(SHARES)
    assert picture and "15 Under implementation (38 %)" in picture.svg
    assert [cell.text for cell in behind.lines[1].cells] == ["Under implementation", "15", "38 %"]
    assert [column.kind for column in behind.columns] == ["text", "number", "number"]


def test_a_chart_without_rows_is_a_sentence() -> None:
    picture, behind = drawn(replace(CHART, description="", data={"parts": []}))
    assert picture is None and "there are no rows" in behind.empty


def test_the_colours_of_paper_are_those_of_the_screen() -> None:
    said = chart_css()
    assert ".chart .part.good{fill:#1d7d4a}" in said
    assert "var(" not in said and ":is(" not in said and "@" not in said


# --- size, marks, directions ---------------------------------------------------------------------
def many(lines: int) -> Table:
    row = table().lines[3]
    numbered = (
        replace(row, cells=(Cell(f"Row {place}"), *row.cells[1:])) for place in range(lines)
    )
    return table(lines=tuple(numbered))


def test_twelve_thousand_lines_fit_csv_and_xlsx_and_pages_refuse_them() -> None:
    long = sample(sections=(Section("a", "A", (many(12_000),)),))
    assert words_of_csv(FORMS["csv"].write(long, ABOUT)).count("\r\nRow ") == 12_000
    with ZipFile(BytesIO(FORMS["xlsx"].write(long, ABOUT))) as package:
        assert package.read("xl/worksheets/sheet2.xml").count(b"<t>Row ") == 12_000
    for key, most in (("docx", "10,000"), ("pdf", "3,000")):
        said = f"This report has 12,000 lines, over {most}: take CSV or XLSX."
        with pytest.raises(Invalid, match=said) as refused:
            FORMS[key].write(long, ABOUT)
        assert refused.value.code == "too_long"


def test_as_many_lines_as_a_form_holds_are_not_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx, "MOST_LINES", 20)
    assert FORMS["docx"].write(sample(sections=(Section("a", "A", (many(20),)),)), ABOUT)
    with pytest.raises(Invalid, match="over 20"):
        FORMS["docx"].write(sample(sections=(Section("a", "A", (many(21),)),)), ABOUT)


def test_marks_of_footnotes_and_numbers_of_figures() -> None:
    assert [mark(one) for one in (1, 2, 26, 27)] == ["a", "b", "z", "aa"]
    assert [roman(one) for one in (1, 4, 9, 14, 40)] == ["I", "IV", "IX", "XIV", "XL"]


def test_the_first_letter_with_a_direction_decides() -> None:
    assert right_to_left(ARABIC) and right_to_left(f"12. {ARABIC} ICT")
    assert not right_to_left(f"ICT {ARABIC}") and not right_to_left("12") and not right_to_left("")


def test_in_a_language_from_right_to_left_sheets_tables_and_pages_turn() -> None:
    report = sample(sections=sample().sections[:1])
    with override("ar"):
        book = load_workbook(BytesIO(FORMS["xlsx"].write(report, ABOUT)))
        body = elements(FORMS["docx"].write(report, ABOUT))
        page = pdf.html(report, ABOUT)
    assert all(one.sheet_view.rightToLeft for one in book)
    assert len(list(body.iter(qn("w:bidiVisual")))) == len(list(body.iter(qn("w:tbl"))))
    assert '<html lang="ar" dir="rtl">' in page
