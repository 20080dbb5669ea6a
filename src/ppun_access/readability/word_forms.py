"""What a regular form of a word comes from: infinitive, masculine, singular.

« informons » is as common as « informer », « déposée » as « déposé ». What is proposed may
be no word: who asks knows which are frequent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_PERSONS = "ai|as|a|ons|ez|ont|ais|ait|ions|iez|aient"
_SHORTEST = 3
"""Letters of a stem: shorter ones meet other words by chance."""

_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?<=\w{{{_SHORTEST}}})(?:{ending})\Z"), base)
    for ending, base in (
        # Verbs in -er.
        (rf"er(?:{_PERSONS})", "er"),
        (r"e|es|ent|ons|ez|ais|ait|ions|iez|aient|ant|é|ée|és|ées|a|èrent", "er"),
        # Verbs like « finir ».
        (rf"ir(?:{_PERSONS})", "ir"),
        (r"is|it|i|ie|ies|irent|iss(?:e|es|ons|ez|ent|ais|ait|ions|iez|aient|ant)", "ir"),
        # Verbs like « rendre ».
        (rf"(?<=[dtp])r(?:{_PERSONS})", "re"),
        (r"(?<=[nr]d)(?:ons|ez|ent|ais|ait|ions|iez|aient|ant|u|ue|us|ues|s)", "re"),
        # Feminine and plural.
        (r"(?<=[éiu])es?", ""),
        (r"(?<=[ae]nt)es?", ""),
        (r"ives?", "if"),
        (r"euses?", "eux"),
        (r"aux", "al"),
        (r"(?<=al)es?", ""),
        (r"(?<=e)(?:lles?)", "l"),
        (r"(?<=e)(?:nnes?)", "n"),
        (r"ières?", "ier"),
    )
)
_LIKE_VENIR = re.compile(
    rf"(?<=[vt])(?:iendr(?:{_PERSONS})|ien(?:s|t|nent|ne|nes)|"
    r"en(?:ons|ez|ais|ait|aient|ant|u|ue|us|ues)|in(?:t|rent))\Z"
)
_SPELLINGS = (
    (re.compile(r"çer\Z"), "cer"),
    (re.compile(r"geer\Z"), "ger"),
    (re.compile(r"(?<=[aou])ier\Z"), "yer"),
    (re.compile(r"è(?=[^aeiouy]+er\Z)"), "é"),
    (re.compile(r"è(?=[^aeiouy]+er\Z)"), "e"),
)
"""Of verbs in -er: « plaçons », « mangeons », « emploie », « complète », « mène »."""


def base_forms(form: str) -> Iterator[str]:
    """Yield what ``form``, in lower case, may be a regular form of; it may be no word."""
    for ending, base in _RULES:
        found = ending.sub(base, form)
        if found != form:
            yield found
            if base == "er":
                yield from (
                    new for old, to in _SPELLINGS if (new := old.sub(to, found)) != found
                )
    venir = _LIKE_VENIR.sub("enir", form)
    if venir != form:
        yield venir
