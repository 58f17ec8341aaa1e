"""NewsML-G2: the items of a document, and the rules that judge them."""
