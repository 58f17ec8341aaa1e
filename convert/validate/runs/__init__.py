"""Many documents: where they come from, what is asked, what is told."""
