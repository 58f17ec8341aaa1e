"""Reports of findings: text, json, sarif and github."""
