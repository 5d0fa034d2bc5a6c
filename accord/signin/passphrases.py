"""What a passphrase must be. Long, and nobody's first guess; no digits or signs are asked for."""

import string
from difflib import SequenceMatcher
from typing import Any

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SHORTEST = 12
FEWEST_DIFFERENT = 5
RULES = gettext_lazy(
    "12 letters or more. Three random words are long and easy to remember, such as words from three pages of a book. "
    "Not your name or e-mail address."
)


class LongEnough(password_validation.MinimumLengthValidator):
    """Twelve characters, and not the same few over and over."""

    def __init__(self) -> None:
        super().__init__(SHORTEST)

    def validate(self, password: str, user: Any = None) -> None:
        super().validate(password, user)
        if len(set(password)) < FEWEST_DIFFERENT:
            raise ValidationError(_("This repeats too few letters. Try three random words."), code="password_repeats")

    def get_error_message(self) -> str:
        return _("This is too short: it needs 12 letters or more. Try three random words.")


class NotCommon(password_validation.CommonPasswordValidator):
    """Not one of the 20,000 that are tried first, nor one of them with a year and an exclamation mark."""

    def validate(self, password: str, user: Any = None) -> None:
        super().validate(password, user)
        core = password.lower().strip(string.digits + string.punctuation + " ")
        if not core or core in self.passwords:
            raise ValidationError(self.get_error_message(), code="password_too_common")

    def get_error_message(self) -> str:
        return _("Many people use this one, so it is tried first. Try three random words.")


class NotTheirAddress(password_validation.UserAttributeSimilarityValidator):
    """Not what everybody knows about them."""

    def __init__(self) -> None:
        super().__init__(user_attributes=("email",))

    def validate(self, password: str, user: Any = None) -> None:
        super().validate(password, user)
        before_the_at = user.email.partition("@")[0] if user else ""
        if SequenceMatcher(a=password.lower(), b=before_the_at).ratio() >= self.max_similarity:
            raise ValidationError(self.get_error_message(), code="password_too_similar")

    def get_error_message(self) -> str:
        return _("This is too much like your e-mail address. Try three random words.")
