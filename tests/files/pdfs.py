"""PDFs written by hand, good ones and such as nobody should send."""

from __future__ import annotations

import zlib

A4 = (595, 842)
HELLO = b"BT /F1 24 Tf 72 700 Td (Lasku 70012345) Tj ET"


def pdf(
    *contents: bytes,
    size: tuple[float, float] = A4,
    catalog: bytes = b"",
    trailer: bytes = b"",
    resources: bytes = b"",
    more: dict[int, bytes] | None = None,
) -> bytes:
    """Return a PDF with one page for each content; `more` are further objects by number, from 1000 on."""
    pages = [10 + 2 * place for place in range(len(contents))]
    kids = b" ".join(b"%d 0 R" % number for number in pages)
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        **(more or {}),
    }
    for number, content in zip(pages, contents, strict=True):
        objects[number] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %g %g] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> %s >> >>" % (*size, number + 1, resources)
        )
        objects[number + 1] = stream(content)
    return _written(objects, trailer)


def stream(content: bytes, facts: bytes = b"") -> bytes:
    packed = zlib.compress(content)
    return b"<< /Filter /FlateDecode /Length %d %s >>\nstream\n%s\nendstream" % (len(packed), facts, packed)


def _written(objects: dict[int, bytes], trailer: bytes) -> bytes:
    text, places = b"%PDF-1.7\n", {}
    for number, body in sorted(objects.items()):
        places[number] = len(text)
        text += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%d 1\n%010d 00000 n \n" % (number, place) for number, place in sorted(places.items()))
    end = b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
    return text + b"xref\n0 1\n0000000000 65535 f \n" + table + end % (max(objects) + 1, trailer, len(text))


def two_pages() -> bytes:
    return pdf(HELLO, b"BT /F1 12 Tf 72 700 Td (Sivu kaksi) Tj ET")


def five_hundred_pages() -> bytes:
    return pdf(*[HELLO] * 500)


def encrypted() -> bytes:
    """Return one whose password nobody knows."""
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >> /ID [<00> <00>]"
    return pdf(HELLO, trailer=lock % (b"11" * 32, b"22" * 32))


def hundred_megapixel_image() -> bytes:
    image = stream(
        bytes(10_000 * 1250),
        b"/Type /XObject /Subtype /Image /Width 10000 /Height 10000"
        b" /ColorSpace /DeviceGray /BitsPerComponent 1",
    )
    return pdf(b"q 595 0 0 842 0 0 cm /I Do Q", resources=b"/XObject << /I 1000 0 R >>", more={1000: image})


def hundred_megapixel_sheet() -> bytes:
    return pdf(HELLO, size=(10_000, 10_000))


def endless_strip() -> bytes:
    return pdf(HELLO, size=(10, 14_000))


def with_program_and_attachment() -> bytes:
    return pdf(
        HELLO,
        catalog=b"/OpenAction << /S /JavaScript /JS (app.alert\\('hello'\\)) >>"
        b" /Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (app.alert\\(1\\)) >>] >>"
        b" /EmbeddedFiles << /Names [(x.exe) << /Type /Filespec /F (x.exe) /EF << /F 1000 0 R >> >>] >> >>",
        more={1000: stream(b"MZ", b"/Type /EmbeddedFile")},
    )


def that_never_ends() -> bytes:
    """Return a small one whose page asks for ten thousand million strokes."""
    forms = {
        1000: stream(b"0 0 m 500 700 l S\n" * 20, b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]"),
    }
    for level in range(1001, 1010):
        facts = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X %d 0 R >> >>"
        forms[level] = stream(b"/X Do\n" * 10, facts % (level - 1))
    return pdf(b"/X Do", resources=b"/XObject << /X 1009 0 R >>", more=forms)
