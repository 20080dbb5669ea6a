"""Compute textstat's scores: a JSON list of texts on stdin, JSON on stdout.

Run in a process of its own, which loads textstat before it gets the texts.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from ppun_access.readability.textstat_scores import textstat_scores


def main() -> None:
    """Load textstat, read texts, write their scores."""
    textstat_scores("Un texte.")
    json.dump([asdict(textstat_scores(text)) for text in json.load(sys.stdin)], sys.stdout)


if __name__ == "__main__":
    main()
