"""Cut a page in Markdown or HTML at its comments."""

from __future__ import annotations


def cut_at_comments(text: str) -> list[str]:
    """Return what is shown and each comment in turn; the first and the last are shown.

    What nothing closes is no comment.

    >>> cut_at_comments("Un <!-- deux --> <!-- trois")
    ['Un ', '<!-- deux -->', ' <!-- trois']
    """
    pieces, at = list[str](), 0
    while (start := text.find("<!--", at)) >= 0:
        end = text.find("-->", start + 4) + 3
        if end < 3:
            break
        pieces += (text[at:start], text[start:end])
        at = end
    return [*pieces, text[at:]]
