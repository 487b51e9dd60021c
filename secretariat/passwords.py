"""Phrases nobody may use as a password here, however long."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

PHRASES = (
    "unitednations", "generalassembly", "secretarygeneral", "boardofauditors", "ictportal",
    "ictstrategy", "fifthcommittee", "advisorycommittee", "headquarters", "newyork", "peacekeeping",
    "umoja", "unite", "oict", "acabq", "password", "welcome", "letmein", "qwerty", "secretariat",
)  # fmt: skip


class NotAPhraseOfTheHouse:
    """Refuses a password that is nothing but house words, digits and repeated signs."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ``ValidationError`` when little is left after taking the known words out."""
        rest = re.sub(r"[\W_\d]+", "", password.lower())
        for phrase in PHRASES:
            rest = rest.replace(phrase, "")
        if len(set(rest)) < 4:
            raise ValidationError(_("This password is too easy to guess here."), "house_phrase")

    def get_help_text(self) -> str:
        """What a person should know before choosing."""
        return _("Do not build the password from words everybody in the house uses.")
