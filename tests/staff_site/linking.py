"""Linking in tests: as corporate customer service does it on the pages, and the mails that follow."""

from __future__ import annotations

from typing import Any

from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from procrastinate.contrib.django.models import ProcrastinateJob

from kajo.access.models import Firm, User
from kajo.notifications.tasks import mail_links, mail_member, mail_right
from tests.pages import Page
from tests.visiting import Visitor

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
JOBS = {"links.mail": mail_links, "members.mail": mail_member, "rights.mail": mail_right}


def slug(holder: User | Firm) -> str:
    """Return what names a user or firm in addresses of the staff site."""
    return f"firm-{holder.key}" if isinstance(holder, Firm) else f"user-{holder.pk}"


def paper(name: str = "contract.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def ask(visitor: Visitor, holder: User | Firm, pasted: str, **more: Any) -> Page:
    """Fill in the first page of linking: all areas but one to read, from today, by a management contract."""
    levels = {"contracts": 1, "invoices": 2, "reporting": 1, "messages": 1, "information": 0}
    facts = {"starts_on": "2026-11-24", "last_day": "", "ground": "management_contract"}
    told = {"asked_by": "Kaisa Halme, chair of the board", "pasted": pasted}
    return visitor.post("staff:link", holder=slug(holder), **levels, **{**facts, **told, **more})


def link(visitor: Visitor, holder: User | Firm, pasted: str, **more: Any) -> Page:
    """Link customers, the paper added; return the holder's page."""
    ask(visitor, holder, pasted, **more).leads_on().is_shown()
    return visitor.post("staff:link-check", holder=slug(holder), document=paper()).leads_on()


def send_mails() -> list[mail.EmailMessage]:
    """Run every mail job that waits; return the mails, in order."""
    before = len(mail.outbox)
    for job in ProcrastinateJob.objects.filter(task_name__in=JOBS, status="todo").order_by("id"):
        JOBS[job.task_name](**job.args)
    ProcrastinateJob.objects.filter(task_name__in=JOBS).delete()
    return mail.outbox[before:]
