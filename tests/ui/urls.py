"""The page of all components, for browser tests."""

from django.urls import path

from kajo.ui.gallery import components_page

urlpatterns = [path("components/", components_page, name="components")]
