"""The parts of an article that have a name of their own: its pictures, and the package that binds them."""

from __future__ import annotations

from typing import Final
from uuid import UUID, uuid5

_UUID: Final = "urn:uuid:"
_UNKNOWN_TYPE: Final = "application/octet-stream"
_TYPES: Final = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "svg": "image/svg+xml",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "bmp": "image/bmp",
    "heic": "image/heic",
}


def guid_of_part(guid: str, part: str) -> str:
    """Return the guid of a part of an article: the same for the same part of the same article.

    A UUID cannot be lengthened, so that of a part is the version 5 UUID of its name in the whole's.
    """
    if not part:
        return guid
    if guid.startswith(_UUID):
        try:
            return _UUID + str(uuid5(UUID(guid.removeprefix(_UUID)), part))
        except ValueError:
            pass
    return f"{guid}-{part}"


def media_type(address: str) -> str:
    """Return the media type that the end of an address tells, `application/octet-stream` where it tells none."""
    path = address.partition("#")[0].partition("?")[0].rpartition("/")[2]
    return _TYPES.get(path.rpartition(".")[2].lower(), _UNKNOWN_TYPE)
