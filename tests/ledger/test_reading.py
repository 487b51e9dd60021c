"""Files as people upload them: read to the letter, or refused with every fault named."""

import csv
import random
import re
import unicodedata
import zipfile
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from openpyxl.styles import PatternFill

from ledger.errors import Invalid
from ledger.importing.reading import Header, Table, Unreadable, read_table
from ledger.importing.writing import csv_bytes, xlsx_bytes

HEADER = Header(
    required=frozenset({"number", "title"}),
    known=frozenset({"number", "title", "due_on", "remark"}),
)
WORKSHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def read(content: bytes | str, name: str = "file.csv", **limits: int) -> Table:
    body = content.encode() if isinstance(content, str) else content
    return read_table(body, file_name=name, header=HEADER, **limits)


def faults(content: bytes | str, name: str = "file.csv", **limits: int) -> list[tuple[object, ...]]:
    """Line, column and rule of every fault."""
    with pytest.raises(Unreadable) as caught:
        read(content, name, **limits)
    assert all(fault.said.endswith((".", "?")) for fault in caught.value.faults)
    return [(fault.line, fault.column, fault.rule) for fault in caught.value.faults]


def said(content: bytes | str, name: str = "file.csv") -> str:
    with pytest.raises(Unreadable) as caught:
        read(content, name)
    return " ".join(fault.said for fault in caught.value.faults)


def texts(table: Table) -> list[list[str]]:
    return [[row.cells[column] for column in table.columns] for row in table.rows]


def book(rows: list[list[object]], title: str = "Data") -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    sheet = made.create_sheet(title)
    for row in rows:
        sheet.append(row)
    return made


def saved(made: openpyxl.Workbook) -> bytes:
    buffer = BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def workbook(*rows: list[object]) -> bytes:
    return saved(book([["number", "title", "due_on", "remark"], *rows]))


