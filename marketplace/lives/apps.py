"""Whatever has a status."""

from django.apps import AppConfig


class LivesConfig(AppConfig):
    name = "marketplace.lives"
