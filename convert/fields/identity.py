"""Which item this is: a guid made of the source key, the same in every run and on every machine.

With a provider's domain a `tag:` URI (RFC 4151), on request a `urn:newsml:` (RFC 3085), else a `urn:uuid:` of
version 5 (RFC 4122). The key is percent-encoded as those RFCs ask, so that no character of it is lost.
"""

from __future__ import annotations

from hashlib import sha1
from typing import Final
from urllib.parse import quote
from uuid import UUID

from convert.article import legal
from convert.fields.merge import Facts
from convert.fields.times import day_of
from convert.metadata import Metadata, Source
from convert.profile import GuidScheme, Profile

NAMESPACE: Final = UUID("6d2e2f5c-8a0b-5d0e-9f4c-3b7a1c5e9d42")
"""The namespace of our `urn:uuid` guids. Fixed for good: another one would make every item a new item."""

_TAG_SAFE: Final = "/?!$&'()*+,;=:@-._~"
_URN_SAFE: Final = "!$'()*+,;=@-._"


def key_of(source: Source, metadata: Metadata) -> str:
    """Return the source key: the metadata's id, else the input's own."""
    return metadata.id or source.key


def _encoded(key: str, safe: str) -> str:
    return quote(key.encode("utf-8", "surrogatepass"), safe=safe)


def _news_date(profile: Profile, metadata: Metadata) -> str | None:
    """Return the date that metadata or profile give. Not that of a change: the next change would be another item."""
    if metadata.published is not None:
        return day_of(metadata.published).isoformat().replace("-", "")
    return profile.guid.date


def guid(key: str, profile: Profile, metadata: Metadata) -> str:
    """Return the guid of a key under a profile: a urn:uuid where what its scheme needs is not known."""
    scheme, domain = profile.guid.scheme, profile.provider.domain
    if scheme is GuidScheme.URN_NEWSML and domain and (day := _news_date(profile, metadata)):
        return f"urn:newsml:{domain}:{day}:{_encoded(key, _URN_SAFE)}"
    if scheme in (GuidScheme.TAG, GuidScheme.AUTO) and domain and profile.guid.year:
        return f"tag:{domain},{profile.guid.year}:{_encoded(key, _TAG_SAFE)}"
    return f"urn:uuid:{_uuid(_encoded(key, ''))}"


def _uuid(name: str) -> str:
    """Return the UUID of version 5 of a name: what `uuid.uuid5` returns, in a sixth of its time."""
    digest = sha1(NAMESPACE.bytes + name.encode("ascii"), usedforsecurity=False).digest()
    text = digest.hex()
    return f"{text[:8]}-{text[8:12]}-5{text[13:16]}-{digest[8] & 0x3F | 0x80:02x}{text[18:20]}-{text[20:32]}"


def identify(source: Source, profile: Profile, metadata: Metadata) -> Facts:
    """Return the identity of an input: guid, version, key and the SHA-256 of its bytes."""
    key = key_of(source, metadata)
    return {
        "guid": guid(key, profile, metadata),
        "version": metadata.version or 1,
        "source_key": legal(key)[0] or source.sha256,
        "source_sha256": source.sha256,
    }
