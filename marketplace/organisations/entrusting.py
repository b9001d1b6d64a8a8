"""What the City's decision to let a body keep files of supported people does; and that it lets it no more."""

from typing import Any

from django.utils import timezone


def may_be_entrusted(organisation: Any) -> bool:
    return organisation.is_overseen() and not organisation.keeps_files_since


def is_entrusted(organisation: Any) -> bool:
    return bool(organisation.keeps_files_since)


def entrust(organisation: Any, facts: dict) -> None:
    """From today on; who decided stands in the change."""
    organisation.keeps_files_since = timezone.localdate(timezone=organisation.tz)


def discharge(organisation: Any, facts: dict) -> None:
    """At once nobody of this body opens a file any more. The files stay: another body may go on with them."""
    organisation.keeps_files_since = None