def rezipped(content: bytes, changes: dict[str, bytes | None]) -> bytes:
    """The archive with parts replaced, added or (``None``) left out."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts |= {name: data for name, data in changes.items() if data is not None}
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            if changes.get(name, b"") is not None:
                new.writestr(name, data)
    return buffer.getvalue()


def part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read(name)


def with_cells(xml: str) -> bytes:
    """A workbook whose sheet holds a proper header and then ``xml`` within its rows."""
    cells = "".join(
        f'<c r="{ref}" t="inlineStr"><is><t>{text}</t></is></c>'
        for ref, text in [("A1", "number"), ("B1", "title")]
    )
    rows = f'<row r="1">{cells}</row>{xml}'
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    return rezipped(workbook(), {WORKSHEET: sheet.encode()})


class TestText:
    def test_reads_columns_in_file_order_and_skips_empty_rows(self) -> None:
        table = read("title,number\nFirst,1\n,\n\n  ,\t\nSecond,2\n")
        assert table.columns == ("title", "number")
        assert [(row.line, row.cells) for row in table.rows] == [
            (2, {"title": "First", "number": "1"}),
            (6, {"title": "Second", "number": "2"}),
        ]

    def test_the_line_is_where_the_record_starts(self) -> None:
        table = read('number,title\n1,"two\nlines\r\nthree"\n2,next\n')
        assert [(row.line, row.cells["title"]) for row in table.rows] == [
            (2, "two\nlines\nthree"),
            (5, "next"),
        ]

    @pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
    def test_reads_unicode_in_its_common_encodings(self, codec: str) -> None:
        assert texts(read("number,title\n1,审计 é\n".encode(codec))) == [["1", "审计 é"]]

    def test_reads_big_endian_utf_16(self) -> None:
        content = b"\xfe\xff" + "number,title\n1,é\n".encode("utf-16-be")
        assert texts(read(content)) == [["1", "é"]]

    def test_names_the_line_of_the_first_byte_in_another_encoding(self) -> None:
        content = "number,title\n1,plain\n2,café\n".encode("cp1252")
        assert faults(content) == [(3, None, "encoding")]
        assert "Line 3" in said(content)
        assert "Save the file as UTF-8" in said(content)

    @pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32"])
    def test_refuses_wide_text_without_its_mark(self, codec: str) -> None:
        assert faults("number,title\n1,x\n".encode(codec)) == [(1, None, "encoding")]

    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    def test_finds_the_separator_by_the_known_columns(self, separator: str) -> None:
        content = separator.join(["number", '"title"', "remark"]) + "\n"
        content += separator.join(["1", '"a,b;c\td"', "x"]) + "\n"
        assert texts(read(content)) == [["1", "a,b;c\td", "x"]]

    def test_reads_every_kind_of_line_end(self) -> None:
        for end in ("\n", "\r\n", "\r"):
            table = read(f"number,title{end}1,x{end}2,y{end}")
            assert [row.line for row in table.rows] == [2, 3]

    def test_pads_short_rows_and_ignores_empty_cells_beyond_the_header(self) -> None:
        table = read("number,title,remark,,\n1\n2,b,c,,,\n")
        assert texts(table) == [["1", "", ""], ["2", "b", "c"]]

    def test_refuses_a_row_with_more_cells_than_the_header(self) -> None:
        assert faults("number,title\n1,a\n2,b,c\n") == [(3, None, "row_too_wide")]

    def test_normalizes_and_strips(self) -> None:
        assert texts(read("number,title\n 1 ,  Cafe\u0301\u00a0\n")) == [["1", "Café"]]

    def test_takes_off_the_apostrophe_of_an_export(self) -> None:
        content = "number,title\n'-5,'=SUM(A1)\n''=x,'quoted'\n1,'@me\n"
        expected = [["-5", "=SUM(A1)"], ["'=x", "'quoted'"], ["1", "@me"]]
        assert texts(read(content)) == expected

    def test_names_every_bad_cell(self) -> None:
        content = "number,title\n1,a\0b\n2,fine\n\x07,c\x85d\n"
        assert faults(content) == [
            (2, "title", "control_character"),
            (4, "number", "control_character"),
            (4, "title", "control_character"),
        ]
        assert "U+0000" in said(content)

    def test_refuses_a_text_that_is_too_long(self) -> None:
        assert len(texts(read("number,title\n1," + "x" * 20_000))[0][1]) == 20_000
        assert faults("number,title\n1," + "x" * 20_001) == [(2, "title", "too_long")]
        assert faults("number,title\n1," + "x" * 200_000) == [(2, None, "too_long")]
        assert csv.field_size_limit() == 131_072

    def test_refuses_a_quotation_mark_that_is_never_closed(self) -> None:
        assert faults('number,title\n1,a\n2,"b\n3,c\n') == [(3, None, "quote_not_closed")]
        assert faults('number,"title\n1,a\n') == [(1, None, "quote_not_closed")]

    def test_refuses_a_misplaced_quotation_mark_along_with_what_precedes_it(self) -> None:
        content = 'number,title\n1,a\0\n2,"b"c\n3,d\n'
        assert faults(content) == [
            (2, "title", "control_character"),
            (3, None, "quote_misplaced"),
        ]

    @pytest.mark.parametrize("content", ["", "\ufeff", "\n\n", ",,\n"])
    def test_refuses_an_empty_file(self, content: str) -> None:
        assert faults(content) == [(None, None, "empty_file")]

    def test_a_header_alone_is_a_table_without_rows(self) -> None:
        assert read("number,title\n").rows == ()

    def test_limits_rows_and_size(self) -> None:
        content = "number,title\n1,a\n\n2,b\n3,c\n4,d\n"
        assert len(read(content, row_limit=4).rows) == 4
        assert faults(content, row_limit=2) == [(5, None, "too_many_rows")]
        assert texts(read("number,title\n1,a" + "," * 100_000)) == [["1", "a"]]
        assert faults(content, size_limit=10) == [(None, None, "too_large")]

    def test_reports_at_most_500_faults(self) -> None:
        assert len(faults("number,title\n" + "\x01,\x02\n" * 1_000)) == 500


class TestHeader:
    def test_names_are_compared_without_regard_to_writing(self) -> None:
        table = read(" Title ,NUMBER,Due - On,remark\na,1,2025-01-01,\n")
        assert table.columns == ("title", "number", "due_on", "remark")

    def test_names_all_that_is_wrong_with_it_and_nothing_else(self) -> None:
        content = "Title,title,remrk,,due_on\n\x00,,,,\n"
        assert faults(content) == [
            (1, None, "header_missing"),
            (1, "title", "header_twice"),
            (1, "remrk", "header_unknown"),
            (1, "", "header_unknown"),
        ]
        sentence = said(content)
        assert "lacks: number" in sentence
        assert "Is remark meant?" in sentence
        assert "Column D has no name" in sentence

    def test_refuses_a_header_of_thousands_of_columns(self) -> None:
        assert faults("number,title," + "x," * 100_000 + "x") == [(1, None, "row_too_wide")]

    def test_the_refusal_is_a_domain_error(self) -> None:
        with pytest.raises(Invalid) as caught:
            read("number\n")
        assert (caught.value.code, caught.value.status) == ("import_refused", 400)
        assert isinstance(caught.value, Unreadable)
        assert caught.value.faults[0].as_dict() == {
            "line": 1,
            "column": None,
            "rule": "header_missing",
            "said": caught.value.message,
        }


class TestWorkbook:
    def test_the_library_parses_with_its_safe_parser(self) -> None:
        assert openpyxl.DEFUSEDXML

    def test_gives_each_value_as_text(self) -> None:
        content = workbook(
            [1, "审计", date(2025, 6, 30), "a\nb"],
            [2.0, True, datetime(2025, 6, 30), False],
            [2.5, 0.1, datetime(2025, 6, 30, 9, 15), time(9, 15)],
            [-12_345_678_901, 1e300, " x ", None],
        )
        assert texts(read(content)) == [
            ["1", "审计", "2025-06-30", "a\nb"],
            ["2", "true", "2025-06-30", "false"],
            ["2.5", "0.1", "2025-06-30T09:15:00", "09:15:00"],
            ["-12345678901", "1e+300", "x", ""],
        ]

    def test_its_content_decides_and_not_its_name(self) -> None:
        assert texts(read(workbook([1, "x"]), "file.csv")) == [["1", "x", "", ""]]
        assert texts(read("number,title\n1,x\n", "file.txt")) == [["1", "x"]]
        assert texts(read("number,title\nPK,x\n")) == [["PK", "x"]]

    @pytest.mark.parametrize("name", ["a.xlsx", "A.XLSM", "a.xls", "a.ods"])
    def test_refuses_a_workbook_in_name_only(self, name: str) -> None:
        assert faults("number,title\n1,x\n", name) == [(None, None, "not_a_workbook")]

    def test_refuses_the_old_format_and_passwords(self) -> None:
        old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
        assert faults(old, "a.xls") == [(None, None, "not_a_workbook")]
        assert "old Excel format" in said(old)
        locked = old + "EncryptedPackage".encode("utf-16-le")
        assert faults(locked, "a.xlsx") == [(None, None, "encrypted")]

    def test_refuses_another_kind_of_archive(self) -> None:
        buffer = BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("content.xml", "<office/>")
        assert faults(buffer.getvalue()) == [(None, None, "not_a_workbook")]
        assert faults(b"PK\x05\x06" + bytes(18)) == [(None, None, "not_a_workbook")]

    def test_keeps_the_row_numbers_of_the_sheet(self) -> None:
        made = book([[], ["number", "title"], [1, "a"], [], [], [2, "b"]])
        table = read(saved(made))
        assert [row.line for row in table.rows] == [3, 6]

    def test_refuses_several_sheets_with_data_and_names_them(self) -> None:
        made = book([["number", "title"]])
        made.create_sheet("More")["B2"] = 1
        made.create_sheet("Empty")
        assert faults(saved(made)) == [(None, None, "several_sheets")]
        assert "“Data”, “More”" in said(saved(made))

    def test_hidden_empty_and_about_sheets_do_not_count(self) -> None:
        made = book([["number", "title"], [1, "a"]])
        made.create_sheet("Lists")["A1"] = "x"
        made["Lists"].sheet_state = "hidden"
        made.create_sheet("Empty", 0)
        made.create_sheet("About", 0)["A1"] = "As at"
        assert texts(read(saved(made))) == [["1", "a"]]

    def test_refuses_a_workbook_without_data(self) -> None:
        assert faults(saved(book([]))) == [(None, None, "empty_file")]

    def test_refuses_a_formula_that_was_never_calculated(self) -> None:
        content = workbook([1, "=1+1"], [2, "b"], ["=A1", "c"])
        assert faults(content) == [
            (2, "title", "formula_without_value"),
            (4, "number", "formula_without_value"),
        ]
        assert "Cell B2" in said(content)

    def test_uses_the_value_of_a_calculated_formula_even_if_empty(self) -> None:
        cells = '<c r="A2"><f>1+1</f><v>2</v></c><c r="B2" t="str"><f>""</f><v></v></c>'
        assert texts(read(with_cells(f'<row r="2">{cells}</row>'))) == [["2", ""]]

    def test_refuses_errors_and_impossible_numbers(self) -> None:
        cells = '<c r="A2" t="e"><v>#REF!</v></c><c r="B2"><v>1e999</v></c>'
        content = with_cells(f'<row r="2">{cells}</row>')
        assert faults(content) == [(2, "number", "error_value"), (2, "title", "error_value")]
        assert "#REF!" in said(content)

    def test_a_formula_in_the_header_is_the_only_fault_told(self) -> None:
        content = saved(book([["number", "=A1"]]))
        assert faults(content) == [(1, None, "formula_without_value")]

    def test_refuses_more_cells_than_excel_has_columns(self) -> None:
        content = with_cells("<row>" + "<c/>" * 16_385 + "</row>")
        assert faults(content) == [(None, None, "not_a_workbook")]

    def test_reads_cells_without_references(self) -> None:
        cells = '<c><v>1</v></c><c t="inlineStr"><is><t>a_x000D_&#10;b</t></is></c>'
        assert texts(read(with_cells(f"<row>{cells}</row>"))) == [["1", "a\nb"]]

    def test_refuses_rows_out_of_order_rather_than_lose_one(self) -> None:
        rows = '<row r="3"><c r="A3"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'
        assert faults(with_cells(rows)) == [(None, None, "not_a_workbook")]

    def test_limits_rows(self) -> None:
        content = workbook([1, "a"], [], [2, "b"], [3, "c"])
        assert len(read(content, row_limit=3).rows) == 3
        assert faults(content, row_limit=2) == [(5, None, "too_many_rows")]

    def test_ghost_rows_are_no_rows(self) -> None:
        ghosts = "".join(f'<row r="{r}"><c r="A{r}" s="0"/></row>' for r in range(2, 100_000))
        assert read(with_cells(ghosts)).rows == ()

    def test_every_row_excel_has_may_be_a_ghost(self) -> None:
        ghosts = "".join(f'<row r="{r}" ht="{r % 97}"/>' for r in range(2, 1_048_577))
        assert read(with_cells(ghosts)).rows == ()

    def test_formatted_cells_far_out_are_ignored(self) -> None:
        made = book([["number", "title"], [1, "a"]])
        made["Data"]["XFD1048576"].fill = PatternFill("solid", "00FF00")
        assert texts(read(saved(made))) == [["1", "a"]]

    @pytest.mark.parametrize(
        ("cell", "rule"),
        [("XFD1048576", "row_too_wide"), ("A1048576", "stray_cell"), ("GS2", "row_too_wide")],
    )
    def test_a_value_far_out_is_named_rather_than_lost(self, cell: str, rule: str) -> None:
        made = book([["number", "title"], [1, "a"]])
        made["Data"][cell] = "x"
        assert faults(saved(made)) == [(None, None, rule)]
        assert f"Cell {cell} " in said(saved(made))


class TestHarmfulWorkbook:
    @pytest.mark.parametrize(
        ("name", "rule"),
        [
            ("xl/vbaProject.bin", "macro"),
            ("xl/macrosheets/sheet1.xml", "macro"),
            ("xl/externalLinks/externalLink1.xml", "external_link"),
            ("../../etc/passwd", "unsafe_part"),
            ("/xl/other.xml", "unsafe_part"),
            ("xl\\other.xml", "unsafe_part"),
            ("XL/Workbook.xml", "unsafe_part"),
        ],
    )
    def test_refuses_it_by_the_name_of_a_part(self, name: str, rule: str) -> None:
        assert faults(rezipped(workbook([1, "a"]), {name: b"<a/>"})) == [(None, None, rule)]

    def test_refuses_the_same_part_twice(self) -> None:
        buffer = BytesIO(workbook([1, "a"]))
        with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr(WORKSHEET, "<a/>")
        assert faults(buffer.getvalue()) == [(None, None, "unsafe_part")]

    def test_refuses_the_content_type_of_macros(self) -> None:
        content = workbook([1, "a"])
        types = part(content, "[Content_Types].xml").replace(
            b"vnd.openxmlformats-officedocument.spreadsheetml.sheet.main",
            b"vnd.ms-excel.sheet.macroEnabled.main",
        )
        changed = rezipped(content, {"[Content_Types].xml": types})
        assert faults(changed) == [(None, None, "macro")]

    def test_refuses_a_bomb_by_the_table_of_the_archive(self) -> None:
        content = rezipped(workbook([1, "a"]), {WORKSHEET: bytes(20 * 1024 * 1024)})
        assert faults(content) == [(None, None, "bomb")]

    def test_refuses_more_than_60_mib_in_all(self) -> None:
        noise = random.Random(1).randbytes(1 << 18)
        block = noise + bytes(len(noise) * 20)
        parts: dict[str, bytes | None] = {f"xl/media/{n}.png": block for n in range(12)}
        assert faults(rezipped(workbook([1, "a"]), parts)) == [(None, None, "too_large")]

    def test_refuses_too_many_parts(self) -> None:
        parts: dict[str, bytes | None] = {f"xl/media/{n}.png": b"" for n in range(1_000)}
        assert faults(rezipped(workbook([1, "a"]), parts)) == [(None, None, "bomb")]

    def test_a_size_that_lies_does_not_help(self) -> None:
        content = rezipped(workbook([1, "a"]), {"xl/big.xml": bytes(20 * 1024 * 1024)})
        size = (20 * 1024 * 1024).to_bytes(4, "little")
        assert content.count(size) == 2
        lying = content.replace(size, (100).to_bytes(4, "little"))
        assert faults(lying) == [(None, None, "not_a_workbook")]

    @pytest.mark.parametrize("name", [WORKSHEET, "xl/workbook.xml", "docProps/core.xml"])
    @pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
    def test_refuses_a_document_type(self, name: str, codec: str) -> None:
        xml = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode(codec)
        assert faults(rezipped(workbook([1, "a"]), {name: xml})) == [(None, None, "doctype")]

    @pytest.mark.parametrize(
        "xml", ["<x/>" * 600_000, "<x>" * 200 + "</x>" * 200], ids=["many", "deep"]
    )
    def test_refuses_xml_that_would_fill_the_memory_of_a_parser(self, xml: str) -> None:
        noise = random.Random(1).randbytes(100_000).hex()
        content = with_cells(xml + f"<!--{noise}-->")
        assert faults(content) == [(None, None, "bomb")]

    def test_refuses_a_password_on_the_archive(self) -> None:
        content = bytearray(workbook([1, "a"]))
        for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            for match in re.finditer(re.escape(magic), bytes(content)):
                content[match.start() + offset] |= 1
        assert faults(bytes(content)) == [(None, None, "encrypted")]

    @pytest.mark.parametrize("name", [WORKSHEET, "xl/workbook.xml", "[Content_Types].xml"])
    def test_refuses_a_workbook_that_lacks_a_part(self, name: str) -> None:
        content = rezipped(workbook([1, "a"]), {name: None})
        assert faults(content) == [(None, None, "not_a_workbook")]


def with_shared_strings(*rows: list[object]) -> bytes:
    """As Excel writes it: each text once, in a part of its own."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as made:
        sheet = made.add_worksheet()
        for number, row in enumerate([["number", "title", "due_on", "remark"], *rows]):
            sheet.write_row(number, 0, row)
    return buffer.getvalue()


