"""Judging by schemas: the official ones, found and checked, and our own."""
