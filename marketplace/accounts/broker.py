"""The City's broker for SPID and CIE, over OpenID Connect: who comes in is known by the broker's own number for her.

It tells a name, and nothing else of what it tells is kept. An e-mail that it tells matches nobody: whoever has an
account signs in first and joins the two herself.
"""

from typing import Any

import jwt
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView, OAuth2View
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from requests import RequestException

from marketplace.accounts.models import User
from marketplace.environment import BROKER

ALGORITHMS = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"}  # never a shared secret
TOLD = ("sub", "given_name", "family_name", "name")


class Broker(OpenIDConnectOAuth2Adapter):
    """The library trusts the line by which a token comes; here its signature is checked as well."""

    def complete_login(self, request: HttpRequest, app: Any, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """Raises OAuth2Error for whatever is not signed by the broker, for us, just now."""
        signed = self.verified(app, kwargs["response"].get("id_token") or "")
        told = self.told_besides(token)
        if told.get("sub", signed["sub"]) != signed["sub"]:
            raise OAuth2Error("The broker speaks of two people.")
        facts = {name: value for name, value in (told | signed).items() if name in TOLD}
        login = self.get_provider().sociallogin_from_response(request, facts)
        login.account.extra_data = {}  # SPID tells a tax code, a day of birth: nobody here needs them
        return login

    def verified(self, app: Any, token: str) -> dict[str, Any]:
        try:
            must_be_signed(token)
            keys, issuer = self.openid_config["jwks_uri"], self.openid_config["issuer"]
            facts = jwtkit.verify_and_decode(
                credential=token, keys_url=keys, issuer=issuer, audience=app.client_id, lookup_kid=jwtkit.lookup_kid_jwk
            )
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
            raise OAuth2Error("This is no token of the broker.") from error
        if not facts.get("sub") or "exp" not in facts:
            raise OAuth2Error("The token does not say of whom it speaks, or until when.")
        return facts

    def told_besides(self, token: SocialToken) -> dict[str, Any]:
        """Some brokers tell the name only when asked."""
        return self._fetch_user_info(token.token) if "userinfo_endpoint" in self.openid_config else {}


def must_be_signed(token: str) -> None:
    if jwt.get_unverified_header(token).get("alg") not in ALGORITHMS:
        raise OAuth2Error("The token is not signed as it should be.")


class Adapter(DefaultSocialAccountAdapter):
    """Whoever comes for the first time is a new person, with a name and no e-mail."""

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        user: User = sociallogin.user
        user.given_name = str(data.get("first_name") or data.get("name") or "")[:80]
        user.family_name = str(data.get("last_name") or "")[:80]
        user.email, user.language = None, get_language() or "it"
        return user


def begin(request: HttpRequest) -> HttpResponse:
    """Off to the broker."""
    return door(OAuth2LoginView, request)


def come_back(request: HttpRequest) -> HttpResponse:
    """Back from the broker."""
    return door(OAuth2CallbackView, request)


def door(view: type[OAuth2View], request: HttpRequest) -> HttpResponse:
    """Where the City has no broker, there is no door; where the broker is away, a page says so."""
    broker = Broker(request, BROKER)
    try:
        return view.adapter_view(broker)(request)
    except SocialApp.DoesNotExist:
        raise Http404
    except RequestException as error:
        return render_authentication_error(request, broker.get_provider(), exception=error)


def nowhere(request: HttpRequest) -> HttpResponse:
    """The library would let the same broker in by other names, too, unchecked."""
    raise Http404
