from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "kajo.reporting"
    label = "reporting"
