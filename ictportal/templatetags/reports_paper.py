"""Tags of the template a PDF is set from."""

import re
from base64 import b64encode

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from ictportal.reports.content import Cell, Column, Line, Table
from ictportal.reports.writing.paper import mark, marks, right_to_left
from ictportal.reports.writing.pictures import Picture

register = template.Library()

#: Words without a place to break, in pieces that fit a narrow column; never within ``&amp;``.
_LONG = re.compile(r"[A-Za-z0-9_/.\-]{24}(?=[A-Za-z0-9_/.\-])")


@register.filter
def directed(said: str) -> SafeString:
    """A text with its direction, where it runs from right to left; its lines as it breaks them."""
    lines = mark_safe(_LONG.sub(r"\g<0><wbr>", escape(said)).replace("\n", "<br>"))  # noqa: S308
    return format_html('<span dir="rtl">{}</span>', lines) if right_to_left(said) else lines


@register.filter
def footnote(number: int) -> str:
    """The mark of a footnote, from 1."""
    return mark(number)


@register.simple_tag
def picture(drawn: Picture) -> SafeString:
    """The drawing itself; as a picture of points where letters join, which the drawing cannot."""
    if any(right_to_left(word) for word in drawn.svg.split()):
        told = b64encode(drawn.png).decode()
        return format_html('<img alt="{}" src="data:image/png;base64,{}">', drawn.alt, told)
    return mark_safe(drawn.svg)  # noqa: S308 - our own drawing, escaped where it was made


@register.simple_tag
def paper_lines(table: Table) -> SafeString:
    """The lines of a table; a loop of the template would be slow for thousands."""
    return format_html_join("\n", "{}", ((_line(table, line),) for line in table.lines))


def _line(table: Table, line: Line) -> SafeString:
    if line.kind == "group":
        said = line.cells[0] if line.cells else Cell()
        return format_html(
            '<tr class="group level-{}"><th scope="colgroup" colspan="{}">{}</th></tr>',
            line.level,
            len(table.columns),
            _said(said),
        )
    cells = format_html_join(
        "",
        "{}",
        (
            (_cell(line.cells[place] if place < len(line.cells) else Cell(), column, place),)
            for place, column in enumerate(table.columns)
        ),
    )
    return format_html('<tr class="{} level-{}">{}</tr>', line.kind, line.level, cells)


def _cell(cell: Cell, column: Column, place: int) -> SafeString:
    if place == 0:
        return format_html('<th scope="row" class="{}">{}</th>', column.kind, _said(cell))
    return format_html(
        '<td class="{} {}">{}</td>', column.kind, cell.tone and f"tone-{cell.tone}", _said(cell)
    )


def _said(cell: Cell) -> SafeString:
    raised = marks(cell)
    return format_html(
        "{}{}", directed(cell.text), format_html("<sup>{}</sup>", raised) if raised else ""
    )
