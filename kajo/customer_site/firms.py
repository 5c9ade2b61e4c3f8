"""A firm's members, for whoever administers it; and which customers a member calls his or her own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from kajo.access.forms import day_field
from kajo.access.inviting import (
    ActsAlready,
    CannotInvite,
    FirmMemberRow,
    LastAdministrator,
    Membership,
    OwnFirm,
    Person,
    change_member,
    invite,
    list_firm_members,
    list_invites,
    list_own_firms,
    mark_mine,
    remove_member,
)
from kajo.core import times
from kajo.registration.inviting import answer_change, why_not_mailed
from kajo.registration.person_form import PersonForm

ONE_DAY = timedelta(days=1)
MOST_AT_ONCE = 200


class StandingForm(forms.Form):
    """How somebody acts for the firm; a substitute from a day until a day."""

    is_administrator = forms.BooleanField(
        label=gettext_lazy("Administrator: adds and removes members"), required=False
    )
    starts_on = day_field(
        gettext_lazy("First day"),
        required=False,
        help_text=gettext_lazy("Leave it empty to let it hold at once."),
    )
    last_day = day_field(
        gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Of a substitute. Leave it empty to let it hold until further notice."),
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        first, last = found.get("starts_on"), found.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day cannot be before the first day."))
        return found

    def membership(self, firm: OwnFirm) -> Membership:
        given = self.cleaned_data
        ends_on = given["last_day"] + ONE_DAY if given["last_day"] else None
        return Membership(firm.key, given["is_administrator"], given["starts_on"], ends_on)


class NewMemberForm(PersonForm, StandingForm):
    """Somebody who is invited to the firm."""

    field_order = ("first_name", "last_name", "email", "is_administrator", "starts_on", "last_day")


def firm_page(request: HttpRequest, firm: str) -> HttpResponse:
    """Show the members and invite more."""
    own, now = get_firm(firm), times.now()
    if request.method == "POST" and "invite" in request.POST:
        answer_change(request, own.key)
        return redirect("firm", firm=own.key)
    form = NewMemberForm(request.POST or None)
    if form.is_valid() and _is_invited(request, own, form):
        return redirect("firm", firm=own.key)
    context = {
        "form": form,
        "firm": own,
        "members": list_firm_members(own.key, now=now),
        "invites": list_invites(own.key, now=now),
        "now": now,
        "today": times.today(),
    }
    return TemplateResponse(request, "customer_site/firms/firm.html", context)


def member_page(request: HttpRequest, firm: str, member: int) -> HttpResponse:
    """Change a member's standing and dates, or take the member out."""
    own = get_firm(firm)
    shown = _member(own, member)
    is_removal = "remove" in request.POST
    started = {
        "is_administrator": shown.is_administrator,
        "starts_on": shown.starts_on,
        "last_day": shown.last_day,
    }
    sent = request.POST if request.method == "POST" and not is_removal else None
    form = StandingForm(sent, initial=started)
    if is_removal or form.is_valid():
        try:
            if is_removal:
                remove_member(own.key, member, now=times.now())
                done = _("%(name)s no longer acts for %(firm)s.")
            else:
                change_member(form.membership(own), member, now=times.now())
                done = _("What %(name)s may do for %(firm)s is changed.")
        except LastAdministrator:
            messages.warning(request, _("The firm needs somebody who administers it until further notice."))
        except CannotInvite:
            raise Http404 from None
        else:
            messages.success(request, done % {"name": shown.name, "firm": own.name})
            return redirect("customers") if member == request.user.pk else redirect("firm", firm=own.key)
    context = {"form": form, "firm": own, "member": shown}
    return TemplateResponse(request, "customer_site/firms/member.html", context)


def mine_page(request: HttpRequest) -> HttpResponse:
    """Call the customers that were ticked one's own, or no longer."""
    if request.method == "POST":
        is_mine = request.POST.get("deed") == "mine"
        count = mark_mine(request.POST.getlist("customer")[:MOST_AT_ONCE], is_mine=is_mine, now=times.now())
        if is_mine:
            said = ngettext("%(n)s more is marked as mine.", "%(n)s more are marked as mine.", count)
        else:
            said = ngettext(
                "%(n)s is no longer marked as mine.", "%(n)s are no longer marked as mine.", count
            )
        messages.success(request, said % {"n": count})
    return redirect("customers")


def get_firm(key: str) -> OwnFirm:
    """Return the firm that the user administers.

    :raises Http404: when there is none of that key
    """
    for firm in list_own_firms(now=times.now()):
        if firm.key == key and firm.is_administrator:
            return firm
    raise Http404


def _member(firm: OwnFirm, user_id: int) -> FirmMemberRow:
    for member in list_firm_members(firm.key, now=times.now()):
        if member.user_id == user_id:
            return member
    raise Http404


def _is_invited(request: HttpRequest, firm: OwnFirm, form: NewMemberForm) -> bool:
    """Invite somebody to the firm; what stands in the way becomes an error of the form."""
    given = form.cleaned_data
    if why := why_not_mailed(request, given["email"]):
        form.add_error("email", why)
        return False
    person = Person(given["email"], given["first_name"], given["last_name"], (get_language() or "fi")[:2])
    try:
        invite(person, form.membership(firm), now=times.now())
    except ActsAlready:
        form.add_error("email", _("This address is a member's. Change what the member may do on its page."))
        return False
    except CannotInvite:
        form.add_error("email", _("An invitation to this address waits for an answer already."))
        return False
    messages.success(request, _("An invitation was sent to %(email)s.") % {"email": given["email"]})
    return True
