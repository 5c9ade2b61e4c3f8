"""What must be readable without signing in: accessibility, privacy, terms; and the retailer's colours."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from kajo.ui.brand import brand_css


def accessibility_page(request: HttpRequest) -> HttpResponse:
    return _page(request, "accessibility")


def privacy_page(request: HttpRequest) -> HttpResponse:
    return _page(request, "privacy")


def terms_page(request: HttpRequest) -> HttpResponse:
    return _page(request, "terms")


def brand_page(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(brand_css(), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    return response


def _page(request: HttpRequest, name: str) -> HttpResponse:
    env = settings.ENV
    return TemplateResponse(
        request, f"customer_site/about/{name}.html", {"retailer": env, "terms_from": env.terms_from}
    )
