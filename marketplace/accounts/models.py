"""People: one row a person, whoever entered it. Claiming an account adds a way to sign in and never merges rows."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str | None = None, password: str | None = None, **fields: Any) -> "User":
        """A person. Without e-mail or password there is nothing to sign in with yet, and that is fine."""
        user = self.model(email=self.normalize_email(email).lower() if email else None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person: resident, worker, coordinator, officer. E-mail, phone and password are all optional."""

    given_name = models.CharField(_("First name"), max_length=80)
    family_name = models.CharField(_("Family name"), max_length=80, blank=True)
    email = models.EmailField(_("E-mail"), unique=True, null=True, blank=True)
    phone = PhoneNumberField(_("Phone"), null=True, blank=True)
    language = models.CharField(_("Language"), max_length=5, default="it")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(_("may open the operators' admin"), default=False)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["given_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_an_email")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def written_in(self) -> str:
        """The language of letters: her own where the whole site speaks it."""
        return self.language if self.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE

    @property
    def reachable_by_mail(self) -> bool:
        return bool(self.email)
