from django.apps import AppConfig


class ListingsConfig(AppConfig):
    name = "kajo.listings"
    label = "listings"
