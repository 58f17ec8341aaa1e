"""What each worker needs, imported once by the server that workers are forked from."""

import rensa  # noqa: F401 - imported for its being in memory

import convert.batch.unit
import convert.segment.tagger  # noqa: F401 - imported for its being in memory
