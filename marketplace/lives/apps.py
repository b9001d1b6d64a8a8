"""Whatever has a status."""

from django.apps import AppConfig


class LivesConfig(AppConfig):
    name = "marketplace.lives"

    def ready(self) -> None:
        from marketplace.lives import outbox

        outbox.connect()
