from django.apps import AppConfig


class PricingConfig(AppConfig):
    name = "kajo.pricing"
    label = "pricing"
