"""Pages with a total, at most 500 rows each."""

from typing import Any

from django.core.paginator import EmptyPage, PageNotAnInteger
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response

from ledger.errors import Invalid


class Pages(PageNumberPagination):
    """``page`` and ``page_size``; a page that does not exist is a clear 400."""

    page_size = 50
    max_page_size = 500
    page_size_query_param = "page_size"

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        """The rows of the page asked for."""
        self.request = request
        size = whole(request.query_params.get("page_size"), "page_size", default=self.page_size)
        number = whole(request.query_params.get("page"), "page", default=1)
        paginator = self.django_paginator_class(queryset, min(size, self.max_page_size))
        try:
            self.page = paginator.page(number)
        except (EmptyPage, PageNotAnInteger) as error:
            said = f"There are {paginator.num_pages} pages."
            raise Invalid(said, fields={"page": said}) from error
        return list(self.page)

    def get_paginated_response(self, data: Any) -> Response:
        """Total, addresses of the neighbours, rows."""
        assert self.page is not None
        return Response(
            {
                "count": self.page.paginator.count,
                "next": self.get_next_link(),
                "previous": self.get_previous_link(),
                "results": data,
            }
        )


def whole(text: str | None, name: str, *, default: int) -> int:
    """A positive whole number from a query; raises ``Invalid`` naming the parameter."""
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or int(text[:9]) < 1 or len(text) > 9:
        said = "Write a whole number of 1 or more."
        raise Invalid(said, fields={name: said})
    return int(text)
