"""The portal's addresses and, beside them, those of the floor: one stack of middleware for both."""

from django.urls import include, path

from tests.bench import floor

urlpatterns = [
    path("api/floor/plain/", floor.FloorList.as_view()),
    path("api/floor/joined/", floor.JoinedList.as_view()),
    path("floor/", floor.FloorPage.as_view()),
    path("", include("ictportal.urls")),
]
