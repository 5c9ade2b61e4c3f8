"""The page of all components and a retailer's colours, for browser tests."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from kajo.ui.brand import brand_css
from kajo.ui.gallery import components_page


def brand_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(brand_css(), content_type="text/css")


urlpatterns = [path("components/", components_page), path("brand.css", brand_page)]
