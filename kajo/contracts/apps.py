from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "kajo.contracts"
    label = "contracts"