WORKBOOK = with_shared_strings([1, "a", True, "x\ny"], [2, "b", 2.5, None])
PARTS = (WORKSHEET, "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml")
quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def attempt(content: bytes, name: str) -> None:
    """Read; anything raised but a refusal fails the test."""
    with suppress(Unreadable):
        read_table(content, file_name=name, header=HEADER)


class TestNothingElseEscapes:
    def test_reads_the_workbook_undamaged(self) -> None:
        assert texts(read(WORKBOOK)) == [["1", "a", "true", "x\ny"], ["2", "b", "2.5", ""]]

    @quick
    @given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.xlsx", "", "é\0"]))
    def test_from_any_bytes(self, content: bytes, name: str) -> None:
        attempt(content, name)
        attempt(b"PK\x03\x04" + content, name)
        attempt(b"number,title\n" + content, name)

    @quick
    @given(st.text(alphabet="\",;\t\r\n\0='a é\u2028", max_size=200))
    def test_from_any_text(self, text: str) -> None:
        attempt(("number,title\n" + text).encode(), "a.csv")
        attempt(b"\xff\xfe" + text.encode("utf-16-le"), "a.csv")

    @quick
    @given(st.integers(0, len(WORKBOOK)))
    def test_from_a_workbook_cut_off(self, size: int) -> None:
        attempt(WORKBOOK[:size], "a.xlsx")

    @quick
    @given(st.lists(st.tuples(st.integers(0, len(WORKBOOK) - 1), st.integers(0, 255)), max_size=8))
    def test_from_a_workbook_with_wrong_bytes(self, changes: list[tuple[int, int]]) -> None:
        content = bytearray(WORKBOOK)
        for place, byte in changes:
            content[place] = byte
        attempt(bytes(content), "a.xlsx")

    @quick
    @given(st.sampled_from(PARTS), st.data())
    def test_from_a_part_with_wrong_text(self, name: str, data: st.DataObject) -> None:
        """Valid archives with damaged XML reach deeper than damaged archives do."""
        xml = bytearray(part(WORKBOOK, name))
        place = data.draw(st.integers(0, len(xml) - 1))
        stray = [b"", b"9", b"-1", b"Z", b'"', b"e9", b"<", b"/>", b"99999999999", b"d"]
        xml[place : place + data.draw(st.integers(0, 4))] = data.draw(st.sampled_from(stray))
        attempt(rezipped(WORKBOOK, {name: bytes(xml)}), "a.xlsx")


