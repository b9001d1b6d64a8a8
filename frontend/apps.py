"""Pages for people, and the demo. No tables."""

from django.apps import AppConfig


class FrontendConfig(AppConfig):
    name = "frontend"
