"""Strategies for texts: any text at all, and texts that look enough like articles to have a body."""

from __future__ import annotations

from hypothesis import strategies as st

_WORDS = (
    "council bridge Tuesday vote residents river police minister said according Größe Straße élus ciudad город "
    "правительство 東京で会議が 政府は昨日 הממשלה الحكومة सरकार 42 1,250 “quoted” – U.S. e.g. 3.5% 📰"
).split()

words = st.sampled_from(_WORDS)
sentences = st.lists(words, min_size=4, max_size=40).map(lambda found: " ".join(found) + ".")
odd_lines = st.sampled_from(
    [
        "By Jane Example, Political Editor",
        "Von Karla Beispiel, dpa",
        "3 March 2024, 14:05 GMT",
        "Photo: A. Sample/Agency",
        "Share this article",
        "BERLIN, 3. März (dpa) - Die Stadt wartet auf den Zug und die Leute warten mit ihr.",
        "- a point of a list",
        "1. a numbered point",
        "> a quoted line",
        "ENDS",
        "\x07\x0b odd \ufffe characters \0",
    ]
)
anything = st.text(max_size=80)
lines = st.one_of(sentences, sentences, sentences, odd_lines, anything)
breaks = st.sampled_from(["\n", "\n\n", "\n\n\n", "\n  ", "\r\n", "\n \t \n"])

articles = st.lists(st.tuples(lines, breaks), min_size=1, max_size=25).map(
    lambda pairs: "".join(line + end for line, end in pairs)
)
"""Texts in the shapes of articles, with anything at all in between."""

texts = st.one_of(articles, articles, anything)
