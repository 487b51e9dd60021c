"""The only writer of people, roles, tokens and thresholds."""

import hashlib
import secrets
from datetime import date, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from ledger import days
from ledger.errors import Invalid, WrongState
from ledger.history import declare_kinds, recording, take
from ledger.texts import clean_line
from secretariat import policies
from secretariat.access import forget_roles
from secretariat.models import (
    ApiToken,
    Entity,
    Person,
    RoleGrant,
    Threshold,
    ThresholdValue,
    TokenScope,
)
from secretariat.provenance import provenance_of
from secretariat.roles import ROLES, Role, ScopeKind

TOKEN_DAYS_LIMIT = 365

declare_kinds(
    {
        "secretariat.person.added": "added a person",
        "secretariat.person.changed": "changed a person",
        "secretariat.role.granted": "granted a role",
        "secretariat.role.revoked": "revoked a role",
        "secretariat.token.made": "made a token",
        "secretariat.token.revoked": "revoked a token",
        "secretariat.threshold.set": "set a threshold",
    }
)


def add_person(
    *, by: Person, email: str, name: str, password: str | None = None, entity: Entity | None = None
) -> Person:
    """Add a person who can sign in once a password is set.

    People added by a demonstration person are demonstration people. Raises ``Invalid`` for a
    taken or impossible address or a weak password.
    """
    role = policies.check_can_administer(by)
    name = clean_line(name, field="name", required=True)
    _check_address(email)
    person = Person(
        email=email.strip().lower(), name=name, entity=entity, demonstration=by.demonstration
    )
    if password:
        _check_password(password, person)
    with recording(by=by, role=role) as record:
        person.set_password(password)
        person.save()
        record.entry("secretariat.person.added", person, after={"number": person.pk})
    return person


def _check_address(email: str) -> None:
    try:
        validate_email(email.strip())
    except ValidationError as error:
        raise Invalid(fields={"email": "This is no e-mail address."}) from error
    if Person.objects.filter(email=email.strip().lower()).exists():
        raise Invalid(fields={"email": "Somebody with this address is here already."})


def _check_password(password: str, person: Person) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Invalid(fields={"password": error.messages}) from error


def set_person_active(*, by: Person, person: Person, active: bool, reason: str) -> Person:
    """Let a person in or shut them out; open sessions and tokens end at the next request."""
    role = policies.check_can_change_person(by, person)
    reason = clean_line(reason, field="reason", required=True)
    with recording(by=by, role=role) as record:
        before = person.is_active
        person.is_active = active
        person.save(update_fields=["is_active"])
        record.entry(
            "secretariat.person.changed",
            person,
            before={"is_active": before},
            after={"is_active": active},
            reason=reason,
        )
    return person


def grant_role(
    *,
    by: Person,
    person: Person,
    role: str,
    scope_code: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
    reason: str,
) -> RoleGrant:
    """Give a person a role for a scope from a day on.

    The kind of scope follows from the role. Raises ``Invalid`` for an unknown role, a missing
    scope or dates out of order, ``Forbidden`` for the own roles.
    """
    acting = policies.check_can_change_person(by, person)
    if role not in Role.values or role == Role.SYSTEM:
        raise Invalid(fields={"role": "There is no such role."})
    kind = ROLES[Role(role)].scopes[0]
    code = clean_line(scope_code, field="scope_code")
    _check_scope(kind, code)
    start = valid_from or days.today()
    if valid_to and valid_to < start:
        raise Invalid(fields={"valid_to": "The last day lies before the first."})
    grant = RoleGrant(
        person=person,
        role=role,
        scope_kind=kind,
        scope_code=code,
        valid_from=start,
        valid_to=valid_to,
        granted_by=by.number,
        reason=clean_line(reason, field="reason", required=True),
    )
    with recording(by=by, role=acting) as record:
        grant.save()
        record.entry(
            "secretariat.role.granted",
            person,
            after={"role": role, "scope": code, "from": start, "to": valid_to},
            reason=grant.reason,
        )
    forget_roles(person)
    return grant


