from django.apps import AppConfig


class CustomerSiteConfig(AppConfig):
    name = "kajo.customer_site"
    label = "customer_site"