def cleaned(text: str) -> str:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", plain).strip()


SPECIAL = [
    "=SUM(A1:A9)",
    "+1",
    "-5",
    "@me",
    "'=x",
    "''-x",
    "'quoted'",
    "联合国秘书处",
    "two\nlines\r\nand three",
    'say "no", please; now',
    "https://example.org/?a=1&b=2",
    "{=A1}",
    "_x0041_",
    "_x000D_ and _x005F_",
    "007",
    "1e5",
    "<b>&amp;</b>",
    "x" * 20_000,
]
COLUMNS = ["number", "title"]
about = [("As at", "2025-06-30"), ("Filter", "=all"), ("Who", "An auditor")]


def through_csv(rows: list[list[str]]) -> list[list[str]]:
    return texts(read(b"".join(csv_bytes(COLUMNS, rows))))


def through_xlsx(rows: list[list[str]]) -> list[list[str]]:
    return texts(read(xlsx_bytes(COLUMNS, rows, sheet="Rows", about=about)))


writable = st.text(
    st.one_of(
        st.sampled_from("'=+-@\t\r\n\",;_x0D"), st.characters(exclude_categories=["Cc", "Cs"])
    ),
    max_size=30,
).filter(lambda text: "\ufffe" not in text and "\uffff" not in text and "_x000D_" not in text)


