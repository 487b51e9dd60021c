"""Sessions of the General Assembly in words."""

from django import template
from django.contrib.humanize.templatetags.humanize import ordinal
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def session(number: int) -> str:
    """75th session."""
    return _("%(ordinal)s session") % {"ordinal": ordinal(number)}
