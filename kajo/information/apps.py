from django.apps import AppConfig


class InformationConfig(AppConfig):
    name = "kajo.information"
    label = "information"
