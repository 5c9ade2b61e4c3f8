"""The program that opens PDFs. It runs by itself, knows nothing of Kajo and forks a child for each document.

Everything is loaded before the first document comes. The child of a document can open no file and no socket,
and has limits of CPU, memory and time; it is gone after its answer. On standard input comes a line of JSON
(`size`, `page`, `width`) and a document of `size` bytes; a line of JSON and
a picture of `size` bytes go out.
"""

from __future__ import annotations

import codecs
import io
import json
import os
import resource
import select
import signal
import sys
import time
from typing import Any, BinaryIO, cast

import pypdfium2
from pypdfium2_raw import bindings as pdfium

WALL_SECONDS = 6.0
CPU_SECONDS = 3
MEMORY_BYTES = 1 << 30
ANSWER_BYTES = 40 << 20

MOST_PICTURED = 20
# A sheet of paper has well under a megapixel at 72 to the inch; a poster (A0) has eight.
MOST_SHEET_PIXELS = 50_000_000
MOST_IMAGE_PIXELS = 60_000_000
TALLEST = 5
TEXT_LENGTH = 20_000

BROKEN, ENCRYPTED, TOO_LARGE, TOO_SLOW = "broken", "encrypted", "too_large", "too_slow"
WRONG_PASSWORD = pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY


class Refused(Exception):
    """The document has no picture; the message is the reason's code."""


def main() -> None:
    """Answer documents until standard input ends."""
    source, target = sys.stdin.buffer, sys.stdout.buffer
    _warm_up()
    while line := source.readline():
        request = json.loads(line)
        document = source.read(request["size"])
        target.write(_in_a_child(document, request["page"], request["width"]))
        target.flush()


def _warm_up() -> None:
    """Draw an empty page, so that all that is loaded only when needed has been."""
    codecs.lookup("utf-16-le")
    empty = io.BytesIO()
    document = pypdfium2.PdfDocument.new()
    document.new_page(10, 10)
    document.save(empty)
    _facts(empty.getvalue())
    _picture(empty.getvalue(), 0, 10)


def _in_a_child(document: bytes, page: int | None, width: int) -> bytes:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _limit()
        _write(writing, _answer(document, page, width))
        os._exit(0)
    os.close(writing)
    answer = _read(reading, time.monotonic() + WALL_SECONDS)
    os.close(reading)
    if answer is None:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    ran_out = os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL)
    return answer or _message({"reason": TOO_SLOW if ran_out else BROKEN})


def _limit() -> None:
    """Leave the child nothing but its memory and its pipe. Not even fonts of the system are read."""
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    for limit, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(limit, (most, most))


def _write(pipe: int, answer: bytes) -> None:
    rest = memoryview(answer)
    while rest:
        rest = rest[os.write(pipe, rest) :]


def _read(pipe: int, until: float) -> bytes | None:
    """Return the child's answer, empty when it broke off; None when it takes too long or says too much."""
    parts: list[bytes] = []
    length = 0
    while length <= ANSWER_BYTES:
        ready, _, _ = select.select([pipe], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            return None
        part = os.read(pipe, 1 << 20)
        if not part:
            return b"".join(parts)
        parts.append(part)
        length += len(part)
    return None


def _answer(document: bytes, page: int | None, width: int) -> bytes:
    try:
        if page is None:
            return _message(_facts(document))
        return _message({"reason": ""}, _picture(document, page, width))
    except Refused as refusal:
        return _message({"reason": str(refusal)})
    except MemoryError:
        return _message({"reason": TOO_LARGE})
    except pypdfium2.PdfiumError:
        return _message({"reason": BROKEN})


def _message(head: dict[str, Any], picture: bytes = b"") -> bytes:
    return json.dumps({**head, "size": len(picture)}).encode() + b"\n" + picture


def _facts(data: bytes) -> dict[str, Any]:
    document = _open(data)
    pages = len(document)
    if pages == 0:
        raise Refused(BROKEN)
    shown = [_page(document, number) for number in range(min(pages, MOST_PICTURED))]
    extras = (
        pdfium.FPDFDoc_GetAttachmentCount(document) > 0
        or pdfium.FPDFDoc_GetJavaScriptActionCount(document) > 0
    )
    return {
        "reason": "",
        "pages": pages,
        "extras": extras,
        "shown": [{"ratio": page.get_height() / page.get_width(), "text": _text(page)} for page in shown],
    }


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Refused(ENCRYPTED if error.err_code in WRONG_PASSWORD else BROKEN) from error


def _page(document: pypdfium2.PdfDocument, number: int) -> pypdfium2.PdfPage:
    """Return a page that is small enough to be drawn."""
    page = document[number]
    width, height = page.get_size()
    if min(width, height) <= 0 or max(width, height) > TALLEST * min(width, height):
        raise Refused(TOO_LARGE)
    images = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE])
    pixels = sum(across * down for across, down in (image.get_px_size() for image in images))
    if width * height > MOST_SHEET_PIXELS or pixels > MOST_IMAGE_PIXELS:
        raise Refused(TOO_LARGE)
    return page


def _text(page: pypdfium2.PdfPage) -> str:
    text = page.get_textpage().get_text_bounded()[:TEXT_LENGTH]
    return "".join(character for character in text if character.isprintable() or character == "\n").strip()


def _picture(data: bytes, number: int, width: int) -> bytes:
    page = _page(_open(data), number)
    drawn = page.render(scale=width / page.get_width(), may_draw_forms=False)
    out = io.BytesIO()
    drawn.to_pil().save(cast(BinaryIO, out), "PNG")
    return out.getvalue()


if __name__ == "__main__":
    main()
