"""The second proof of who somebody is: a passkey, an app that counts codes, or codes on paper for a bad day."""

import base64
import secrets
from hashlib import sha256
from io import BytesIO
from typing import Any

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.translation import gettext as _

from marketplace.accounts.models import User

NONCE = 12  # bytes


class Adapter(DefaultMFAAdapter):
    """What django-allauth asks of this house. The secrets of apps and paper codes lie sealed in the database."""

    def build_totp_svg(self, url: str) -> str:
        """It stands in an <img>, which shows only what says that it is SVG."""
        drawn = BytesIO()
        code = segno.make(url, error="m", micro=False)
        code.save(drawn, kind="svg", xmldecl=False, scale=4, border=4, dark="#000", light="#fff")
        return drawn.getvalue().decode()

    def encrypt(self, text: str) -> str:
        nonce = secrets.token_bytes(NONCE)
        return base64.b64encode(nonce + seal().encrypt(nonce, text.encode(), None)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Sealed by another SECRET_KEY, it stands for nothing: a new secret that no code of anybody fits."""
        sealed = base64.b64decode(encrypted_text)
        try:
            return seal().decrypt(sealed[:NONCE], sealed[NONCE:], None).decode()
        except InvalidTag:
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def generate_authenticator_name(self, user: User, type: Any) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey %(number)d") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """A passkey is good for the name under which people see this site, whatever other names it answers to."""
        return {"id": settings.SITE_HOST, "name": "Cortile"}


def seal() -> AESGCM:
    return AESGCM(sha256(b"second proof:" + settings.SECRET_KEY.encode()).digest())
