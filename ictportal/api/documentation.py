"""The page that shows the API: Swagger UI from our own server, with a policy of its own."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

STYLE = {"style-src": [SELF, UNSAFE_INLINE], "object-src": [NONE]}


class DocumentationPage(LoginRequiredMixin, TemplateView):
    """Swagger UI writes styles into its elements, so this one page allows inline style."""

    template_name = "ictportal/api_docs.html"

    @method_decorator(csp_replace(STYLE))
    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """The page."""
        return super().dispatch(request, *args, **kwargs)
