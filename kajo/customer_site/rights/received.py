"""What one was given: open it or decline it, look at the data, give it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kajo.access.doors import signed_in
from kajo.access.inviting import OwnFirm, list_own_firms
from kajo.access.policy import list_owned
from kajo.access.receiving import (
    CannotAnswer,
    FirmRight,
    ReceivedRight,
    answer,
    find_received,
    give_back,
    list_received,
)
from kajo.core import times


def list_page(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    rights = list_received(now=times.now())
    context = {
        "waiting": [right for right in rights if right.is_waiting],
        "opened": [right for right in rights if not right.is_waiting],
        "firms": [firm for firm in list_own_firms(now=times.now()) if firm.is_administrator],
        "owned": list_owned(user.pk if user else 0, now=times.now()),
    }
    return TemplateResponse(request, "customer_site/rights/received.html", context)


def answer_page(request: HttpRequest, key: str) -> HttpResponse:
    """Ask: (owner's name) gave you this: open or decline."""
    right = get_received(key)
    deed = request.POST.get("deed", "")
    if request.method != "POST" or deed not in ("open", "decline"):
        return TemplateResponse(request, "customer_site/rights/answer.html", {"right": right})
    try:
        answer(key, opens=deed == "open", now=times.now())
    except CannotAnswer:
        messages.info(request, _("This right has been answered or withdrawn meanwhile."))
        return redirect("received-rights")
    if deed == "open" and get_received(key).is_open:
        return redirect("customer:front", customer=right.customer_key)
    if deed == "open":
        said = _("You opened the right. You do not see the data of %(name)s yet.")
    else:
        said = _("You declined. %(name)s is told.")
    messages.success(request, said % {"name": right.customer})
    return redirect("received-rights")


def give_back_page(request: HttpRequest, key: str) -> HttpResponse:
    return answer_give_back(request, get_received(key), back=reverse("received-rights"))


def answer_give_back(
    request: HttpRequest, right: ReceivedRight | FirmRight, *, back: str, firm: OwnFirm | None = None
) -> HttpResponse:
    """Ask whether to give back a right, one's own or a firm's, and do it; `back` is the list that has it."""
    if request.method == "POST":
        try:
            give_back(right.key, now=times.now())
            messages.success(
                request, _("You gave back the right. %(name)s is told.") % {"name": right.customer}
            )
        except CannotAnswer:
            messages.info(request, _("The right had ended already."))
        return redirect(back)
    context = {"right": right, "back": back, "firm": firm}
    return TemplateResponse(request, "customer_site/rights/give_back.html", context)


def get_received(key: str) -> ReceivedRight:
    """Return one of the rights that the user was given.

    :raises Http404: when there is none of that key
    """
    right = find_received(key, now=times.now())
    if right is None:
        raise Http404
    return right
