"""Signing in words: what the check of a receipt found."""

from django.utils.translation import gettext_lazy as _

from accord.ui.states import DONE, LATE, State

GOOD = State(_("As it should be"), DONE)
NOT_GOOD = State(_("Not as it should be"), LATE)
