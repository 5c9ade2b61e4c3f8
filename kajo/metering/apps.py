from django.apps import AppConfig


class MeteringConfig(AppConfig):
    name = "kajo.metering"
    label = "metering"