class TestRoundTrip:
    def test_returns_the_same_texts(self) -> None:
        rows = [[str(number), text] for number, text in enumerate(SPECIAL)]
        expected = [[number, cleaned(text)] for number, text in rows]
        assert through_csv(rows) == expected
        assert through_xlsx(rows) == expected

    @quick
    @given(writable)
    def test_returns_any_text(self, text: str) -> None:
        # A text that begins with spaces is none the record would hold.
        assume(text == cleaned(text))
        assert through_csv([["1", text]]) == [["1", text]]
        assert through_xlsx([["1", text]]) == [["1", text]]

    def test_returns_numbers_and_days_in_one_form(self) -> None:
        rows: list[list[object]] = [
            [1, Decimal("-2.5")],
            [-7, date(2025, 6, 30)],
            [True, None],
            [Decimal("12345678901234567.89"), date(1850, 1, 1)],
            [10**400, 0.1 + 0.2],
        ]
        expected = [
            ["1", "-2.5"],
            ["-7", "2025-06-30"],
            ["true", ""],
            ["12345678901234567.89", "1850-01-01"],
            [str(10**400), "0.30000000000000004"],
        ]
        assert texts(read(b"".join(csv_bytes(COLUMNS, rows)))) == expected
        assert texts(read(xlsx_bytes(COLUMNS, rows, sheet="R", about=[]))) == expected


