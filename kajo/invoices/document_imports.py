"""Writing invoices, whichever form they came in: what is here already, what contradicts it, what is new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kajo.core import times
from kajo.core.records import Counts, Line
from kajo.core.refusals import Faults
from kajo.invoices.models import Invoice, InvoiceFile
from kajo.invoices.oddities import list_odd
from kajo.invoices.owner_imports import Register, read_register
from kajo.invoices.parsed import Odd, ParsedFile, ParsedInvoice, parsed_of
from kajo.invoices.records import InvoiceRecord
from kajo.invoices.row_imports import NewInvoice, file_row, write_new
from kajo.invoices.standing_imports import add_up
from kajo.invoices.words import FileKind, InvoiceKind, Notice

MOST_PDF_BYTES = 20_000_000
BESIDE = (FileKind.PDF, FileKind.ATTACHMENT)
Place = tuple[str, int]  # a file's kind and its place among those of the kind


@dataclass(frozen=True)
class _Kept:
    """An invoice that is here already, or comes earlier in the same batch. `files` are SHA-256s."""

    owner_id: int
    sha256: str
    told: str
    files: Mapping[Place, bytes]
    id: int | None = None


def write_invoices(lines: Sequence[Line[InvoiceRecord]], faults: Faults) -> Counts:
    """Write the invoices of a JSON Lines file."""
    invoices = tuple(parsed_of(line.record, line.number) for line in lines)
    return write_files([ParsedFile(faults, invoices)])[0]


def write_files(files: Sequence[ParsedFile]) -> list[Counts]:
    """Write the invoices of files, each whole or not at all: of a file with faults nothing is written."""
    invoices = [parsed for file in files for parsed in file.invoices]
    now = times.now()
    writing = _Writing(_read_kept(invoices), read_register(parsed.facts for parsed in invoices), now)
    counts = [writing.add(file) for file in files]
    write_new(writing.new, now)
    _find_credited(writing.new)
    add_up({number for one in writing.new for number in _touched(one.parsed.facts)})
    InvoiceFile.everything.bulk_create(writing.later_files, batch_size=100)
    return counts


def _touched(facts: InvoiceRecord) -> tuple[str, str]:
    """Return which invoices may stand otherwise: itself, if its credit note came first, and the credited."""
    return facts.number, facts.credited_number


def _find_credited(new: Sequence[NewInvoice]) -> None:
    """Take the notice off credit notes that came before what they credit."""
    owners = {one.parsed.facts.number: one.owner_id for one in new}
    notes = Invoice.everything.filter(
        kind=InvoiceKind.CREDIT_NOTE,
        credited_number__in=owners,
        notices__contains=[{"code": Notice.CREDITED_NOT_THERE}],
    )
    for note in notes.only("notices", "owner_id", "credited_number"):
        if owners[note.credited_number] == note.owner_id:
            note.notices = [odd for odd in note.notices if odd["code"] != Notice.CREDITED_NOT_THERE]
            note.save(update_fields=["notices"])


def _read_kept(invoices: Sequence[ParsedInvoice]) -> dict[str, _Kept]:
    """Return what is here of the invoices, and of those that they credit, by number."""
    numbers = {parsed.facts.number for parsed in invoices}
    numbers |= {parsed.facts.credited_number for parsed in invoices}
    beside = InvoiceFile.everything.filter(invoice__number__in=numbers, kind__in=BESIDE)
    files: dict[str, dict[Place, bytes]] = defaultdict(dict)
    for number, kind, place, sha256 in beside.values_list("invoice__number", "kind", "place", "sha256"):
        files[number][kind, place] = bytes(sha256)
    return {
        number: _Kept(owner_id, sha256, f"{dated_on}, {total} €, {source}", files[number], pk)
        for pk, number, owner_id, sha256, dated_on, total, source in Invoice.everything.filter(
            number__in=numbers
        ).values_list("id", "number", "owner_id", "content_sha256", "dated_on", "total_with_vat", "source")
    }


class _Writing:
    """What is to be written of a batch of files."""

    def __init__(self, kept: dict[str, _Kept], register: Register, now: datetime) -> None:
        self.kept, self.register, self.now = kept, register, now
        self.new: list[NewInvoice] = []
        self.later_files: list[InvoiceFile] = []

    def add(self, file: ParsedFile) -> Counts:
        """Take in a file, or note its faults and take in nothing of it."""
        before = len(self.new), len(self.later_files), dict(self.kept)
        for parsed in file.invoices:
            self._add(parsed, file.faults)
        if file.faults.found:
            del self.new[before[0] :], self.later_files[before[1] :]
            self.kept = before[2]
            return Counts()
        for place in range(before[0], len(self.new)):
            self.new[place] = self._with_notices(self.new[place], file.faults)
        completed = {file.invoice_id for file in self.later_files[before[1] :]}
        changed = len(self.new) - before[0] + len(completed)
        return Counts(len(file.invoices), changed, len(file.invoices) - changed)

    def _add(self, parsed: ParsedInvoice, faults: Faults) -> None:
        facts = parsed.facts
        if parsed.pdf is not None and len(parsed.pdf) > MOST_PDF_BYTES:
            problem = (
                f"the PDF of invoice {facts.number} is over {MOST_PDF_BYTES // 1_000_000} MB; make it smaller"
            )
            faults.add(parsed.line, "pdf", problem)
        kept = self.kept.get(facts.number)
        if kept is not None:
            self._add_again(parsed, kept, faults)
            return
        owner_id = self.register.owner_of(facts, parsed.line, faults)
        if owner_id is None:
            return
        self.new.append(NewInvoice(parsed, owner_id, self.register))
        told = f"{facts.dated_on}, {facts.total_with_vat} €, {parsed.source} in {faults.file}"
        files = {(file.kind.value, file.place): file.sha256 for file in parsed.beside}
        self.kept[facts.number] = _Kept(owner_id, parsed.sha256, told, files)

    def _add_again(self, parsed: ParsedInvoice, kept: _Kept, faults: Faults) -> None:
        """Pass over an invoice that is here with the same content; files of it may still be lacking."""
        facts = parsed.facts
        if kept.sha256 != parsed.sha256:
            problem = (
                f"invoice {facts.number} is here already with other content ({kept.told}; this one: "
                f"{facts.dated_on}, {facts.total_with_vat} €); send it under its own number, or a credit note"
            )
            faults.add(parsed.line, "number", problem)
            return
        for file in parsed.beside:
            place = (file.kind.value, file.place)
            known = kept.files.get(place)
            if known is None and kept.id is not None:
                row = file_row(file, self.now, owner_id=kept.owner_id, invoice_id=kept.id)
                self.later_files.append(row)
                kept = replace(kept, files={**kept.files, place: file.sha256})
            elif known != file.sha256:
                which = "PDF" if file.kind is FileKind.PDF else f"attachment {file.name}"
                problem = f"invoice {facts.number} has another {which} already; a document does not change"
                faults.add(parsed.line, file.kind.value, problem)
        self.kept[facts.number] = kept

    def _with_notices(self, one: NewInvoice, faults: Faults) -> NewInvoice:
        """Return the invoice with what is odd about it; the sender is told too."""
        parsed, facts = one.parsed, one.parsed.facts
        odd = (*parsed.odd, *list_odd(facts, parsed.pdf), *self._credit(facts, one.owner_id))
        for notice in odd:
            faults.warn(parsed.line, None, f"invoice {facts.number} was taken though odd: {notice}")
        return replace(one, parsed=replace(parsed, odd=odd))

    def _credit(self, facts: InvoiceRecord, owner_id: int) -> list[Odd]:
        if facts.kind is not InvoiceKind.CREDIT_NOTE:
            return []
        credited = self.kept.get(facts.credited_number)
        if credited is not None and credited.owner_id == owner_id:
            return []
        return [Odd(Notice.CREDITED_NOT_THERE, {"number": facts.credited_number})]
