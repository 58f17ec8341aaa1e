"""Tables, model and schemas that each worker needs, made once by the server that workers are forked from.

Made in each worker, they took as long as 250 articles, and again whenever one is replaced. Nothing of a plugin is
touched here, nor what a run may find installed: a worker sees to those by itself.
"""

from __future__ import annotations

import gc
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

import convert.batch.work  # noqa: F401 - imported for its being in memory
from convert import fields, stamp, writers
from convert.article import OriginSource
from convert.metadata import Source
from convert.segment.tagger import segment_many
from convert.validate.formats import examine_own
from convert.validate.own import own

_TEXT: Final = """Old bridge over the river to reopen in May

By Mary Miller, Science Correspondent

LONDON, 3 March 2026 (Example News) - The old bridge over the river will reopen in May, the mayor said on Tuesday.

It was closed for two years. "We are glad," she said.

The bridge in March. Photo: John Doe/Example News
"""
_TIME: Final = datetime(2026, 3, 3, 12, tzinfo=UTC)


def warm() -> None:
    """Take a made-up article through the line, in the formats that are asked for most."""
    article = fields.build(segment_many([_TEXT])[0], Source("warm.txt", "0" * 64)).article
    if article is None:
        return
    issued, _ = stamp.issue(article, stamp.Stamp(_TIME, OriginSource.OPTION), None, None)
    for name in ("newsml-g2", "json-ld"):
        examine_own([writers.write(issued, name)], own(name))


with suppress(Exception):  # what fails here fails again where an input is there to blame, and is said there
    warm()

gc.collect()
gc.freeze()  # what is here now stays: no collector of a worker walks it, nor so makes a copy of its memory
