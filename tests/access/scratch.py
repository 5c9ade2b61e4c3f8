"""A site of scratch pages, some of which break the rules on purpose."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template import engines
from django.template.response import SimpleTemplateResponse
from django.urls import include, path

from kajo.access.areas import Area, Level
from kajo.access.doors import (
    any_of,
    customer_page,
    customers_page,
    owner_page,
    public_page,
    signed_in_page,
    staff_page,
)
from kajo.access.models import Customer, Holding, User
from kajo.access.policy import CustomerAccess, ManyAccess, StaffAccess
from kajo.customer_site import urls as customer_site
from kajo.registration import urls as registration
from kajo.staff_site import urls as staff_site


def hello(request: HttpRequest, *args: Any, **parts: Any) -> HttpResponse:
    return HttpResponse("hello")


def whose(request: HttpRequest, access: CustomerAccess) -> HttpResponse:
    return HttpResponse(access.name)


def every_customer(request: HttpRequest, *args: Any) -> HttpResponse:
    """Forget to ask by the access: the wall answers."""
    return HttpResponse(" ".join(Customer.everything.order_by("number").values_list("number", flat=True)))


def rename_on_get(request: HttpRequest, access: CustomerAccess) -> HttpResponse:
    User.objects.filter(pk=access.user_id).update(first_name="Changed")
    return HttpResponse("changed")


def rename_on_post(request: HttpRequest, access: CustomerAccess) -> HttpResponse:
    return rename_on_get(request, access)


def streaming(request: HttpRequest, access: CustomerAccess) -> HttpResponse:
    return StreamingHttpResponse(iter(["late"]))  # type: ignore[return-value] # what a careless page does


def lazy(request: HttpRequest, access: CustomerAccess) -> HttpResponse:
    template = engines["django"].from_string("{% for row in rows %}{{ row.number }} {% endfor %}")
    return SimpleTemplateResponse(template, {"rows": Customer.everything.order_by("number")})  # type: ignore[arg-type]


def needs_write(request: HttpRequest, access: CustomerAccess) -> HttpResponse:
    Holding.of(access, Level.WRITE)
    return HttpResponse("written")


def many(request: HttpRequest, accesses: ManyAccess) -> HttpResponse:
    return HttpResponse(f"{len(accesses.customer_ids)} and {accesses.left_out} without")


def customers_of_staff(request: HttpRequest, access: StaffAccess) -> HttpResponse:
    return every_customer(request)


pages = [
    *customer_site.customer_pages,
    customer_page("whose/", whose, Area.REPORTING, name="whose"),
    customer_page("either/", whose, any_of(Area.REPORTING, Area.INVOICES), name="either"),
    customer_page("every/", every_customer, Area.REPORTING, name="every"),
    customer_page("rename-on-get/", rename_on_get, Area.REPORTING, name="rename-on-get"),
    customer_page("rename/", rename_on_post, Area.REPORTING, name="rename", post=Level.WRITE),
    customer_page("export/", hello, Area.REPORTING, name="export", post=Level.READ),
    customer_page("streaming/", streaming, Area.REPORTING, name="streaming"),
    customer_page("lazy/", lazy, Area.REPORTING, name="lazy"),
    customer_page("write/", needs_write, Area.REPORTING, name="write"),
    owner_page("rights/", whose, name="rights"),
]

urlpatterns = [
    *registration.urlpatterns,
    *customer_site.site_pages,
    public_page("open/", hello, name="open"),
    signed_in_page("mine/", every_customer, name="mine"),
    customers_page("many/", many, Area.REPORTING, name="many"),
    staff_page("staff/", customers_of_staff, name="staff"),
    path("c/<slug:customer>/", include((pages, "customer"), namespace="customer")),
    path("staff/as/<slug:look>/", include((pages, "customer"), namespace="look")),
    path("staff-site/", include(staff_site)),
]

handler400 = "kajo.access.errors.odd_request"
handler403 = "kajo.access.errors.forbidden"
handler404 = "kajo.access.errors.not_found"
