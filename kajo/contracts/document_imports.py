"""Writing contracts' documents: bytes that are looked at, whatever their name says."""

from __future__ import annotations

import hashlib
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Sequence

from kajo.contracts.models import Contract, ContractDocument
from kajo.contracts.records import ContractDocumentRecord
from kajo.core import times
from kajo.core.records import Counts, Line, newer_than
from kajo.core.refusals import Faults, not_there
from kajo.files.names import clean_name

PDF, PDF_BEGINS = "application/pdf", b"%PDF-"
LARGEST = 10 * 1024 * 1024


def write_contract_documents(lines: Sequence[Line[ContractDocumentRecord]], faults: Faults) -> Counts:
    """Write contracts' documents, each as a whole."""
    numbers = {line.record.contract for line in lines}
    contracts = {
        number: (contract_id, owner_id)
        for number, contract_id, owner_id in Contract.everything.filter(number__in=numbers).values_list(
            "number", "id", "owner_id"
        )
    }
    kept = ContractDocument.everything.filter(contract__number__in=numbers)
    changes = kept.values_list("contract__number", "code", "change_number")
    newer = newer_than({(number, code): change for number, code, change in changes}, lines)
    for line in lines:
        if line.record.contract not in contracts:
            faults.add(line.number, "contract", not_there("contract", line.record.contract))
    contents = {line.number: _content(line, faults) for line in newer}
    faults.refuse_if_any()
    ContractDocument.everything.bulk_create(
        [_document(line.record, *contracts[line.record.contract], contents[line.number]) for line in newer],
        update_conflicts=True,
        unique_fields=["contract", "code"],
        update_fields=[
            *("change_number", "kind", "dated_on"),
            *("name", "media_type", "size", "sha256", "content", "received_at"),
        ],
        batch_size=20,
    )
    return Counts(len(lines), len(newer), len(lines) - len(newer))


def _content(line: Line[ContractDocumentRecord], faults: Faults) -> bytes:
    """Return the file's bytes, or note why they are none that Kajo keeps."""
    try:
        content = b64decode(line.record.content, validate=True)
    except (NotBase64, ValueError):
        faults.add(line.number, "content", "is not base64; encode the file anew")
        return b""
    if not content.startswith(PDF_BEGINS):
        faults.add(line.number, "content", "is not a PDF; send the document as one")
    if len(content) > LARGEST:
        faults.add(line.number, "content", "is larger than 10 MB; make it smaller")
    return content


def _document(
    record: ContractDocumentRecord, contract_id: int, owner_id: int, content: bytes
) -> ContractDocument:
    name = clean_name(record.name)
    return ContractDocument(
        owner_id=owner_id,
        contract_id=contract_id,
        code=record.code,
        change_number=record.change_number,
        kind=record.kind,
        dated_on=record.dated_on,
        name=name if name.lower().endswith(".pdf") else f"{name}.pdf",
        media_type=PDF,
        size=len(content),
        sha256=hashlib.sha256(content).digest(),
        content=content,
        received_at=times.now(),
    )
