from django.apps import AppConfig


class MarketConfig(AppConfig):
    name = "kajo.market"
    label = "market"
