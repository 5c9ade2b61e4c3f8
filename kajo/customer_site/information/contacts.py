"""Phones and e-mail addresses: adding, editing, removing, and proving by a code."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kajo.access.areas import Area, Level
from kajo.access.policy import CustomerAccess
from kajo.core import times
from kajo.customer_site.information.forms import ContactForm
from kajo.information.actions import (
    CannotChange,
    CodeIsOver,
    NewContact,
    WrongCode,
    change_contact,
    confirm,
    order_code,
    prove,
    remove_contact,
    send_anew,
)
from kajo.information.queries import deed_of, find_contact, find_proof
from kajo.information.rows import ContactRow, ProofRow
from kajo.information.values import shown_value
from kajo.information.words import ContactKind
from kajo.notifications.sms import can_send_sms
from kajo.registration.code_form import OVER, TRIED_TOO_OFTEN, WRONG, SentCodeForm
from kajo.registration.limits import is_within
from kajo.registration.proving import ProofForm, try_to_prove, ways_to_prove

REFUSALS = {
    "there": gettext_lazy("It is there already, or waits for confirmation."),
    "waits": gettext_lazy("A change of it waits for our confirmation. Change it again after that."),
    "gone": gettext_lazy("It is not there any more."),
    "last": gettext_lazy("It is the last way to reach you. Add another one first."),
}
ON_ITS_WAY = gettext_lazy("Your request is on its way. Its state is shown here.")
TOO_MANY = gettext_lazy("Many codes were sent. Try again in an hour.")


def add_phone_page(request: HttpRequest, access: CustomerAccess) -> HttpResponse:
    if not can_send_sms():  # the page says how else a number is added
        return redirect(access.url("information"))
    return _add(request, access, ContactKind.PHONE)


def add_email_page(request: HttpRequest, access: CustomerAccess) -> HttpResponse:
    return _add(request, access, ContactKind.EMAIL)


def edit_page(request: HttpRequest, access: CustomerAccess, key: str) -> HttpResponse:
    contact = get_contact(access, key)
    if not access.may(Area.INFORMATION, Level.WRITE):
        return redirect(access.url("information"))
    form = ContactForm(request.POST or None, kind=contact.kind, contact=contact)
    if form.is_valid():
        if form.cleaned_data["value"] != contact.value:
            answer = _order(request, access, form)
        else:
            answer = _change(request, access, form, contact)
        if answer is not None:
            return answer
    context = {"form": form, "kind": contact.kind, "contact": contact}
    return TemplateResponse(request, "customer_site/information/contact.html", context)


def remove_page(request: HttpRequest, access: CustomerAccess, key: str) -> HttpResponse:
    contact = get_contact(access, key)
    if not access.may(Area.INFORMATION, Level.WRITE):
        return redirect(access.url("information"))
    form, deed = ProofForm(request.POST or None), deed_of(access, key)
    if form.is_valid() and (proof := try_to_prove(request, form, about=deed)):
        try:
            remove_contact(access, key, proof, now=times.now())
            messages.success(request, ON_ITS_WAY)
        except CannotChange as cannot:
            messages.warning(request, REFUSALS[str(cannot)])
        return redirect(access.url("information"))
    context = {"form": form, "contact": contact, **ways_to_prove(request, about=deed)}
    return TemplateResponse(request, "customer_site/information/remove.html", context)


def prove_page(request: HttpRequest, access: CustomerAccess, key: str) -> HttpResponse:
    proof = find_proof(access, key, now=times.now())
    if proof is None:
        raise Http404
    if not proof.is_confirmed:
        return _confirm(request, access, proof)
    form = SentCodeForm(request.POST or None)
    if form.is_valid():
        answer = _prove(request, access, key, form)
        if answer is not None:
            return answer
    return TemplateResponse(request, "customer_site/information/prove.html", {"form": form, "proof": proof})


def resend_page(request: HttpRequest, access: CustomerAccess, key: str) -> HttpResponse:
    proof = find_proof(access, key, now=times.now())
    if proof is None:
        raise Http404
    if request.method != "POST" or not proof.is_confirmed:
        return redirect(access.url("information-prove", key=key))
    if not is_within(request, "contact_code", key=proof.shown):
        messages.warning(request, TOO_MANY)
        return redirect(access.url("information-prove", key=key))
    key = send_anew(access, key, now=times.now())
    messages.success(request, _("We sent a new code. The former one holds no more."))
    return redirect(access.url("information-prove", key=key))


def _confirm(request: HttpRequest, access: CustomerAccess, new: ProofRow) -> HttpResponse:
    """Ask for the user's own password, passkey or bank before the code goes: an open browser sends none."""
    form, deed = ProofForm(request.POST or None), deed_of(access, new.key)
    if form.is_valid() and (proof := try_to_prove(request, form, about=deed)):
        confirm(access, new.key, proof, now=times.now())
        return redirect(access.url("information-prove", key=new.key))
    context = {"form": form, "proof": new, **ways_to_prove(request, about=deed)}
    return TemplateResponse(request, "customer_site/information/confirm.html", context)


