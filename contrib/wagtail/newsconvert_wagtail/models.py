"""The page type of an article."""

from __future__ import annotations

from typing import Any

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from convert.writers.direction import direction
from newsconvert_wagtail.blocks import AuthorBlock, BodyBlock
from newsconvert_wagtail.times import shown


class ArticlePage(Page):
    """One article. Its title is the headline.

    `published` and `modified` are instants to order and search by: where the article states a day alone, or no zone,
    the site's zone completes it. What is stated, and no more, is in `published_stated` and `modified_stated`.
    `guid`, `version` and `digest` say which version of which item was imported last.
    """

    standfirst = models.TextField(blank=True)
    byline = models.TextField(blank=True)
    authors = StreamField(StreamBlock([("author", AuthorBlock())], required=False), blank=True)
    dateline = models.TextField(blank=True)
    published = models.DateTimeField(null=True, blank=True, db_index=True)
    published_stated = models.CharField(max_length=40, blank=True, editable=False)
    modified = models.DateTimeField(null=True, blank=True)
    modified_stated = models.CharField(max_length=40, blank=True, editable=False)
    language = models.CharField(max_length=35, blank=True)
    body = StreamField(BodyBlock())
    guid = models.CharField(max_length=500, unique=True, null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(null=True, blank=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)

    template = "newsconvert_wagtail/article_page.html"
    subpage_types: list[str] = []

    content_panels = [
        *Page.content_panels,
        FieldPanel("standfirst"),
        MultiFieldPanel([FieldPanel("byline"), FieldPanel("authors"), FieldPanel("dateline")], "Who and where"),
        MultiFieldPanel([FieldPanel("published"), FieldPanel("modified"), FieldPanel("language")], "When"),
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("standfirst"),
        index.SearchField("byline"),
        index.SearchField("body"),
        index.FilterField("published"),
        index.FilterField("language"),
    ]

    class Meta:
        verbose_name = "article"

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the direction of the text, and the times as far as they are stated."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        texts = (block.value for block in self.body if block.block_type in ("paragraph", "crosshead", "quote"))
        return context | {
            "direction": direction((self.title, *texts)),
            "published": shown(self.published, self.published_stated),
            "modified": shown(self.modified, self.modified_stated),
        }
