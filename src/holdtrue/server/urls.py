"""The site map: each part's routes under its own prefix."""

from __future__ import annotations

from django.urls import include, path

from holdtrue.accounts.views import SignIn
from holdtrue.server.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("sign-in/<str:secret>/", SignIn.as_view(), name="sign-in"),
    path("account/", include("allauth.urls")),
    path("api/", include("holdtrue.api.urls")),
    path("", include("holdtrue.pages.urls")),
]
handler400 = "holdtrue.pages.views.doors.not_taken"
handler404 = "holdtrue.pages.views.doors.nothing"
