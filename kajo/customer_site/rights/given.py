"""Who has what: the list of rights, one right with its history, and taking it back."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from kajo.access.giving import NoLonger, remove, resend
from kajo.access.policy import CustomerAccess
from kajo.access.rights import RightRow, find_right, list_history, list_rights
from kajo.core import times
from kajo.registration.limits import is_within
from kajo.ui.frame import Phone


def list_page(request: HttpRequest, access: CustomerAccess) -> HttpResponse:
    rights = list_rights(access, now=times.now())
    context = {
        "standing": [right for right in rights if right.is_standing],
        "ended": [right for right in rights if not right.is_standing],
        "corporate": Phone(settings.ENV.corporate_phone),
    }
    return TemplateResponse(request, "customer_site/rights/list.html", context)


def detail_page(request: HttpRequest, access: CustomerAccess, key: str) -> HttpResponse:
    context = {"right": get_right(access, key), "history": list_history(access, key)}
    return TemplateResponse(request, "customer_site/rights/right.html", context)


def resend_page(request: HttpRequest, access: CustomerAccess, key: str) -> HttpResponse:
    right = get_right(access, key)
    if request.method != "POST":
        return redirect(access.url("right", key=key))
    if not is_within(request, "mail_right", key=right.email):
        messages.warning(request, _("It was sent many times today. Send it again tomorrow."))
        return redirect(access.url("right", key=key))
    try:
        resend(access, key, now=times.now())
        messages.success(request, _("Sent again to %(email)s.") % {"email": right.email})
    except NoLonger:
        messages.info(request, _("The right does not wait to be opened any more."))
    return redirect(access.url("right", key=key))


def remove_page(request: HttpRequest, access: CustomerAccess, key: str) -> HttpResponse:
    right = get_right(access, key)
    if request.method == "POST":
        try:
            remove(access, key, now=times.now())
            messages.success(request, _("The access right of %(name)s is removed.") % {"name": right.name})
        except NoLonger:
            messages.info(request, _("The right had ended already."))
        return redirect(access.url("rights"))
    return TemplateResponse(request, "customer_site/rights/remove.html", {"right": right})


def get_right(access: CustomerAccess, key: str) -> RightRow:
    """Return the right of that key.

    :raises Http404: when the customer has none of that key
    """
    right = find_right(access, key, now=times.now())
    if right is None:
        raise Http404
    return right
