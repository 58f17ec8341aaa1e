"""The settings of a small Wagtail site: SQLite, and nothing beside Wagtail and the app under test."""

import os

SECRET_KEY = "for tests alone"  # noqa: S105 - it guards nothing
DEBUG = False
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "tests.contrib.wagtail_site"
INSTALLED_APPS = [
    "newsconvert_wagtail",
    "wagtail.users",
    "wagtail.images",
    "wagtail.documents",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
DATABASES = {
    "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ.get("NEWSCONVERT_TEST_DATABASE", ":memory:")}
}
WAGTAIL_SITE_NAME = "Example Press"
WAGTAILADMIN_BASE_URL = "http://localhost"
STATIC_URL = "/static/"
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def __getattr__(name):
    """The routes, made when they are asked for: settings are read before there are applications."""
    if name != "urlpatterns":
        raise AttributeError(name)
    from django.urls import include, path
    from wagtail import urls
    from wagtail.admin import urls as admin

    return [path("admin/", include(admin)), path("", include(urls))]
