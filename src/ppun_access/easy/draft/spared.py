"""What a reader may do without: references of law, history, pride."""

from __future__ import annotations

import re

from ppun_access.easy.draft.parse.text import plain

_TEXT = (
    r"(?:articles? [LRD]?\.? ?\d|lois? (?:n°|du \d)|décrets? (?:n°|du)|arrêtés? (?:n°|du)|"
    r"ordonnances? (?:n°|du)|circulaires? |code (?:du|des|de la|général|civil|pénal)\b)"
)
_LEGAL = re.compile(
    rf"\A\W*(?!article \d+ ?[:–-])(?:vu )?(?:les? |la |l'|une? )?{_TEXT}|"
    r"\A(?>[^,;]*(?:est|sont|été) (?:prévue?s?|fixée?s?|définie?s?|régie?s?|encadrée?s?|"
    rf"instituée?s?|instaurée?s?) par (?:les? |la |l'|une? )?{_TEXT})[^,;€]*\Z",
    re.I,
)
"""A text of law is the subject, or all that is said."""
_PAST = re.compile(
    r"\A(?!.*\b(?:depuis|aujourd'hui|désormais|peut|peuvent|doit|doivent|vous)\b)"
    r"(?:(?>[^,;]*?\b(?:a|ont) été (?:créé|initié|lancé|fondé|instauré)e?s?\b)"
    r".*\b(?:19|20)\d\d|"
    r"[^,;]*(?:\best née? (?:en|au|à la fin)\b|\bpermettait\b|\ba succédé\b))",
    re.I,
)
"""What was made or was so, and nothing of today."""
_PRIDE = re.compile(
    r"\b(?:fièr\w+|fiert\w+|pionni\w+|se félicite|fer de lance|à la pointe|chef de file|"
    r"franchit un cap|marque de fabrique)\b",
    re.I,
)
POLITE = "politesse"
_THANKS = re.compile(
    r"\b(?:vous remerci\w+|merci (?:d'avance )?(?:de|pour) votre (?:compréhension|"
    r"patience)|(?:compt\w+ sur|remerci\w+ de) votre compréhension|(?:désolés?|"
    r"excus\w+) (?:de|pour) (?:ce|la|cette) (?:gêne|dérangement))\b",
    re.I,
)
POINTER = "renvoi à une autre page"
_POINTER = re.compile(
    r"\A(?!.*\b(?:formulaires?|dossiers?|demandes?|inscri\w+|candidat\w+)\b)"
    r"\W*(?:plus d'informations?|(?:pour )?en savoir plus|lire (?:la suite|aussi)|"
    r"voir (?:aussi|ici|notre)|publiée? le|mise? à jour le|imprimer|partager|accueil >|"
    r"(?:retrouvez|consultez|télécharge[rz]|cliquez)\b.*\b(?:sur (?:cette|la) page|ici|"
    r"dans ce (?:guide|mode d'emploi)|ci-(?:dessous|contre|après)|lien)|"
    r"(?:documents joints|liens?|liens utiles) ?:?\Z)",
    re.I,
)
"""What points to a form says how to ask: it is not spared."""
_SPARED = (
    (POINTER, _POINTER),
    ("référence de loi", _LEGAL),
    (POLITE, _THANKS),
    ("histoire", _PAST),
    ("la collectivité parle d’elle", _PRIDE),
)


def spared(text: str) -> str:
    """Return why a reader may do without a passage, in French; empty when nothing says so.

    >>> spared("Le réseau a été créé en 1982.")
    'histoire'
    """
    flat = plain(text)
    return next((why for why, words in _SPARED if words.search(flat)), "")
