"""Articles as they come: from a pipe, into a hot folder, over HTTP; and results on their way out."""
