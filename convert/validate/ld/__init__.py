"""JSON-LD of schema.org: the nodes of a document, and the rules that judge them."""
