"""A report as tagged PDF (PDF/UA), set from a template and style sheet of its own."""

import hashlib
import logging
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from ictportal.reports.content import Report
from ictportal.reports.writing.about import About, as_at, layer_mark, particulars
from ictportal.reports.writing.paper import check_length, is_wide, pieces
from ledger.errors import Invalid

#: A thousand lines take about 200 MB while they are set.
MOST_LINES = 3_000
TEMPLATE = "reports/pdf.html"
#: The families a PDF is set in, and the Debian package each comes from.
FAMILIES = {
    "Noto Sans": "fonts-noto-core",
    "Noto Sans Arabic": "fonts-noto-core",
    "Noto Sans CJK SC": "fonts-noto-cjk",
}
_STATIC = "static:"
_PICTURE = "data:image/png;base64,"


def write(report: Report, about: About) -> bytes:
    """A4, upright or turned.

    Raises ``Invalid`` for a report that is too long for pages, and where PDF cannot be made here.
    """
    check_length(report, MOST_LINES)
    if refused := missing():
        raise Invalid(refused, code="no_pdf")
    from weasyprint import HTML

    page = html(report, about)
    logging.getLogger("fontTools").setLevel(logging.WARNING)
    made: bytes = HTML(string=page, base_url=_STATIC, url_fetcher=locked_fetcher()).write_pdf(
        pdf_variant="pdf/ua-1",
        pdf_identifier=hashlib.sha256(page.encode()).hexdigest()[:32].encode(),
    )
    return made


def html(report: Report, about: About) -> str:
    """The page a PDF is set from."""
    found = pieces(report)
    return render_to_string(
        TEMPLATE,
        {
            "report": report,
            "about": about,
            "pieces": found,
            "wide": is_wide(found),
            "as_at": as_at(report),
            "layer": layer_mark(report),
            "particulars": particulars(report, about),
            "language": get_language() or "en",
            "direction": "rtl" if get_language_bidi() else "ltr",
        },
    )


def locked_fetcher() -> Any:
    """Fetches our own static files (``static:css/…``) and pictures in the page, nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Locked(URLFetcher):  # type: ignore[misc, unused-ignore]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith(_PICTURE):
                return super().fetch(url, headers)
            path = static_path(url)
            kind = "text/css" if path.suffix == ".css" else "application/octet-stream"
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    return Locked(allowed_protocols={"data"}, allow_redirects=False)


def static_path(url: str) -> Path:
    """Where one of our static files is; raises ``ValueError`` for any other address."""
    root = (settings.BASE_DIR / "static").resolve()
    path = (root / url.removeprefix(_STATIC)).resolve()
    if not url.startswith(_STATIC) or not path.is_relative_to(root):
        raise ValueError(f"Not one of the portal's own files: {url}")
    return path


# --- what it needs of the machine ----------------------------------------------------------------
def missing() -> str:
    """Why no PDF can be made here, with what to install; nothing where one can."""
    try:
        import weasyprint  # noqa: F401
    except OSError:
        return said_without_pango()
    absent = sorted(name for name in FAMILIES if not has_family(name))
    return said_without_fonts(absent) if absent else ""


def said_without_pango() -> str:
    """What is said where the library that sets text is missing."""
    return _(
        "PDF cannot be made here: the library Pango is missing (Debian: libpango-1.0-0,"
        " libpangoft2-1.0-0, libharfbuzz-subset0). Print the page, or take DOCX."
    )


def said_without_fonts(absent: Sequence[str]) -> str:
    """What is said where families of fonts are missing."""
    packages = sorted({FAMILIES[name] for name in absent})
    return _(
        "PDF cannot be made here: fonts are missing: %(fonts)s (Debian: %(packages)s)."
        " Print the page, or take DOCX."
    ) % {"fonts": ", ".join(absent), "packages": ", ".join(packages)}


@cache
def has_family(name: str) -> bool:
    """Whether the machine has a family of fonts by this name."""
    from weasyprint.text.ffi import ffi, fontconfig

    pattern, result, found = (
        fontconfig.FcPatternCreate(),
        ffi.new("FcResult *"),
        ffi.new("FcChar8 **"),
    )
    fontconfig.FcPatternAddString(pattern, b"family", name.encode())
    fontconfig.FcConfigSubstitute(ffi.NULL, pattern, fontconfig.FcMatchPattern)
    fontconfig.FcDefaultSubstitute(pattern)
    match = fontconfig.FcFontMatch(ffi.NULL, pattern, result)
    names = set()
    if match != ffi.NULL:
        place = 0
        while fontconfig.FcPatternGetString(match, b"family", place, found) == 0:
            names.add(ffi.string(found[0]).decode())
            place += 1
        fontconfig.FcPatternDestroy(match)
    fontconfig.FcPatternDestroy(pattern)
    return name in names
