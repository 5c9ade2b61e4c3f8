from django.apps import AppConfig


class MeteringConfig(AppConfig):
    name = "kajo.metering"
    label = "metering"

    def ready(self) -> None:
        from kajo.metering import checks  # noqa: F401  # registers the system check
