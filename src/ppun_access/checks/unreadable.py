"""Check long codes: report the runs of letters and digits that no voice reads."""

from __future__ import annotations

from collections.abc import Iterator

from ppun_access.checks.model import CheckOptions, author_sentences, prose
from ppun_access.document.model import Document
from ppun_access.document.walk import running_text
from ppun_access.french.spoken.addresses import CODE_NAME, NETWORK
from ppun_access.french.spoken.spoken_form import readings
from ppun_access.report import Finding

_CODE = (
    "La voix ne lit pas « {} » : elle dit « un code ». Donnez un lien, un bouton ou un "
    "fichier, et dites en mots à quoi ce code sert."
)


def unreadable_codes(document: Document, options: CheckOptions) -> Iterator[Finding]:
    """Yield the long codes of the text: nobody could write one down as it is heard."""
    for sentence in author_sentences(document) if options.spoken else ():
        text, passage = prose(sentence), running_text(sentence.children)
        for start, stop, _, rule in readings(text, {}):
            if rule in (CODE_NAME.name, NETWORK.name):
                message = _CODE.format(text[start:stop])
                yield Finding(
                    "code-a-recopier", message, sentence.pos, document.title, passage
                )
