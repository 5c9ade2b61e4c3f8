from django.apps import AppConfig


class PricingConfig(AppConfig):
    name = "kajo.pricing"
    label = "pricing"

    def ready(self) -> None:
        from kajo.pricing import checks  # noqa: F401  # registers the system check
