"""Where each part of the site is mounted. The app's own address book is `assessments/urls.py`."""

from django.contrib import admin
from django.urls import include, path

from assessments.views import second_step

urlpatterns = [
    # Before allauth's own.
    path(
        "accounts/2fa/webauthn/login/",
        second_step.PasskeyLogin.as_view(),
        name="mfa_login_webauthn",
    ),
    path(
        "accounts/2fa/webauthn/reauthenticate/",
        second_step.PasskeyReauthenticate.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path("admin/", admin.site.urls),
    # Before allauth, so that what takes the place of a page of its comes first.
    path("", include("assessments.urls")),
    path("accounts/", include("allauth.urls")),
]

handler400 = "assessments.views.errors.bad_request"
handler403 = "assessments.views.errors.permission_denied"
handler404 = "assessments.views.errors.page_not_found"
handler429 = "assessments.views.refused_posts.of_accounts"  # asked for by allauth
handler500 = "assessments.views.errors.server_error"
