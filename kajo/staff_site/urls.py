"""Every page of customer service."""

from kajo.access.areas import Level
from kajo.access.doors import staff_page
from kajo.staff_site import looks

app_name = "staff"

urlpatterns = [
    staff_page("", looks.look_up_page, name="look-up", post=Level.WRITE),
]
