"""News articles into WordPress, over its REST interface."""
