"""Registering, signing in and out, passwords, and where one lands. Allauth's own sign-up is closed."""

from allauth.account import urls as account
from allauth.mfa import urls as mfa
from django.urls import URLPattern, URLResolver

from kajo.access.areas import Level
from kajo.access.doors import public_page, signed_in_page, vendor_pages
from kajo.registration import (
    asking,
    claiming,
    home,
    identifying,
    invited,
    language,
    own_address,
    security,
    signing_up,
    terms,
    user_ids,
    welcome,
)

# Each of allauth's pages, and whether it needs a sign-in; None: left out on purpose.
# Signing out needs none: whose session is over comes to the front door, not to signing in to sign out.
VENDOR_PAGES = {
    "account_login": False,
    "account_logout": False,
    "account_inactive": False,
    "account_signup": False,
    "account_reauthenticate": True,
    "account_email": None,
    "account_email_verification_sent": False,
    "account_confirm_email": False,
    "account_change_password": True,
    "account_set_password": True,
    "account_reset_password": False,
    "account_reset_password_done": False,
    "account_reset_password_from_key": False,
    "account_reset_password_from_key_done": False,
    "account_confirm_login_code": None,
}

# Of second steps. Where allauth has lists of its own, our page of them all takes the place; see below.
FACTOR_PAGES = {
    "mfa_index": None,
    "mfa_authenticate": False,
    "mfa_reauthenticate": True,
    "mfa_activate_totp": True,
    "mfa_deactivate_totp": True,
    "mfa_view_recovery_codes": True,
    "mfa_generate_recovery_codes": True,
    "mfa_download_recovery_codes": None,  # they are shown once
    "mfa_list_webauthn": None,
    "mfa_add_webauthn": True,
    "mfa_reauthenticate_webauthn": True,
    "mfa_remove_webauthn": None,
    "mfa_edit_webauthn": True,
    "mfa_login_webauthn": False,
}

urlpatterns: list[URLPattern | URLResolver] = [
    signed_in_page("", home.home_page, name="home"),
    public_page("language/", language.language_page, name="language", post=Level.WRITE),
    public_page("account/user-id/", user_ids.forgotten_page, name="forgotten-user-id", post=Level.WRITE),
    public_page("invitation/<slug:token>/", invited.invitation_page, name="invitation", post=Level.WRITE),
    public_page("welcome/<slug:token>/", welcome.welcome_page, name="welcome", post=Level.WRITE),
    signed_in_page("account/security/", security.security_page, name="security"),
    signed_in_page(
        "account/security/sign-out-others/",
        security.end_others_page,
        name="security-end-others",
        post=Level.WRITE,
    ),
    signed_in_page(
        "account/security/<slug:session>/sign-out/",
        security.end_session_page,
        name="security-end-session",
        post=Level.WRITE,
    ),
    signed_in_page(
        "account/security/nothing-to-show/", security.nothing_to_show_page, name="security-nothing-to-show"
    ),
    signed_in_page("account/address/", own_address.address_page, name="own-address", post=Level.WRITE),
    public_page("register/", signing_up.begin_page, name="register", post=Level.WRITE),
    public_page("register/sent/", signing_up.sent_page, name="register-sent"),
    public_page(
        "register/user-id/<slug:token>/", signing_up.user_page, name="register-user", post=Level.WRITE
    ),
    signed_in_page("register/customer/", claiming.claiming_page, name="register-customer", post=Level.WRITE),
    signed_in_page("register/ask/", asking.asking_page, name="register-ask", post=Level.WRITE),
    signed_in_page("account/security/stay/", security.stay_page, name="security-stay", post=Level.WRITE),
    signed_in_page("account/second-step/", security.back_page, name="mfa_index"),
    signed_in_page("account/second-step/webauthn/", security.back_page, name="mfa_list_webauthn"),
    signed_in_page(
        "account/second-step/webauthn/keys/<int:pk>/remove/",
        security.remove_passkey_page,
        name="mfa_remove_webauthn",
        post=Level.WRITE,
    ),
    vendor_pages("account/second-step/", mfa.urlpatterns, FACTOR_PAGES),
    signed_in_page("terms/accept/", terms.terms_page, name="accept-terms", post=Level.WRITE),
    signed_in_page(
        "account/security/identification/",
        security.forget_identification_page,
        name="security-identification",
        post=Level.WRITE,
    ),
    vendor_pages("account/", identifying.urlpatterns, {"identify": False, "identified": False}),
    vendor_pages("account/", account.urlpatterns, VENDOR_PAGES),
]