def _check_scope(kind: ScopeKind, code: str) -> None:
    if kind is ScopeKind.EVERYWHERE and code:
        raise Invalid(fields={"scope_code": "This role has no limit; leave the field empty."})
    if kind is not ScopeKind.EVERYWHERE and not code:
        raise Invalid(fields={"scope_code": f"Say for which {kind.label.removeprefix('one ')}."})
    if kind is ScopeKind.ENTITY and not Entity.objects.filter(code=code).exists():
        raise Invalid(fields={"scope_code": "There is no entity with this code."})


def revoke_role(*, by: Person, grant: RoleGrant, reason: str) -> RoleGrant:
    """End a grant: the right is gone at the next request. Raises ``WrongState`` when it ended."""
    acting = policies.check_can_change_person(by, grant.person)
    reason = clean_line(reason, field="reason", required=True)
    last_day = days.today() - timedelta(days=1)
    if grant.valid_to and grant.valid_to <= last_day:
        raise WrongState("This grant has ended already.")
    with recording(by=by, role=acting) as record:
        before = grant.valid_to
        grant.valid_from = min(grant.valid_from, last_day)
        grant.valid_to = last_day
        grant.save()
        record.entry(
            "secretariat.role.revoked",
            grant.person,
            before={"role": grant.role, "scope": grant.scope_code, "to": before},
            after={"role": grant.role, "scope": grant.scope_code, "to": grant.valid_to},
            reason=reason,
        )
    forget_roles(grant.person)
    return grant


def make_token(
    *, by: Person, owner: Person, scope: str, lifetime_days: int = 90, name: str = ""
) -> tuple[ApiToken, str]:
    """Make a token for another system; answers the token and its secret, shown this once only.

    Raises ``Invalid`` for an unknown scope or a lifetime outside 1 to 365 days.
    """
    acting = policies.check_can_make_token(by, owner)
    if scope not in TokenScope.values:
        raise Invalid(fields={"scope": "Choose read or write."})
    if not 1 <= lifetime_days <= TOKEN_DAYS_LIMIT:
        raise Invalid(fields={"days": f"A token lives 1 to {TOKEN_DAYS_LIMIT} days."})
    secret = "ictp_" + secrets.token_urlsafe(32)
    now = timezone.now()
    token = ApiToken(
        person=owner,
        name=clean_line(name, field="name"),
        prefix=secret[:10],
        hash=token_hash(secret),
        scope=scope,
        created_at=now,
        expires_at=now + timedelta(days=lifetime_days),
    )
    with recording(by=by, role=acting) as record:
        token.save()
        record.entry(
            "secretariat.token.made", owner, after={"prefix": token.prefix, "scope": scope}
        )
    return token, secret


def token_hash(secret: str) -> str:
    """What is kept of a token: its SHA-256. The secret has 256 random bits, so no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def revoke_token(*, by: Person, token: ApiToken) -> ApiToken:
    """End a token at once."""
    acting = policies.check_can_make_token(by, token.person)
    if token.revoked_at:
        raise WrongState("This token was revoked before.")
    with recording(by=by, role=acting) as record:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        record.entry("secretariat.token.revoked", token.person, after={"prefix": token.prefix})
    return token


def set_threshold(
    *, by: Person, threshold: Threshold, value: int, as_of: date, reason: str, version: int
) -> ThresholdValue:
    """Set a threshold from a day on; earlier days keep the value they had."""
    acting = policies.check_can_administer(by)
    reason = clean_line(reason, field="reason", required=True)
    if as_of > days.today():
        raise Invalid(fields={"as_of": "This day has not come yet."})
    with recording(by=by, role=acting) as record:
        take(threshold, expected_version=version)
        draft = record.entry(
            "secretariat.threshold.set",
            threshold,
            after={"value": value, "as_of": as_of},
            reason=reason,
        )
        statement: ThresholdValue = draft.state(
            ThresholdValue(
                subject=threshold, as_of=as_of, value=value, provenance=provenance_of(by)
            )
        )
    return statement
