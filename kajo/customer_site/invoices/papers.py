"""The invoice as a paper: its picture in the page, its PDF, and the document that it came as."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kajo.access.policy import CustomerAccess
from kajo.core import times
from kajo.files.answers import file_answer
from kajo.files.pictures.drawing import Document, PictureOfPage, draw_page, look_into
from kajo.invoices.bills import PDF, Bill, bill_of, get_bill
from kajo.invoices.detail_rows import InvoiceDetail
from kajo.invoices.queries.papers import find_attachment, find_file, get_content
from kajo.invoices.words import FileKind

REASONS = {
    "broken": gettext_lazy("The PDF of the invoice is broken, so it cannot be shown. It can be downloaded."),
    "encrypted": gettext_lazy(
        "The PDF of the invoice is locked with a password, so it cannot be shown. It can be downloaded."
    ),
    "too_large": gettext_lazy("A page of the PDF is too large to be shown. The PDF can be downloaded."),
    "too_slow": gettext_lazy("The PDF takes too long to draw to be shown. It can be downloaded."),
    "busy": gettext_lazy("The picture is not ready yet. Open the page again in a moment."),
}


@dataclass(frozen=True)
class Sheet:
    """A page of the picture: where it is, what it is called to those who do not see it, and its words."""

    href: str
    alt: str
    heading: str
    page: PictureOfPage
    words: str


def picture_of(access: CustomerAccess, detail: InvoiceDetail) -> dict[str, Any]:
    """Return what the page says of the invoice as a paper."""
    bill = bill_of(access, detail)
    document = look_into(bill.sha256, bill.load)
    kinds = {file.kind for file in detail.files}
    key = detail.invoice.key
    return {
        "bill": bill,
        "bill_href": access.url("invoice-bill", key=key),
        "original_href": access.url("invoice-original", key=key) if FileKind.ORIGINAL in kinds else "",
        "sheets": [_sheet(access, detail, document, page) for page in document.shown],
        "picture_notices": list(_notices(bill, document)),
    }


def _sheet(access: CustomerAccess, detail: InvoiceDetail, document: Document, page: PictureOfPage) -> Sheet:
    names = {"page": page.number, "pages": document.pages, "number": detail.invoice.number}
    alt = _("Page %(page)s of %(pages)s of invoice %(number)s. Its text is below the picture.")
    if detail.details_hidden:
        alt = _("Page %(page)s of %(pages)s of invoice %(number)s.")
    return Sheet(
        href=access.url("invoice-picture", key=detail.invoice.key, page=page.number),
        alt=alt % names,
        heading=_("Page %(page)s as text") % names,
        page=page,
        words="" if detail.details_hidden else page.text,
    )


def _notices(bill: Bill, document: Document) -> list[tuple[str, str]]:
    """Return (tone, text) of what one must know of the picture."""
    notices = []
    if not bill.is_original:
        notices.append(("info", _("The picture is made from the invoice's data; it is not the original.")))
    if document.reason:
        notices.append(("warn", str(REASONS[document.reason])))
    if document.left_out:
        text = ngettext(
            "The PDF has %(pages)s pages. %(left)s more is in the PDF.",
            "The PDF has %(pages)s pages. The first are shown here; the other %(left)s are in the PDF.",
            document.left_out,
        )
        notices.append(("info", text % {"pages": document.pages, "left": document.left_out}))
    if document.extras:
        notices.append(("warn", _("The PDF holds a program or attached files. The picture leaves them out.")))
    return notices


def picture_page(request: HttpRequest, access: CustomerAccess, key: str, page: int) -> HttpResponse:
    bill = get_bill(access, key, today=times.today())
    picture = draw_page(bill.sha256, page, bill.load)
    if picture is None:
        raise Http404
    return file_answer(f"{page}.png", "image/png", picture, inline=True)


def bill_page(request: HttpRequest, access: CustomerAccess, key: str) -> HttpResponse:
    bill = get_bill(access, key, today=times.today())
    return file_answer(bill.name, PDF, bill.load())


def original_page(request: HttpRequest, access: CustomerAccess, key: str) -> HttpResponse:
    original = find_file(access, key, FileKind.ORIGINAL)
    if original is None:
        raise Http404
    return file_answer(original.name, original.media_type, get_content(access, original.key))


def attachment_page(request: HttpRequest, access: CustomerAccess, key: str, file: str) -> HttpResponse:
    attachment = find_attachment(access, key, file)
    if attachment is None:
        raise Http404
    return file_answer(attachment.name, attachment.media_type, get_content(access, attachment.key))
