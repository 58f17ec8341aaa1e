"""Articles over HTTP: a small service whose work is done by other processes, and a page to correct labels on."""
