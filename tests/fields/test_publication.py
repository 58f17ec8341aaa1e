"""What the profile says of provider and rights reaches the article whole, and the guid is well-formed in any year."""

from __future__ import annotations

from datetime import date

from convert.article import Party
from convert.metadata import Metadata
from convert.profile import Provider, Rights, from_table
from tests.fields.making import article

BODY = "h|Terminal closes\n\nThe terminal closes on Monday, the port authority said."


def test_every_fact_of_the_provider_and_of_the_rights_reaches_the_article():
    provider = {"name": "Gazette", "uri": "https://g.example/", "qcode": "nprov:AFP", "logo": "https://g.example/l.png"}
    texts = dict.fromkeys(Rights.model_fields, "https://g.example/terms")
    made = article(BODY, profile=from_table({"provider": provider, "rights": texts})).publication
    assert set(Provider.model_fields) == set(provider) | {"domain"}
    assert made.provider == Party(**provider)
    assert made.copyright_holder == Party(name=texts["holder"], uri=texts["holder_uri"])
    rest = made.model_dump(exclude={"provider", "copyright_holder"})
    assert rest == dict.fromkeys(rest, "https://g.example/terms")
    assert len(rest) + 2 == len(texts)


def test_the_date_in_a_urn_newsml_has_eight_digits_in_any_year():
    profile = from_table({"provider": {"domain": "g.example"}, "guid": {"scheme": "urn:newsml"}})
    made = article(BODY, profile=profile, metadata=Metadata(published=date(50, 1, 2)))
    assert made.identity.guid.startswith("urn:newsml:g.example:00500102:")
