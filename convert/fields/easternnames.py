"""Names in Han, Kana and Hangul: by their length, and by the roles that stand in front of them or behind."""

from __future__ import annotations

import re
from typing import Final

from convert.fields import agencies
from convert.fields.namewords import NOTHING, Kind, Piece, listed

_HAN: Final = re.compile(r"[\u3400-\u9fff々ヶ]{2,5}")
_JAPANESE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff々ヶ]{1,6}([ 　・][\u3040-\u30ff\u3400-\u9fff々ヶー]{1,8})?")
_HANGUL: Final = re.compile(r"[\uac00-\ud7a3]{2,4}")
_REPORTER_OF: Final = re.compile(r"([\u3400-\u9fff]{2,8}?)(记者|記者|特派员|特派員|通讯员)[ 　]*([\u3400-\u9fff]{2,4})")
_EASTERN: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def judge(text: str, follows: bool) -> Piece | None:
    """Judge a piece in Han, Kana or Hangul; None: it is in another script."""
    if text.isascii() or not _EASTERN.search(text):
        return None
    if follows and text.endswith(listed().reporting_from):
        return NOTHING  # `／台北報導` behind a name says from where
    of_house = _REPORTER_OF.fullmatch(text)
    if of_house:
        return Piece(Kind.PERSON, of_house[3], of_house[2], of_house[1])
    name, role = _role_beside(text)
    if agencies.news(name) or name.endswith(listed().endings):
        return Piece(Kind.ORGANISATION, name, role)
    if text in listed().after:
        return Piece(Kind.ROLE, role=text)
    shaped = any(shape.fullmatch(name) for shape in (_HAN, _JAPANESE, _HANGUL))
    return Piece(Kind.PERSON, name, role) if shaped and name not in listed().eastern_not_names else NOTHING


def is_hangul(name: str) -> bool:
    """Tell whether a name is written in Hangul."""
    return _HANGUL.fullmatch(name) is not None


def _role_beside(text: str) -> tuple[str, str | None]:
    """Split `山田太郎記者`, `編集委員 山田太郎` and `記者林美玲` into name and role: the last is how a line begins."""
    first, _, rest = text.replace("\u3000", " ").partition(" ")
    if rest and first in listed().roles:
        return rest.strip(), first
    for prefix in listed().roles_before:
        if text.startswith(prefix) and _HAN.fullmatch(text, len(prefix)):
            return text[len(prefix) :], None
    for suffix in listed().after:
        if text.endswith(suffix) and len(text) > len(suffix) + 1:
            return text[: -len(suffix)].strip(), suffix
    return text, None
