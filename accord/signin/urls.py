"""The pages of allauth that Accord uses, each with its need; those that are not named here do not exist."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import URLPattern, re_path

from accord.kernel.access import PUBLIC, SIGNED_IN, guarded, route
from accord.signin import views


def _from_key() -> URLPattern:
    pattern = r"^accounts/password/choose/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"
    return re_path(
        pattern, guarded(views.honest(account.password_reset_from_key), PUBLIC), name="account_reset_password_from_key"
    )


urlpatterns = [
    route("accounts/login/", views.honest(views.login), "account_login", needs=PUBLIC),
    route("accounts/login/demonstration/", views.demonstration, "demonstration_login", needs=PUBLIC),
    route("accounts/login/code/", views.honest(mfa.authenticate), "mfa_authenticate", needs=PUBLIC),
    route("accounts/logout/", account.logout, "account_logout", needs=PUBLIC),
    route("accounts/inactive/", account.account_inactive, "account_inactive", needs=PUBLIC),
    route("accounts/confirm/", views.honest(views.confirm), "account_reauthenticate", needs=SIGNED_IN),
    route("accounts/confirm/code/", views.honest(mfa.reauthenticate), "mfa_reauthenticate", needs=SIGNED_IN),
    route("accounts/password/", views.honest(account.password_change), "account_change_password", needs=SIGNED_IN),
    route("accounts/password/set/", views.honest(account.password_set), "account_set_password", needs=SIGNED_IN),
    route("accounts/password/reset/", views.honest(account.password_reset), "account_reset_password", needs=PUBLIC),
    route("accounts/password/reset/sent/", account.password_reset_done, "account_reset_password_done", needs=PUBLIC),
    _from_key(),
    route(
        "accounts/password/chosen/",
        account.password_reset_from_key_done,
        "account_reset_password_from_key_done",
        needs=PUBLIC,
    ),
    route("accounts/security/", views.security, "mfa_index", needs=SIGNED_IN),
    route("accounts/security/app/", views.honest(totp.activate_totp), "mfa_activate_totp", needs=SIGNED_IN),
    route("accounts/security/app/picture.svg", views.totp_picture, "totp_picture", needs=SIGNED_IN),
    route("accounts/security/app/remove/", views.honest(totp.deactivate_totp), "mfa_deactivate_totp", needs=SIGNED_IN),
    route("accounts/security/codes/", codes.view_recovery_codes, "mfa_view_recovery_codes", needs=SIGNED_IN),
    route(
        "accounts/security/codes/new/",
        views.honest(codes.generate_recovery_codes),
        "mfa_generate_recovery_codes",
        needs=SIGNED_IN,
    ),
    route(
        "accounts/security/codes/file/", codes.download_recovery_codes, "mfa_download_recovery_codes", needs=SIGNED_IN
    ),
]
