"""What a reader may do without: references of law, history, partners, pride."""

from __future__ import annotations

import re

from ppun_access.easy.draft.parse.text import plain

_LEGAL = re.compile(
    r"\b(?:(?!\Aarticle \d+ ?[:–-])articles? [LRD]?\.? ?\d|loi n°|décrets? (?:n°|du)|"
    r"arrêtés? (?:n°|du)|ordonnances? (?:n°|du)|circulaires? |code (?:du|de la|des|"
    r"général|civil|pénal)|lois? du \d|conformément (?:à|aux)|en application (?:de|du|"
    r"des)|au sens de)",
    re.I,
)
_PAST = re.compile(
    r"\b(?:(?:créé|initié|lancé|fondé)e?s? en (?:19|20)\d\d|depuis (?:19|20)\d\d|(?:19|"
    r"20)\d\d[^.]{0,40}(?:création|"
    r"naissance|fondée?)|(?<!enfants )(?<!jeunes )(?<!personnes )née?s? (?:en|au|à la "
    r"fin)|instaurée?s? (?:en|par)|historique\w*|à l'origine|dans les années \d{4}|"
    r"jusqu'alors|permettait|a succédé|auparavant)",
    re.I,
)
_PARTNERS = re.compile(
    r"\b(?:en partenariat avec|avec le soutien (?:de|d')|cofinancée?s?|"
    r"financée?s? par l'union|signataires?|aux côtés d|en lien avec|placée?s? sous (?:la|"
    r"l')|tutelle|partenaires (?:de|du|institutionnels|sont))\b",
    re.I,
)
_PRIDE = re.compile(
    r"\b(?:fièr\w+|fiert\w+|pionni\w+|première région|exemplaires?|volontariste|"
    r"s'est dotée?|se félicite|fer de lance|à la pointe|innovante?s? et|ambitieu\w+|"
    r"franchit un cap|chef de file|marque de fabrique|reconnue? (?:pour|nationalement))\b",
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
    r"\A\W*(?:plus d'informations?|(?:pour )?en savoir plus|lire (?:la suite|aussi)|"
    r"voir (?:aussi|ici|notre)|publiée? le|mise? à jour le|imprimer|partager|accueil >|"
    r"(?:retrouvez|consultez|télécharge[rz]|cliquez)\b.*\b(?:sur (?:cette|la) page|ici|"
    r"dans ce (?:guide|mode d'emploi)|ci-(?:dessous|contre|après)|lien)|"
    r"(?:documents joints|liens?|liens utiles) ?:?\Z)",
    re.I,
)
_SPARED = (
    (POINTER, _POINTER),
    ("référence de loi", _LEGAL),
    (POLITE, _THANKS),
    ("histoire", _PAST),
    ("partenaires", _PARTNERS),
    ("la collectivité parle d’elle", _PRIDE),
)


def spared(text: str) -> str:
    """Return why a reader may do without a passage, in French; empty when nothing says so.

    >>> spared("Le réseau a été créé en 1982.")
    'histoire'
    """
    flat = plain(text)
    return next((why for why, words in _SPARED if words.search(flat)), "")
