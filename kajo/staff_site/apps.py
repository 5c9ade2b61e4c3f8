from django.apps import AppConfig


class StaffSiteConfig(AppConfig):
    name = "kajo.staff_site"
    label = "staff_site"
