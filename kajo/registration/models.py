"""Sessions, with whose they are: so that somebody can see where he is signed in, and end it."""

from __future__ import annotations

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from kajo.access.models import User


class UserSession(AbstractBaseSession):
    """A browser's session, in the place of Django's own. What is beside `session_data` is taken out of it.

    Behind the doors no page sees the table; its own user's rows, without their keys, it gets by functions.
    `name` is what pages call a session by.
    """

    name = models.CharField(max_length=20, db_collation="C")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", null=True)
    browser = models.CharField(max_length=300, blank=True)
    network = models.CharField(max_length=50, blank=True, db_collation="C")
    began_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