def get_contact(access: CustomerAccess, key: str) -> ContactRow:
    """Return one of the customer's contacts.

    :raises Http404: when there is none of that key
    """
    contact = find_contact(access, key)
    if contact is None:
        raise Http404
    return contact


def _add(request: HttpRequest, access: CustomerAccess, kind: ContactKind) -> HttpResponse:
    if not access.may(Area.INFORMATION, Level.WRITE):
        return redirect(access.url("information"))
    form = ContactForm(request.POST or None, kind=kind)
    if form.is_valid():
        answer = _order(request, access, form)
        if answer is not None:
            return answer
    return TemplateResponse(request, "customer_site/information/contact.html", {"form": form, "kind": kind})


def _order(request: HttpRequest, access: CustomerAccess, form: ContactForm) -> HttpResponse | None:
    """Send a code and lead to where it is asked, or say in the form why not."""
    value = form.cleaned_data["value"]
    if not is_within(request, "contact_code", key=shown_value(form.kind, value)):
        form.add_error("value", TOO_MANY)
        return None
    new = NewContact(
        kind=form.kind,
        value=value,
        uses=form.chosen_uses,
        is_primary=form.becomes_primary,
        replaces=form.contact.key if form.contact else "",
    )
    try:
        key = order_code(access, new, now=times.now())
    except CannotChange as cannot:
        form.add_error("value", REFUSALS[str(cannot)])
        return None
    return redirect(access.url("information-prove", key=key))


def _change(
    request: HttpRequest, access: CustomerAccess, form: ContactForm, contact: ContactRow
) -> HttpResponse | None:
    try:
        asked = change_contact(
            access,
            contact.key,
            uses=form.chosen_uses,
            is_primary=form.becomes_primary,
            now=times.now(),
        )
    except CannotChange as cannot:
        form.add_error(None, REFUSALS[str(cannot)])
        return None
    if asked is not None:
        messages.success(request, ON_ITS_WAY)
    return redirect(access.url("information"))


def _prove(request: HttpRequest, access: CustomerAccess, key: str, form: SentCodeForm) -> HttpResponse | None:
    """Take the code and lead on, or say in the form what is wrong; each try counts, whatever comes after."""
    if not is_within(request, "contact_code_tried", key=key):
        form.add_error("code", TRIED_TOO_OFTEN)
        return None
    try:
        prove(access, key, form.cleaned_data["code"], now=times.now())
    except WrongCode:
        form.add_error("code", WRONG)
        return None
    except CodeIsOver:
        form.add_error("code", OVER)
        return None
    except CannotChange as cannot:
        messages.warning(request, REFUSALS[str(cannot)])
    else:
        messages.success(request, ON_ITS_WAY)
    return redirect(access.url("information"))
