"""How every form of the portal is drawn."""

from django.forms.renderers import TemplatesSetting


class PortalRenderer(TemplatesSetting):
    """One template for forms and one for fields, with help and errors tied to their field."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
