"""Linking customers to a user or a firm: which and what · check with names, and the paper. Ending links."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kajo.access.areas import Area, Level
from kajo.access.holders import Holder, find_holder, list_held
from kajo.access.linking import (
    MOST_AT_ONCE,
    CannotLink,
    LinkTerms,
    end_links,
    find_document,
    link,
    list_meant,
)
from kajo.access.policy import StaffAccess
from kajo.access.staff_customers import find_customers
from kajo.access.words import LEVEL_NAMES, Ground
from kajo.core import times
from kajo.files.answers import file_answer
from kajo.staff_site.holders import get_holder
from kajo.staff_site.link_forms import DocumentForm, EndForm, LinkForm
from kajo.ui.parts import Step

FOUND = 20
ONE_DAY = timedelta(days=1)


def link_page(request: HttpRequest, access: StaffAccess, holder: str) -> HttpResponse:
    """Ask which customers, what of them, for how long, and who asked for it."""
    receiver, today = get_holder(access, holder), times.today()
    moved_from = find_holder(access, request.POST.get("from") or request.GET.get("from", ""))
    chosen = request.POST.getlist("chosen")[:MOST_AT_ONCE]
    is_search = "search" in request.POST
    initial = {"starts_on": today.isoformat(), **_started(request, access, receiver, moved_from)}
    sent = request.POST if request.method == "POST" else None
    form = LinkForm(sent, request.FILES or None, initial=initial, today=today, earliest=today, chosen=chosen)
    if sent is not None and not is_search and form.is_valid():
        _keep(request, receiver, moved_from, form)
        return redirect("staff:link-check", holder=receiver.slug)
    if is_search:
        form.errors.clear()
    words = request.POST.get("words", "").strip()
    found, total = find_customers(access, words, limit=FOUND) if is_search and words else ([], 0)
    kept = [number for number in chosen if number not in {one.number for one in found}]
    context = {
        "form": form,
        "holder": receiver,
        "moved_from": moved_from,
        "steps": _steps(receiver, current=0),
        "level_names": [{"label": name} for name in LEVEL_NAMES.values()],
        "words": words,
        "found": [(one, one.number in chosen) for one in found],
        "kept": kept,
        "more": total - len(found),
        "is_search": is_search and bool(words),
    }
    return TemplateResponse(request, "staff_site/link.html", context)


def check_page(request: HttpRequest, access: StaffAccess, holder: str) -> HttpResponse:
    """Show who is meant by name and what stands in the way; link all of them, or none."""
    receiver = get_holder(access, holder)
    draft = request.session.get("link", {}).get(receiver.slug)
    if not draft:
        return redirect("staff:link", holder=receiver.slug)
    terms = _terms(access, receiver, draft)
    rows = list_meant(access, terms)
    refused = [row for row in rows if row.why]
    sent = request.method == "POST" and not refused
    form = DocumentForm(request.POST, request.FILES) if sent else DocumentForm()
    if sent and form.is_valid():
        try:
            asked_by, document = draft["asked_by"], form.cleaned_data["document"]
            count = link(access, terms, asked_by=asked_by, document=document, now=times.now())
        except CannotLink as cannot:
            refused = list(cannot.rows)
            form.add_error(
                None, _("Somebody has just changed the rights of one of these customers. Check once more.")
            )
        else:
            request.session["link"] = {**request.session["link"], receiver.slug: None}
            said = ngettext(
                "%(n)s customer is linked to %(name)s.", "%(n)s customers are linked to %(name)s.", count
            )
            messages.success(request, said % {"n": count, "name": receiver.name})
            return redirect("staff:holder", holder=receiver.slug)
    context = {
        "form": form,
        "holder": receiver,
        "terms": terms,
        "levels": list(terms.levels.items()),
        "last_day": terms.ends_on - ONE_DAY if terms.ends_on else None,
        "asked_by": draft["asked_by"],
        "meant": [row for row in rows if not row.why],
        "refused": refused,
        "steps": _steps(receiver, current=1),
    }
    return TemplateResponse(request, "staff_site/link_check.html", context)


def end_page(request: HttpRequest, access: StaffAccess, holder: str) -> HttpResponse:
    """End the links of the customers that were ticked, or of all, at once or after a last day."""
    shown = get_holder(access, holder)
    is_all = "all" in request.POST
    keys = request.POST.getlist("customer")[:MOST_AT_ONCE]
    if request.method != "POST" or not (keys or is_all):
        if request.method == "POST":
            messages.warning(request, _("Tick at least one customer."))
        return redirect("staff:holder", holder=shown.slug)
    is_sent = "last_day" in request.POST
    form = EndForm(request.POST if is_sent else None, today=times.today())
    if is_sent and form.is_valid():
        count = end_links(access, shown, None if is_all else keys, ends_on=form.ends_on, now=times.now())
        said = ngettext("The links of %(n)s customer end.", "The links of %(n)s customers end.", count)
        messages.success(request, said % {"n": count})
        return redirect("staff:holder", holder=shown.slug)
    held, _total = list_held(access, shown, limit=MOST_AT_ONCE, now=times.now())
    linked = [row for row in held if row.how == "linked" and (is_all or row.key in keys)]
    names = list({row.key: row for row in linked}.values())
    context = {"form": form, "holder": shown, "rows": names, "is_all": is_all}
    return TemplateResponse(request, "staff_site/link_end.html", context)


def document_page(request: HttpRequest, access: StaffAccess, key: str) -> HttpResponse:
    """Hand out the paper that customers were linked by; asked for by a button, since it is written down."""
    if request.method != "POST":
        return redirect("staff:holders")
    document = find_document(access, key)
    if document is None:
        raise Http404
    return file_answer(document.name, document.media_type, document.content)


def _started(
    request: HttpRequest, access: StaffAccess, receiver: Holder, moved_from: Holder | None
) -> dict[str, Any]:
    """Return what the form begins with: what was filled in before, or all that is moved."""
    if moved_from is None:
        draft = request.session.get("link", {}).get(receiver.slug) or {}
        levels = {area: str(level) for area, level in draft.get("levels", {}).items()}
        return {**draft, **levels, "pasted": "\n".join(draft.get("given", []))}
    held, _total = list_held(access, moved_from, limit=MOST_AT_ONCE, now=times.now())
    linked = [row for row in held if row.how == "linked"]
    levels = {area.value: str(int(level)) for row in linked for area, level in row.levels}
    return {**levels, "pasted": "\n".join(dict.fromkeys(row.number for row in linked))}


def _keep(request: HttpRequest, receiver: Holder, moved_from: Holder | None, form: LinkForm) -> None:
    filled = form.cleaned_data
    draft = {
        "given": form.given,
        "levels": form.levels,
        "starts_on": filled["starts_on"].isoformat(),
        "last_day": filled["last_day"].isoformat() if filled["last_day"] else "",
        "ground": filled["ground"],
        "asked_by": filled["asked_by"],
        "moved_from": moved_from.slug if moved_from else "",
    }
    request.session["link"] = {**request.session.get("link", {}), receiver.slug: draft}


def _terms(access: StaffAccess, receiver: Holder, draft: dict[str, Any]) -> LinkTerms:
    last_day = times.parse_day(draft["last_day"]) if draft["last_day"] else None
    return LinkTerms(
        given=draft["given"],
        receiver=receiver,
        levels={area: Level(draft["levels"][area]) for area in Area if area in draft["levels"]},
        starts_on=max(times.parse_day(draft["starts_on"]), times.today()),
        ends_on=last_day + ONE_DAY if last_day else None,
        ground=Ground(draft["ground"]),
        moved_from=find_holder(access, draft["moved_from"]) if draft["moved_from"] else None,
    )


def _steps(receiver: Holder, *, current: int) -> list[Step]:
    pages = [(_("Which customers and what"), "staff:link"), (_("Check and link"), "staff:link-check")]
    return [
        Step(label, "", done=place < current, current=place == current)
        for place, (label, _name) in enumerate(pages)
    ]
