"""A file into its invoice documents: one, or several in a row, each perhaps in a SOAP frame of its own.

An operator's file is no XML document but a sequence of them: a frame, then the invoice with an XML
declaration of its own. So documents are cut out by their tags, before anything is parsed. One inside a frame
takes along what it has from that, so that it can be read by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from kajo.core.refusals import Faults

MOST_FILE_BYTES = 50_000_000
MOST_DOCUMENT_BYTES = 10_000_000
MOST_NAMESPACES = 50
UTF_8 = "utf-8"

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
BEGINS = re.compile(rb"<Finvoice(?=[\s>/])")
ENDS = re.compile(rb"</Finvoice\s*>")
FRAME = re.compile(rb"<[\w-]{1,40}:Envelope\b")
FRAME_ENDS = re.compile(rb"</[\w-]{1,40}:Envelope\s*>")
EBXML = b"ebxml"
DECLARATION = re.compile(
    rb"""<\?xml\s(?:[^>]{0,100}?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["'])?[^>]{0,100}\?>"""
)
NAMESPACE = re.compile(rb"""\sxmlns:([\w.-]{1,40})\s*=\s*("[^"<]{0,500}"|'[^'<]{0,500}')""")
ASIDES = ((b"<?", b"?>"), (b"<!--", b"-->"))
DOCTYPE = b"<!DOCTYPE"
# Versions 1 name a DTD, which is left alone; one that declares anything of its own is no Finvoice.
PLAIN_DOCTYPE = re.compile(
    rb"""<!DOCTYPE\s+Finvoice(?:\s+(?:SYSTEM|PUBLIC)(?:\s+(?:"[^"<>\[]*"|'[^'<>\[]*')){1,2})?\s*>"""
)


@dataclass(frozen=True)
class Document:
    """The bytes of one invoice document as received; inside a frame, with the frame's declarations.

    `line` is its first line in the file, `encoding` what it or an open frame around it declares.
    """

    content: bytes
    line: int
    encoding: str

    @property
    def xml(self) -> bytes:
        """The content as it is parsed: without the name of a DTD, and each line where it was."""
        begins = BEGINS.search(self.content)
        prolog = self.content[: begins.start() if begins else 0]
        if DOCTYPE not in prolog:
            return self.content
        return _without_doctype(prolog) + self.content[len(prolog) :]


@dataclass(frozen=True)
class _Frame:
    """What holds for the documents in an open frame: its encoding, and its namespaces by their prefixes."""

    encoding: str
    namespaces: dict[bytes, bytes]


def recognise(head: bytes) -> bool:
    """Tell whether a file that begins so holds Finvoice documents, in frames or not."""
    if not head.removeprefix(BYTE_ORDER_MARK).lstrip().startswith(b"<"):
        return False
    return BEGINS.search(head) is not None or (FRAME.search(head) is not None and EBXML in head)


def split(content: bytes, faults: Faults) -> Iterator[Document]:
    """Yield the file's invoice documents; note if it is cut short, too large or declares a document type."""
    end, line, counted, frame = 0, 1, 0, None
    while begins := BEGINS.search(content, end):
        start, encoding, frame = _prolog(content, end, begins.start(), frame)
        line += content.count(b"\n", counted, start)
        counted = start
        if DOCTYPE in _without_doctype(content[end : begins.start()]):
            faults.add(line, None, "declares a document type of its own; leave it out and send the file anew")
            return
        ends = ENDS.search(content, begins.end())
        if ends is None:
            faults.add(
                line, "Finvoice", "is cut short: the invoice that begins here has no end; send it anew"
            )
            return
        end = ends.end()
        if end - start > MOST_DOCUMENT_BYTES:
            problem = f"is over {MOST_DOCUMENT_BYTES // 1_000_000} MB; send its attachments beside it"
            faults.add(line, "Finvoice", problem)
        else:
            document = content[start:end]
            if start == begins.start() and frame is not None:
                document = _by_itself(document, frame)
            yield Document(document, line, encoding)
    if end == 0:
        faults.add(None, "Finvoice", "is not in the file, which ends after the frame; send it anew")


def _without_doctype(prolog: bytes) -> bytes:
    return PLAIN_DOCTYPE.sub(lambda found: b"\n" * found[0].count(b"\n"), prolog)


def _prolog(content: bytes, end: int, begins: int, frame: _Frame | None) -> tuple[int, str, _Frame | None]:
    """Return where the document begins, its encoding, and the frame that is open round it.

    :param frame: that was open round the document before, which ended at `end`
    """
    closed = list(FRAME_ENDS.finditer(content, end, begins))
    if closed:
        end, frame = closed[-1].end(), None
    declarations = list(DECLARATION.finditer(content, end, begins))
    encoding = UTF_8
    if declarations:
        last = declarations[-1]
        encoding = last[1].decode("ascii").lower() if last[1] else UTF_8
        if _only_asides(content, last.end(), begins):
            return last.start(), encoding, frame
    if frame is None or declarations:
        namespaces = islice(NAMESPACE.finditer(content, end, begins), MOST_NAMESPACES)
        frame = _Frame(encoding, {found[1]: found[2] for found in namespaces})
    return begins, frame.encoding, frame


def _by_itself(document: bytes, frame: _Frame) -> bytes:
    """Return a document without a declaration as it reads outside its frame, each line where it was."""
    needed = [
        b" xmlns:%b=%b" % (prefix, address)
        for prefix, address in frame.namespaces.items()
        if b" %b:" % prefix in document and b"xmlns:%b" % prefix not in document
    ]
    tag = b"<Finvoice"
    named = tag + b"".join(needed) + document[len(tag) :]
    if frame.encoding == UTF_8:
        return named
    return b'<?xml version="1.0" encoding="%b"?>' % frame.encoding.encode() + named


def _only_asides(content: bytes, place: int, end: int) -> bool:
    """Tell whether nothing but instructions, comments and space stands between two places."""
    while place < end:
        if content[place : place + 1].isspace():
            place += 1
            continue
        named = PLAIN_DOCTYPE.match(content, place, end)
        if named:
            place = named.end()
            continue
        closing = next((close for opens, close in ASIDES if content.startswith(opens, place)), None)
        closed = -1 if closing is None else content.find(closing, place, end)
        if closing is None or closed < 0:
            return False
        place = closed + len(closing)
    return True
