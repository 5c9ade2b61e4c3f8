"""Every page of customer service; those of `corporate_page` are corporate customer service's alone."""

from kajo.access.areas import Level
from kajo.access.doors import corporate_page, staff_page
from kajo.staff_site import customers, holders, invites, joining, links, looks

app_name = "staff"

urlpatterns = [
    staff_page("", looks.look_up_page, name="look-up", post=Level.WRITE),
    staff_page("customers/", customers.list_page, name="customers"),
    staff_page("customers/<slug:key>/", customers.detail_page, name="customer"),
    corporate_page("customers/<slug:key>/estate/", customers.estate_page, name="estate", post=Level.WRITE),
    corporate_page("customers/<slug:key>/review/", customers.review_page, name="review", post=Level.WRITE),
    staff_page("holders/", holders.list_page, name="holders"),
    corporate_page("invite/", invites.invite_page, name="invite", post=Level.WRITE),
    staff_page("holders/<slug:holder>/", holders.detail_page, name="holder"),
    corporate_page("holders/<slug:holder>/link/", links.link_page, name="link", post=Level.WRITE),
    corporate_page(
        "holders/<slug:holder>/link/check/", links.check_page, name="link-check", post=Level.WRITE
    ),
    corporate_page("holders/<slug:holder>/end/", links.end_page, name="link-end", post=Level.WRITE),
    corporate_page("requests/", joining.list_page, name="requests"),
    corporate_page("requests/<slug:key>/", joining.detail_page, name="request", post=Level.WRITE),
    corporate_page(
        "requests/<slug:key>/document/", joining.document_page, name="request-document", post=Level.WRITE
    ),
    corporate_page("mandates/<slug:key>/", links.document_page, name="mandate", post=Level.WRITE),
]
