"""Acronyms of French public policy: which are spelled, and how the others are said.

A small table, for reading aloud and for counting syllables; an editor adds the rest in the
project's own lexicon.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_SPELLED = (
    "ADN AMO ANCT APL BFC BTP CAF CCAS CDD CDI CE CESE CGCT CHU CNFPT CPER CRC CSE CV DDT "
    "DGFIP DGCL DSI DSP DUT EPCI ERP ESS ETP EU FSE GPS HD IA IDF IP ODD ONG PC PDF PIB "
    "PLU PME PMR PPUN QPV QR RATP RDV RGAA RGESN RGPD RH RN RSA SMS SNCF SQL SUV TER TGV "
    "THD TIC TNT TPE TV TVA UE URL USB UX VTT WC ZFE ZRR"
)
SPELLED = frozenset(_SPELLED.split())
"""Acronyms that are said letter by letter although an engine may read them as a word."""

SAID: Mapping[str, str] = MappingProxyType(
    {
        "ADEME": "Adème",
        "ARCEP": "Arcèpe",
        "ARCOM": "Arcome",
        "CNIL": "Cnil",
        "DINUM": "Dinume",
        "DREAL": "Dréal",
        "FALC": "Falc",
        "FEDER": "Fédère",
        "INSEE": "Innsé",
        "SIDA": "Sida",
        "SMIC": "Smic",
        "SRADDET": "Sraddette",
        "UNESCO": "Unesco",
    }
)
"""Acronyms that are said as a word, and a spelling that every engine reads right."""

_VOWELS = frozenset("AEIOUYÉÈÊÀÂÎÔÛ")


def is_spelled(word: str) -> bool:
    """Return whether ``word`` is an acronym said letter by letter.

    Beside the table, capitals without a vowel can only be spelled (« SNCF »).
    """
    if word in SPELLED:
        return True
    return len(word) > 1 and word.isalpha() and word.isupper() and not _VOWELS & set(word)
