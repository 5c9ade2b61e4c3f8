from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "kajo.ui"
    label = "ui"
