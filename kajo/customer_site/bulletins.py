"""Bulletins, for whoever may open one of the customer's pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from kajo.access.policy import CustomerAccess
from kajo.bulletins import queries
from kajo.core import times

SHOWN = 100


def list_page(request: HttpRequest, access: CustomerAccess) -> HttpResponse:
    bulletins = queries.list_newest(now=times.now(), limit=SHOWN)
    return TemplateResponse(request, "customer_site/bulletins.html", {"bulletins": bulletins})


def detail_page(request: HttpRequest, access: CustomerAccess, bulletin: str) -> HttpResponse:
    row = queries.get(bulletin, now=times.now())
    return TemplateResponse(request, "customer_site/bulletin.html", {"bulletin": row})
