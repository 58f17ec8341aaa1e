"""Judging values, alike in every format."""