class TestWriting:
    def test_csv_is_marked_and_defused(self) -> None:
        rows: list[list[object]] = [["=1", Decimal("-5")], ["-5", -5], ["'=x", "\tx"]]
        content = b"".join(csv_bytes(COLUMNS, rows))
        assert content.startswith(b"\xef\xbb\xbfnumber,title\r\n")
        lines = content.decode("utf-8-sig").split("\r\n")
        assert lines[1:] == ["'=1,-5", "'-5,-5", "''=x,'\tx", ""]

    def test_csv_comes_in_pieces(self) -> None:
        pieces = list(csv_bytes(COLUMNS, (["1", "x" * 1_000] for _ in range(1_000))))
        assert len(pieces) > 10
        assert len(read(b"".join(pieces)).rows) == 1_000

    def test_workbook_is_frozen_filtered_and_tells_about_itself(self) -> None:
        content = xlsx_bytes(COLUMNS, [["1", "=1"]], sheet="R/S", about=about)
        made = openpyxl.load_workbook(BytesIO(content))
        sheet = made["R S"]
        assert made.sheetnames == ["R S", "About"]
        assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B2")
        assert sheet["A1"].font.bold
        assert sheet["B2"].data_type == "s"
        assert [[cell.value for cell in row] for row in made["About"]] == [list(p) for p in about]

    def test_workbook_refuses_what_does_not_fit(self) -> None:
        with pytest.raises(ValueError, match="Row 2, column 1"):
            xlsx_bytes(COLUMNS, [["x" * 32_768]], sheet="R", about=[])
        with pytest.raises(ValueError, match="About"):
            xlsx_bytes(COLUMNS, [], sheet="about", about=[])
