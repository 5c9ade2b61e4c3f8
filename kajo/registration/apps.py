from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    name = "kajo.registration"
    label = "registration"
