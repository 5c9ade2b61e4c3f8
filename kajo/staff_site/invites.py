"""Inviting somebody to have a user ID, or a new firm by its first administrator; no password is seen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kajo.access.inviting import (
    CannotInvite,
    Membership,
    Person,
    add_firm,
    invite,
    list_invites,
)
from kajo.access.policy import StaffAccess
from kajo.core import times
from kajo.registration.business_id_field import BusinessIdField
from kajo.registration.inviting import answer_change, why_not_mailed
from kajo.registration.person_form import PersonForm


class InviteForm(PersonForm):
    """Who is invited; with the name of a firm, as the first administrator of a new one."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    firm = forms.CharField(
        label=gettext_lazy("New firm"),
        help_text=gettext_lazy("The person administers it. Leave it empty to invite a person alone."),
        required=False,
        max_length=150,
        widget=forms.TextInput(attrs={"size": 50, "autocomplete": "off"}),
    )
    business_id = BusinessIdField(max_length=12)

    @property
    def person(self) -> Person:
        given: dict[str, Any] = self.cleaned_data
        return Person(given["email"], given["first_name"], given["last_name"], given["language"])


def invite_page(request: HttpRequest, access: StaffAccess) -> HttpResponse:
    now = times.now()
    form = InviteForm(request.POST if "email" in request.POST else None, initial={"language": "fi"})
    if request.method == "POST" and "invite" in request.POST:
        answer_change(request, None)
        return redirect("staff:invite")
    if form.is_valid() and _is_invited(request, form):
        return redirect("staff:invite")
    context = {"form": form, "invites": list_invites(None, now=now), "now": now}
    return TemplateResponse(request, "staff_site/invite.html", context)


def _is_invited(request: HttpRequest, form: InviteForm) -> bool:
    """Invite the person; what stands in the way becomes an error of the form."""
    given, now = form.cleaned_data, times.now()
    if why := why_not_mailed(request, given["email"]):
        form.add_error("email", why)
        return False
    membership = None
    if given["firm"]:
        membership = Membership(add_firm(given["firm"], given["business_id"], now=now), is_administrator=True)
    try:
        invite(form.person, membership, now=now)
    except CannotInvite:
        form.add_error("email", _("An invitation to this address waits for an answer already."))
        return False
    messages.success(request, _("An invitation was sent to %(email)s.") % {"email": given["email"]})
    return True
