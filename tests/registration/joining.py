"""Asking customer service in tests: as pages do it."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from kajo.registration.models import JoinRequest
from tests.pages import Page
from tests.visiting import Visitor

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def asks(somebody: Visitor, number: str, ground: str = "myself", **more: Any) -> Page:
    """Send a request with a document."""
    facts = {"deed": "ask", "number": number, "ground": ground, "business_id": "", "note": ""}
    paper = SimpleUploadedFile("extract.pdf", PDF)
    return somebody.post("register-ask", **{**facts, "document": paper, **more})


def newest() -> JoinRequest:
    return JoinRequest.objects.latest("pk")


def approves(staff: Visitor, asked: JoinRequest) -> Page:
    """Approve what the page shows, as its button does."""
    page = staff.get("staff:request", key=asked.key)
    form = page.form
    return staff.post("staff:request", key=asked.key, deed="approve", customer=form.get("customer", ""))
