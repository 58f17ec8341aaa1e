"""`manage.py import_news PATH...`: articles into pages. Run again, it does only what is new."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from wagtail.models import Page, Site

from convert.commands.importing import Import, run
from convert.diagnostics import ConvertError, UsageError, diagnostic
from convert.terminal import say_diagnostic
from newsconvert_wagtail.models import ArticlePage
from newsconvert_wagtail.target import WagtailTarget


class Command(BaseCommand):
    """Import news articles into pages."""

    help = (
        "Import news articles: texts, archives, NewsML-G2, or the output folder of newsconvert convert. "
        "Run again, only what is new or changed is imported. Exit codes: 0 done, 1 some articles rejected, "
        "2 wrong usage, 3 the machine, 130 interrupted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("paths", metavar="PATH", nargs="+", type=Path, help="Files, folders, globs, archives.")
        parser.add_argument("--parent", help="Page that the articles go below: its id or its path, such as /news/.")
        parser.add_argument("--from", dest="source", help="Format of the inputs; else each is recognised.")
        parser.add_argument("--profile", type=Path, help="The publisher's profile, a TOML file.")
        parser.add_argument("--limit", type=_count, help="Only the first so many articles.")
        parser.add_argument("--draft", action="store_true", help="New articles wait for an editor.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done, and do nothing.")

    def handle(self, **options: Any) -> None:
        """Import, and leave with the exit code."""
        try:
            target = WagtailTarget(_parent(options["parent"]), draft=options["draft"])
            code = run(
                Import(
                    tuple(options["paths"]),
                    options["source"],
                    options["profile"],
                    options["limit"],
                    options["dry_run"],
                ),
                target,
            )
        except ConvertError as error:
            say_diagnostic(error.diagnostic)
            code = error.exit_code
        if code:
            sys.exit(code)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text!r} is no number of articles")
    return int(text)


def _parent(named: str | None) -> Page:
    """Return the page to import below: the site's root page where none is named. Raises UsageError."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    root = None if site is None else site.root_page
    if named is None:
        page = root
    elif named.isdecimal():
        page = Page.objects.filter(pk=int(named)).first()
    else:
        path = "/".join(filter(None, named.split("/")))
        page = root and Page.objects.filter(url_path=f"{root.url_path}{path}/" if path else root.url_path).first()
    if page is None:
        raise UsageError(diagnostic("usage.invalid", f"--parent: there is no page {named or 'at the root'}"))
    specific = page.specific
    if ArticlePage not in specific.allowed_subpage_models():
        raise UsageError(diagnostic("usage.invalid", f"--parent: no articles may lie below {page.title!r}"))
    return page
