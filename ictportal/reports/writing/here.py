"""What this machine can make, found out without loading what makes it."""

import subprocess
from ctypes.util import find_library
from functools import cache
from shutil import which

from ictportal.reports.writing import pdf

#: The libraries a PDF is set with.
LIBRARIES = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")
PATIENCE = 20


@cache
def missing(form: str) -> str:
    """Why a form of file cannot be made here, in a sentence; empty where it can.

    Asked once per process. Setting a PDF asks again and exactly, so that what slips through here
    is refused there.
    """
    if form != "pdf":
        return ""
    if not all(find_library(name) for name in LIBRARIES):
        return pdf.said_without_pango()
    known = families()
    absent = sorted(name for name in pdf.FAMILIES if known and name not in known)
    return pdf.said_without_fonts(absent) if absent else ""


def families() -> frozenset[str]:
    """The families of fonts on this machine; empty where it cannot be told cheaply."""
    teller = which("fc-list")
    if teller is None:
        return frozenset()
    try:
        told = subprocess.run(  # noqa: S603 (fixed words)
            [teller, ":", "family"], capture_output=True, text=True, check=True, timeout=PATIENCE
        )
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    lines = told.stdout.splitlines()
    return frozenset(name.strip() for line in lines for name in line.split(","))
