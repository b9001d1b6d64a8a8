"""People."""

from django.apps import AppConfig
from django.core import checks


class AccountsConfig(AppConfig):
    name = "marketplace.accounts"

    def ready(self) -> None:
        """The ground's own check, at the first of its apps."""
        from marketplace import schema

        checks.register(schema.check_nothing_is_half_there, checks.Tags.database)
