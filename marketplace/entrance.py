"""What django-allauth is told of how people come in. Nothing here depends on the environment: that stands in the
settings, which take all of this over."""

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "after_sign_in"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "marketplace.accounts.signing_in.Adapter"
ACCOUNT_CHANGE_EMAIL = True  # one e-mail a person: a second one would be a second person at the desk
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]  # the password may be left out; without it here nobody could use one
ACCOUNT_SIGNUP_FORM_CLASS = "marketplace.accounts.signing_in.SignUpForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Wrong passwords: ten a minute from one address, six a quarter of an hour for one name from it. Counted in the cache
# that all processes share, a table (`accounts/tries.py`).
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,6/15m/key"}
USERSESSIONS_TRACK_ACTIVITY = True
USERSESSIONS_ADAPTER = "marketplace.accounts.signing_in.Sessions"

SOCIALACCOUNT_ADAPTER = "marketplace.accounts.broker.Adapter"
SOCIALACCOUNT_EMAIL_REQUIRED = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"  # there is none to verify; one that is given later is, as everybody's

# --- the second proof ---------------------------------------------------------------------------------------------
MFA_ADAPTER = "marketplace.accounts.proofs.Adapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # a phone whose clock is half a minute late
MFA_TOTP_ISSUER = "Cortile"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900  # seconds in which a sensitive page does not ask again
