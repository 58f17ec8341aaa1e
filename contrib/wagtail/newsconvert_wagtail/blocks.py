"""What the body of an article and its authors consist of, in Wagtail's terms."""

from __future__ import annotations

from wagtail import blocks


class CaptionBlock(blocks.StructBlock):
    """The words that belong to one picture, and its address where that is known."""

    text = blocks.TextBlock(required=False)
    alt = blocks.TextBlock(required=False, label="Alternative text")
    credit = blocks.CharBlock(required=False)
    url = blocks.URLBlock(required=False, label="Address of the picture")

    class Meta:
        icon = "image"
        template = "newsconvert_wagtail/caption.html"


class BodyBlock(blocks.StreamBlock):
    """The body: the kinds of block that an article has, and captions."""

    paragraph = blocks.TextBlock(icon="pilcrow")
    crosshead = blocks.CharBlock(icon="title")
    list = blocks.ListBlock(blocks.TextBlock(), icon="list-ul")
    quote = blocks.TextBlock(icon="openquote")
    caption = CaptionBlock()


class AuthorBlock(blocks.StructBlock):
    """One author."""

    name = blocks.CharBlock()
    kind = blocks.ChoiceBlock(choices=[("person", "Person"), ("organisation", "Organisation")], default="person")
    role = blocks.CharBlock(required=False)
    organisation = blocks.CharBlock(required=False)
    email = blocks.CharBlock(required=False)

    class Meta:
        icon = "user"
