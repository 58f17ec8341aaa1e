"""The look of the HTML preview: one column, readable on screen and paper, by day and night, in either direction."""

from __future__ import annotations

import base64
import hashlib
from typing import Final

STYLESHEET: Final = """
:root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fdfdfb; --faint: #5a5a5a; --rule: #d4d2cc; --link: #0b5394 }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e3dd; --paper: #17191c; --faint: #a8a8a4; --rule: #3b3e43; --link: #8fbcf2 }
}
* { box-sizing: border-box }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 1.125rem/1.6 Georgia, "Noto Serif", "Times New Roman", serif; overflow-wrap: break-word;
}
:lang(ja) body, :lang(zh) body, :lang(ko) body { line-height: 1.85; line-break: strict }
:lang(ja) body { font-family: "Hiragino Mincho ProN", "Yu Mincho", "Noto Serif CJK JP", serif }
:lang(zh) body { font-family: "Songti SC", SimSun, "Noto Serif CJK SC", serif }
:lang(ko) body { font-family: AppleMyungjo, Batang, "Noto Serif CJK KR", serif; word-break: keep-all }
[dir="rtl"] body {
  font-family: "Geeza Pro", "Noto Naskh Arabic", "Noto Serif Hebrew", "Times New Roman", serif; line-height: 1.8;
}
main { max-width: 40rem; margin-inline: auto; padding: 2.5rem 1.25rem }
h1, h2, p, li { unicode-bidi: plaintext; text-align: start }
h1 { margin: 0 0 .5rem; font-size: 2.1rem; line-height: 1.2; text-wrap: balance }
:lang(ja) h1, :lang(zh) h1, :lang(ko) h1 { text-wrap: wrap }
:lang(ja) h1 { word-break: auto-phrase }
h2 { margin: 2rem 0 .6rem; font-size: 1.25rem; line-height: 1.35 }
p { margin: 0 0 1em }
a { color: var(--link) }
header { margin-block-end: 2rem; padding-block-end: 1rem; border-block-end: 1px solid var(--rule) }
header p { margin-block-end: .4rem }
.section, .byline, .times, figure, footer { color: var(--faint); font-size: .9rem }
.times, .section { unicode-bidi: normal }
.section { font-weight: bold }
.standfirst { font-size: 1.25rem; line-height: 1.45 }
.notice { padding: .5rem .75rem; border: 2px solid currentcolor; font-weight: bold }
blockquote { margin: 1.5rem 0; padding-inline-start: 1rem; border-inline-start: 3px solid var(--rule) }
blockquote p { margin: 0 }
ul { margin: 0 0 1em; padding-inline-start: 1.4rem }
.marked { list-style: none; padding-inline-start: .5rem }
.pictures { margin-block-start: 2rem }
figure { margin: 0 0 1rem; padding-inline-start: 1rem; border-inline-start: 3px solid var(--rule) }
figcaption p { margin: 0 }
.credit { font-style: italic }
:lang(ja) .credit, :lang(zh) .credit, :lang(ko) .credit, [dir="rtl"] .credit { font-style: normal }
footer { margin-block-start: 2.5rem; padding-block-start: 1rem; border-block-start: 1px solid var(--rule) }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 0 }
dd { margin: 0; min-width: 0; white-space: pre-line; overflow-wrap: anywhere }
@media (max-width: 30rem) { h1 { font-size: 1.7rem } dl { display: block } dd { margin-block-end: .5rem } }
@page { margin: 2cm }
@media print {
  :root { --ink: #000; --paper: #fff; --faint: #333; --rule: #999; --link: #000 }
  body { font-size: 11pt; line-height: 1.45 }
  main { max-width: none; padding: 0 }
  h1, h2, header { break-after: avoid }
  figure, blockquote, li, dl { break-inside: avoid }
  p { orphans: 3; widows: 3 }
}
"""

POLICY: Final = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; "
    f"style-src 'sha256-{base64.b64encode(hashlib.sha256(STYLESHEET.encode()).digest()).decode()}'"
)
"""The page's content security policy: it may use this stylesheet, and load and run nothing."""
