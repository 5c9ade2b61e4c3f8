"""Giving an access right, and changing one: to whom · what and for how long · check and password."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from kajo.access.forms import WhatForm
from kajo.access.giving import (
    AlreadyGiven,
    CannotGive,
    ChangedMeanwhile,
    Terms,
    give,
    list_own_addresses,
)
from kajo.access.policy import CustomerAccess
from kajo.access.rights import find_right
from kajo.access.words import LEVEL_NAMES
from kajo.core import times
from kajo.customer_site.rights.drafts import draft_of, find_draft, find_terms, forget_draft, keep_draft
from kajo.customer_site.rights.forms import WhoForm
from kajo.registration.limits import is_within
from kajo.registration.proving import ProofForm, try_to_prove, ways_to_prove
from kajo.ui.parts import Step


def who_page(request: HttpRequest, access: CustomerAccess) -> HttpResponse:
    draft = find_draft(request, access)
    started = {} if draft.get("key") else draft
    form = WhoForm(request.POST or None, initial=started, own=list_own_addresses(access.user_id))
    if form.is_valid():
        keep_draft(request, access, {**started, "email": form.cleaned_data["email"]})
        return redirect(access.url("right-give-what"))
    context = {"form": form, "steps": steps_of(access, current=0, draft=started)}
    return TemplateResponse(request, "customer_site/rights/who.html", context)


def what_page(request: HttpRequest, access: CustomerAccess) -> HttpResponse:
    draft = find_draft(request, access)
    if not draft.get("email") or draft.get("key"):
        return redirect(access.url("right-give"))
    return _ask_what(request, access, draft)


def change_page(request: HttpRequest, access: CustomerAccess, key: str) -> HttpResponse:
    right = find_right(access, key, now=times.now())
    if right is None or right.is_linked or not right.is_standing:
        raise Http404
    return _ask_what(request, access, draft_of(right))


def _ask_what(request: HttpRequest, access: CustomerAccess, draft: dict[str, object]) -> HttpResponse:
    today = times.today()
    started = {"starts_on": today.isoformat(), **draft, **_levels_in(draft)}
    earliest = times.parse_day(str(started["starts_on"])) if draft.get("key") else today
    form = WhatForm(request.POST or None, initial=started, today=today, earliest=earliest)
    if form.is_valid():
        days = {name: form.cleaned_data[name] for name in ("starts_on", "last_day")}
        kept = {name: day.isoformat() if day else "" for name, day in days.items()}
        keep_draft(request, access, {**draft, **kept, "levels": form.levels})
        return redirect(access.url("right-give-check"))
    context = {
        "form": form,
        "steps": steps_of(access, current=1, draft=draft),
        "email": draft["email"],
        "level_names": [{"label": name} for name in LEVEL_NAMES.values()],
        "is_change": bool(draft.get("key")),
    }
    return TemplateResponse(request, "customer_site/rights/what.html", context)


def check_page(request: HttpRequest, access: CustomerAccess) -> HttpResponse:
    terms = find_terms(request, access)
    if terms is None:
        return redirect(access.url("right-give"))
    shown = terms.digest(access.customer_id)
    form = ProofForm(request.POST or None)
    if form.is_valid() and _is_given(request, access, terms, form):
        return redirect(access.url("rights"))
    draft = find_draft(request, access)
    context = {
        "form": form,
        "steps": steps_of(access, current=2, draft=draft),
        "shown": shown,
        **ways_to_prove(request, about=shown),
        "terms": terms,
        "levels": [(area, level) for area, level in terms.levels.items()],
        "last_day": draft["last_day"] and times.parse_day(draft["last_day"]),
        "what_href": access.url("right-change", key=terms.key)
        if terms.key
        else access.url("right-give-what"),
    }
    return TemplateResponse(request, "customer_site/rights/check.html", context)


def _is_given(request: HttpRequest, access: CustomerAccess, terms: Terms, form: ProofForm) -> bool:
    """Give what was shown; what stands in the way becomes an error of the form."""
    shown = request.POST.get("shown", "")
    if shown != terms.digest(access.customer_id):
        form.add_error(None, _("This has changed in another window. Check it once more."))
        return False
    proof = try_to_prove(request, form, about=shown)
    if proof is None:
        return False
    if not is_within(request, "give_right") or not is_within(request, "mail_right", key=terms.email):
        form.add_error(None, _("You have given many rights today. Go on tomorrow, or call us."))
        return False
    try:
        give(access, terms, proof, now=times.now())
    except CannotGive as refused:
        form.add_error(None, why_not_given(refused))
    else:
        forget_draft(request, access)
        messages.success(request, what_was_done(terms))
    return form.is_valid()


def why_not_given(refused: CannotGive) -> str:
    """Return the sentence that tells why a right was not given."""
    if isinstance(refused, AlreadyGiven):
        return _("You have given this address a right before. Change that one instead.")
    if isinstance(refused, ChangedMeanwhile):
        return _("The right has changed since you opened it. Begin again from the list of rights.")
    return _("The right has ended. Give a new one instead.")


def what_was_done(terms: Terms) -> str:
    """Return the sentence that tells that a right was given or changed."""
    if terms.key:
        return _("The access right of %(email)s is changed.") % {"email": terms.email}
    return _("The access right is given. It holds when %(email)s has opened it within seven days.") % {
        "email": terms.email
    }


def steps_of(access: CustomerAccess, *, current: int, draft: dict[str, object]) -> list[Step]:
    """Return the steps that are pages; a right that is changed has its receiver already."""
    pages = [
        (_("To whom"), access.url("right-give")),
        (_("What and how long"), access.url("right-give-what")),
        (_("Check and give"), access.url("right-give-check")),
    ]
    steps = [
        Step(label, href, done=place < current, current=place == current)
        for place, (label, href) in enumerate(pages)
    ]
    if draft.get("key"):
        steps = [
            Step(steps[1].label, access.url("right-change", key=draft["key"]), current > 1, current == 1)
        ]
        steps.append(Step(_("Check and change"), current=current == 2))
    return steps


def _levels_in(draft: dict[str, object]) -> dict[str, str]:
    levels = draft.get("levels")
    return {area: str(level) for area, level in levels.items()} if isinstance(levels, dict) else {}
