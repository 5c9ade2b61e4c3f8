"""The addresses of the site: each face brings its own list."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from kajo.access.doors import public_page
from kajo.customer_site import urls as customer_site
from kajo.registration import urls as registration
from kajo.staff_site import urls as staff_site
from kajo.ui.gallery import components_page

urlpatterns: list[URLPattern | URLResolver] = [
    *registration.urlpatterns,
    *customer_site.site_pages,
    path("c/<slug:customer>/", include((customer_site.customer_pages, "customer"), namespace="customer")),
    path("staff/as/<slug:look>/", include((customer_site.customer_pages, "customer"), namespace="look")),
    path("staff/", include(staff_site)),
]

handler400 = "kajo.access.errors.odd_request"
handler403 = "kajo.access.errors.forbidden"
handler404 = "kajo.access.errors.not_found"
handler500 = "kajo.access.errors.failed"

if settings.LOCAL_HTTP:
    urlpatterns.append(public_page("components/", components_page, name="components"))
