"""Finding users and firms, and which customers one of them has."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from kajo.access.holders import Holder, find_holder, find_holders, list_held, list_members, slug_of
from kajo.access.policy import StaffAccess
from kajo.core import times
from kajo.staff_site.customers import A_PAGE, LONGEST_SEARCH
from kajo.ui.parts import list_parts, page_number


def list_page(request: HttpRequest, access: StaffAccess) -> HttpResponse:
    """Find a user or a firm; with `move`, to whom another's customers are moved."""
    search, page = request.GET.get("q", "").strip()[:LONGEST_SEARCH], page_number(request)
    found, total = (
        find_holders(access, search, limit=A_PAGE, offset=(page - 1) * A_PAGE) if search else ([], 0)
    )
    moved = find_holder(access, request.GET.get("move", "")) if access.is_corporate else None
    query = urlencode({"q": search, **({"move": moved.slug} if moved else {})})
    context = {
        "holders": [one for one in found if moved is None or one.slug != moved.slug],
        "search": search,
        "moved": moved,
        "is_corporate": access.is_corporate,
        **list_parts(page, a_page=A_PAGE, shown=len(found), total=total, href=f"?{query}&page={{page}}"),
    }
    return TemplateResponse(request, "staff_site/holders.html", context)


def detail_page(request: HttpRequest, access: StaffAccess, holder: str) -> HttpResponse:
    shown = get_holder(access, holder)
    search, page = request.GET.get("q", "").strip()[:LONGEST_SEARCH], page_number(request)
    offset = (page - 1) * A_PAGE
    rows, total = list_held(access, shown, search=search, limit=A_PAGE, offset=offset, now=times.now())
    members = list_members(access, shown) if shown.is_firm else []
    href = f"?{urlencode({'q': search})}&page={{page}}"
    context = {
        "holder": shown,
        "members": [(slug_of(member.user_id, None), member) for member in members],
        "rows": rows,
        "search": search,
        "has_linked": any(row.how == "linked" for row in rows),
        "is_corporate": access.is_corporate,
        **list_parts(page, a_page=A_PAGE, shown=len(rows), total=total, href=href),
    }
    return TemplateResponse(request, "staff_site/holder.html", context)


def get_holder(access: StaffAccess, slug: str) -> Holder:
    """Return the user or firm.

    :raises Http404: when there is none
    """
    holder = find_holder(access, slug)
    if holder is None:
        raise Http404
    return holder
