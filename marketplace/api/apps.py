"""What all API has in common."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "marketplace.api"
