"""Small files for the demonstration's evidence, made on the spot."""

from collections.abc import Sequence

from django.core.files.uploadedfile import SimpleUploadedFile


def text_file(name: str, lines: Sequence[str]) -> SimpleUploadedFile:
    """A plain text."""
    return SimpleUploadedFile(f"{name}.txt", "\n".join(lines).encode(), "text/plain")


def pdf_file(name: str, lines: Sequence[str]) -> SimpleUploadedFile:
    """A PDF of one page with these lines."""
    return SimpleUploadedFile(f"{name}.pdf", _pdf(lines), "application/pdf")


def _pdf(lines: Sequence[str]) -> bytes:
    stream = _page(lines)
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    return _assemble(objects)


def _page(lines: Sequence[str]) -> bytes:
    """The lines as text operators; letters outside ASCII and brackets give way to a blank."""
    plain = ["".join(c if c.isascii() and c not in "()\\" else " " for c in line) for line in lines]
    shown = " ".join(f"({line}) Tj T*" for line in plain)
    return f"BT /F1 12 Tf 16 TL 72 770 Td {shown} ET".encode()


def _assemble(objects: Sequence[bytes]) -> bytes:
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (count, table, end)
