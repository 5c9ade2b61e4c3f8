"""A few pages for the tests of visiting: some of them have faults."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from config import urls as site
from kajo.access.areas import Area, Level
from kajo.access.doors import customer_page, staff_page
from kajo.access.policy import CustomerAccess, StaffAccess

PAGE = """<!doctype html><html lang="en"><head><title>A page</title></head>
<body><main><h1>Hello</h1>%s</main></body></html>"""
WHOLE = """<p>You see <strong>{{ name }}</strong>, 1\u00a0285\u202fkWh.</p><a href="./again/">Again</a>
<form><input name="days" value="3"><button>Postpone</button></form>
<table><caption>Days</caption><tr><th>Day</th><th>kWh</th></tr><tr><td>1.11.</td><td>25</td></tr></table>"""


def shown(template: str, **facts: Any) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(PAGE % template).render(facts))


def good_page(request: HttpRequest, access: CustomerAccess) -> HttpResponse:
    return shown(WHOLE, name=access.name)


def faulty_page(request: HttpRequest, access: CustomerAccess, fault: str) -> HttpResponse:
    return shown(
        {
            "heading": "<h1>Another</h1>",
            "id": "<p id='a'></p><p id='a'></p>",
            "style": "<p style='color: red'></p>",
            "script": "<script>alert()</script>",
            "handler": "<p onclick='alert()'></p>",
            "variable": "<p>{{ nothing }}</p>",
            "label": "<label for='nobody'>Name</label>",
        }[fault]
    )


def change_page(request: HttpRequest, access: CustomerAccess, key: str) -> HttpResponse:
    return shown(f"<p>{key} postponed by {request.POST['days']}</p>")


def staff_page_(request: HttpRequest, access: StaffAccess) -> HttpResponse:
    return shown("")


customer = (
    [
        customer_page("", good_page, Area.REPORTING, name="good"),
        customer_page("again/", good_page, Area.REPORTING, name="again"),
        customer_page("faulty/<slug:fault>/", faulty_page, Area.REPORTING, name="faulty"),
        customer_page("<slug:key>/", change_page, Area.REPORTING, name="change", post=Level.WRITE),
    ],
    "scratch",
)

urlpatterns = [
    path("scratch/<slug:customer>/", include(customer)),
    staff_page("scratch-staff/", staff_page_, name="scratch-staff"),
    *site.urlpatterns,  # what stands round every page leads there
]
