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
    invite_member,
    list_firm_members,
    list_invites,
    list_own_firms,
    mark_mine,
    remove_member,
)
from kajo.core import times
from kajo.registration.inviting import answer_change, why_not_mailed
from kajo.registration.person_form import PersonForm
from kajo.registration.proving import ProofForm, try_to_prove, ways_to_prove

ONE_DAY = timedelta(days=1)
MOST_AT_ONCE = 200
KEPT_AS = "firm_member_being_checked"
NEEDS_ONE = gettext_lazy("The firm needs somebody who administers it until further notice.")


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

    @property
    def person(self) -> Person:
        given = self.cleaned_data
        return Person(given["email"], given["first_name"], given["last_name"], (get_language() or "fi")[:2])


def firm_page(request: HttpRequest, firm: str) -> HttpResponse:
    """Show the members and invite more."""
    own, now = get_firm(firm), times.now()
    if request.method == "POST" and "invite" in request.POST:
        answer_change(request, own.key)
        return redirect("firm", firm=own.key)
    draft = _find_draft(request, own)
    form = NewMemberForm(request.POST or None, initial={} if draft.get("member") else draft)
    if form.is_valid():
        return _lead_to_check(request, own, form)
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
    if is_removal:
        try:
            remove_member(own.key, member, now=times.now())
        except LastAdministrator:
            messages.warning(request, NEEDS_ONE)
        except CannotInvite:
            raise Http404 from None
        else:
            said = _("%(name)s no longer acts for %(firm)s.") % {"name": shown.name, "firm": own.name}
            messages.success(request, said)
            return redirect("customers") if member == request.user.pk else redirect("firm", firm=own.key)
    sent = request.POST if request.method == "POST" and not is_removal else None
    form = StandingForm(sent, initial=started)
    if form.is_valid():
        return _lead_to_check(request, own, form, member)
    context = {"form": form, "firm": own, "member": shown}
    return TemplateResponse(request, "customer_site/firms/member.html", context)


def check_page(request: HttpRequest, firm: str) -> HttpResponse:
    """Show once more who is to act for the firm, and how; whoever administers it proves himself for that."""
    own = get_firm(firm)
    draft = _find_draft(request, own)
    member = _member(own, draft["member"]) if draft.get("member") else None
    filled = StandingForm(draft) if member else NewMemberForm(draft)
    if not filled.is_valid():
        return redirect("firm", firm=own.key)
    membership = filled.membership(own)
    whose = filled.person if isinstance(filled, NewMemberForm) else draft["member"]
    shown = membership.digest(whose)
    form = ProofForm(request.POST or None)
    if form.is_valid() and _is_done(request, own, membership, whose, form):
        del request.session[KEPT_AS]
        return redirect("customers") if whose == request.user.pk else redirect("firm", firm=own.key)
    context = {
        "form": form,
        "firm": own,
        "member": member,
        "filled": filled.cleaned_data,
        "shown": shown,
        **ways_to_prove(request, about=shown),
    }
    return TemplateResponse(request, "customer_site/firms/check.html", context)


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


def _lead_to_check(
    request: HttpRequest, firm: OwnFirm, form: StandingForm, member: int | None = None
) -> HttpResponse:
    """Keep what was filled in, of a member or of somebody new, for the page that shows it once more."""
    filled = {name: form.data.get(name, "") for name in form.fields}
    request.session[KEPT_AS] = {"firm": firm.key, "member": member, **filled}
    return redirect("firm-check", firm=firm.key)


def _find_draft(request: HttpRequest, firm: OwnFirm) -> dict[str, Any]:
    kept: dict[str, Any] = request.session.get(KEPT_AS, {})
    return kept if kept.get("firm") == firm.key else {}


def _is_done(
    request: HttpRequest, firm: OwnFirm, membership: Membership, whose: Person | int, form: ProofForm
) -> bool:
    """Invite or change as it was shown; what stands in the way becomes an error of the form."""
    about = membership.digest(whose)
    if request.POST.get("shown") != about:
        form.add_error(None, _("This has changed in another window. Check it once more."))
        return False
    proof = try_to_prove(request, form, about=about)
    if proof is None:
        return False
    try:
        if isinstance(whose, Person):
            if why := why_not_mailed(request, whose.email):
                form.add_error(None, why)
                return False
            invite_member(whose, membership, proof, now=times.now())
            done = _("An invitation was sent to %(email)s.") % {"email": whose.email}
        else:
            change_member(membership, whose, proof, now=times.now())
            named = {"name": _member(firm, whose).name, "firm": firm.name}
            done = _("What %(name)s may do for %(firm)s is changed.") % named
    except LastAdministrator:
        form.add_error(None, NEEDS_ONE)
    except ActsAlready:
        form.add_error(None, _("This address is a member's. Change what the member may do on its page."))
    except CannotInvite:
        form.add_error(None, _("An invitation to this address waits for an answer already."))
    else:
        messages.success(request, done)
    return form.is_valid()
