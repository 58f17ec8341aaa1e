"""NewsML-G2 2.35, valid and read whole by the importers: a newsMessage whose text stands in XHTML and in NITF."""

from convert.writers.newsml_g2.message import bundle, join, write

__all__ = ["bundle", "join", "write"]
