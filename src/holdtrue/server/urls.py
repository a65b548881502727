"""The site map: each part's routes under its own prefix."""

from __future__ import annotations

from allauth.account.views import email, password_set
from allauth.mfa.totp.views import activate_totp
from allauth.mfa.webauthn.views import add_webauthn
from django.urls import include, path

from holdtrue.accounts.views import SignIn, first_proof
from holdtrue.server.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("sign-in/<str:secret>/", SignIn.as_view(), name="sign-in"),
    path("account/password/set/", first_proof(password_set)),
    path("account/email/", first_proof(email)),
    path("account/2fa/totp/activate/", first_proof(activate_totp)),
    path("account/2fa/webauthn/add/", first_proof(add_webauthn)),
    path("account/", include("allauth.urls")),
    path("api/", include("holdtrue.api.urls")),
    path("", include("holdtrue.pages.urls")),
]
handler400 = "holdtrue.pages.views.doors.not_taken"
handler404 = "holdtrue.pages.views.doors.nothing"
handler500 = "holdtrue.pages.views.doors.broken"
