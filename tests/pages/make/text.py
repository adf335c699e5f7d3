"""The texts of pages as a text extractor leaves them: takes `whole` or `lost` and the pages, gives a JSON list of texts.

The extractor keeps the names of leaf properties on pages with little text. In the form `lost` they are lost as on long ones: a long paragraph stands at
the end of the page while it is read.
"""

import json
import sys

import trafilatura

PARAGRAPH = " ".join(["This sentence makes the page as long as those of which an extractor keeps no names."] * 12)


def text(form, page):
    with open(page, encoding="utf-8") as file:
        html = file.read()
    if form == "lost":
        html = html.replace("</article>", f"<p>{PARAGRAPH}</p></article>", 1)
    found = trafilatura.extract(html) or ""
    return found.replace(PARAGRAPH, "").rstrip("\n")


print(json.dumps([text(sys.argv[1], page) for page in sys.argv[2:]]))
