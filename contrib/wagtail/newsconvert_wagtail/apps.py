"""The Django application."""

from __future__ import annotations

from django.apps import AppConfig


class NewsconvertWagtailConfig(AppConfig):
    """Add `newsconvert_wagtail` to INSTALLED_APPS."""

    name = "newsconvert_wagtail"
    verbose_name = "News articles"
    default_auto_field = "django.db.models.BigAutoField"
