"""Who looked: every look at the customer's data by somebody else than an owner, for the owners."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kajo.access.forms import day_field
from kajo.access.looks import LookRow, list_looks
from kajo.access.page_words import page_words
from kajo.access.policy import CustomerAccess
from kajo.access.rights import find_right
from kajo.core import times
from kajo.core.times import local_midnight
from kajo.ui.parts import list_parts, page_number

A_PAGE = 50


class PeriodForm(forms.Form):
    first = day_field(gettext_lazy("First day"), required=False)
    last = day_field(gettext_lazy("Last day"), required=False)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        first, last = found.get("first"), found.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day cannot be before the first day."))
        return found


def list_page(request: HttpRequest, access: CustomerAccess) -> HttpResponse:
    form, page, now = PeriodForm(request.GET), page_number(request), times.now()
    chosen = form.cleaned_data if form.is_valid() else {}
    first, last = chosen.get("first"), chosen.get("last")
    by = find_right(access, request.GET["by"], now=now) if "by" in request.GET else None
    looks = list_looks(
        access,
        right=by.key if by else None,
        begins=local_midnight(first) if first else None,
        ends=local_midnight(last + timedelta(days=1)) if last else None,
        limit=A_PAGE,
        offset=(page - 1) * A_PAGE,
        now=now,
    )
    days = {name: day.isoformat() for name, day in chosen.items() if day}
    asked = {**days, **({"by": by.key} if by else {})}
    href = f"?{urlencode({**asked, 'page': ''})}{{page}}"
    context = {
        "form": form,
        "looks": [(look, page_words(look.page), purpose_of(look)) for look in looks.rows],
        "is_filtered": bool(days),
        "by": by,
        **list_parts(page, a_page=A_PAGE, shown=len(looks.rows), total=looks.total, href=href),
    }
    return TemplateResponse(request, "customer_site/information/looked.html", context)


def purpose_of(look: LookRow) -> str:
    """Tell on what ground it was looked: staff write down theirs, others have a right."""
    if look.is_staff:
        return look.reason
    return (
        _("By the access right of %(firm)s") % {"firm": look.firm} if look.firm else _("By an access right")
    )
