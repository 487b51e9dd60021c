"""How a Word document of ours looks: one family of letters without serifs, restrained colours."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

LETTERS = {"ascii": "Arial", "hAnsi": "Arial", "cs": "Arial", "eastAsia": "Microsoft YaHei"}
NAVY, INK, GREY = "0B2545", "14212F", "45556A"


@dataclass(frozen=True)
class Look:
    """A style of paragraphs: points above and below, size of letters, and what keeps together."""

    size: float
    before: float = 0
    after: float = 0
    bold: bool = False
    italic: bool = False
    color: str = INK
    keeps: bool = False


#: Styles by name; those Word does not have are made.
LOOKS: Mapping[str, Look] = {
    "Normal": Look(10, 0, 6),
    "Title": Look(20, 0, 10, bold=True, color=NAVY),
    "Heading 1": Look(14, 18, 6, bold=True, color=NAVY, keeps=True),
    "Heading 2": Look(11.5, 12, 4, bold=True, color=NAVY, keeps=True),
    "List Bullet": Look(10, 0, 3),
    "Header": Look(8, 0, 0, color=GREY),
    "Footer": Look(8, 0, 0, color=GREY),
    "Particulars": Look(10, 0, 2),
    "Notice": Look(10, 2, 8, bold=True),
    "Table Label": Look(9.5, 12, 0, color=GREY, keeps=True),
    "Caption": Look(10.5, 0, 4, bold=True, color=NAVY, keeps=True),
    "Caption Alone": Look(10.5, 12, 4, bold=True, color=NAVY, keeps=True),
    "Table Lead": Look(9.5, 0, 4, keeps=True),
    "Table Head": Look(8, 2, 2, bold=True, color=GREY),
    "Table Text": Look(8.5, 1.5, 1.5),
    "Table Note": Look(8, 2, 0, color=GREY),
    "Picture": Look(10, 2, 4, keeps=True),
}


def dress(document: Any, language: str) -> None:
    """Set the styles of a document and the language it is in."""
    styles = document.styles
    for name, look in LOOKS.items():
        known = name in styles
        style = styles[name] if known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        if not known:
            style.base_style = styles["Normal"]
        _apply(style, look)
    defaults = styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    _replace(defaults, _element("w:lang", {"val": language, "eastAsia": "zh-CN", "bidi": "ar-SA"}))


def _apply(style: Any, look: Look) -> None:
    format_ = style.paragraph_format
    format_.space_before, format_.space_after = Pt(look.before), Pt(look.after)
    format_.keep_with_next = look.keeps
    font = style.font
    font.size, font.bold, font.italic = Pt(look.size), look.bold, look.italic
    font.color.rgb = RGBColor.from_string(look.color)
    letters = style.element.get_or_add_rPr()
    _replace(letters, _element("w:rFonts", LETTERS), first=True)
    size = _element("w:szCs", {"val": str(round(look.size * 2))})
    _replace(letters, size)
    letters.find(qn("w:sz")).addnext(size)
    properties = style.element.get_or_add_pPr()
    for old in [*properties.findall(qn("w:pBdr")), *properties.findall(qn("w:tabs"))]:
        properties.remove(old)


def _replace(parent: Any, made: Any, *, first: bool = False) -> None:
    """Put an element in place of all of its name."""
    for old in parent.findall(made.tag):
        parent.remove(old)
    parent.insert(0 if first else len(parent), made)


def _element(name: str, attributes: Mapping[str, str]) -> Any:
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made
