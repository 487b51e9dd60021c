"""People, the roles granted to them, their tokens and their notices."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from ledger.texts import LineField, ProseField
from secretariat.roles import Role, ScopeKind

SYSTEM_EMAIL = "system@ict-portal.invalid"


class PersonManager(BaseUserManager["Person"]):
    """Finds people by their e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody who signs in. The record knows people by ``number`` alone; names live here."""

    email = models.EmailField(unique=True)
    name = LineField()
    entity = models.ForeignKey(
        "secretariat.Entity", on_delete=models.PROTECT, null=True, blank=True, related_name="staff"
    )
    is_active = models.BooleanField(default=True)
    demonstration = models.BooleanField(default=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name

    @property
    def number(self) -> int:
        """The stable number history knows this person by."""
        return int(self.pk)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the address in lower case, so that one address is one person."""
        self.email = self.email.lower()
        super().save(*args, **kwargs)


class RoleGrant(models.Model):
    """A role given to a person, for one entity, project or oversight body or for all, with dates."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    scope_kind = models.CharField(
        max_length=8, choices=ScopeKind.choices, default=ScopeKind.EVERYWHERE
    )
    scope_code = models.CharField(max_length=60, blank=True, default="")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    granted_by = models.BigIntegerField()
    reason = LineField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="grant_role_declared"),
            models.CheckConstraint(
                condition=Q(scope_kind=ScopeKind.EVERYWHERE, scope_code="")
                | (~Q(scope_kind=ScopeKind.EVERYWHERE) & ~Q(scope_code="")),
                name="grant_scope_has_code",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="grant_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.scope_code}".strip()


class TokenScope(models.TextChoices):
    """What a token may do at most; its owner's rights limit it further."""

    READ = "read", "read"
    WRITE = "write", "read and write"


class ApiToken(models.Model):
    """A key for another system. Only its hash is kept; the key is shown once."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tokens")
    name = LineField(blank=True, default="")
    prefix = models.CharField(max_length=12)
    hash = models.CharField(max_length=64, unique=True)
    scope = models.CharField(max_length=5, choices=TokenScope.choices)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(scope__in=TokenScope.values), name="token_scope_declared"
            )
        ]

    def __str__(self) -> str:
        return self.prefix


class Notice(models.Model):
    """Something a person should know: shown in the portal and sent by mail once."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=64)
    day = models.DateField()
    text = ProseField()
    path = LineField()
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "subject_id", "day"], name="notice_once_a_day"
            )
        ]
        indexes = [models.Index(fields=["person", "read_at"], name="notice_unread")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"
