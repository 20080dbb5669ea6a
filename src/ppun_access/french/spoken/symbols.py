"""Say symbols and emoji: by a short French name, or not at all.

What this table does not hold is left to ``speech.speakable``, which drops it and tells the
editor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ppun_access.french.lexical.morphology import readings
from ppun_access.french.spoken.numbers import LABELLED, value
from ppun_access.french.spoken.rules import CAPITAL, Rule, S, after, before, constant
from ppun_access.french.spoken.times import MONTHS
from ppun_access.french.text.numerals import AMOUNT, BEFORE, SPACES


def _named() -> Iterator[tuple[str, str]]:
    """Yield each symbol with its name."""
    for entry in _NAMED_TEXT.split(";"):
        name, _, signs = entry.strip().rpartition(" ")
        yield from ((sign, name) for sign in signs)


_NAMED_TEXT = """
    donc ⇒; vers ➡⟶➔; en hausse ↑↗📈; en baisse ↓↘📉; et ↔; égale =; différent de ≠;
    environ ≈~; inférieur ou égal à ≤; supérieur ou égal à ≥; inférieur à <;
    supérieur à >; fois ×; divisé par ÷; plus ou moins ±; infini ∞; racine de √;
    somme ∑; paragraphe §; copyright ©; numéro №; aux soins de ℅; micro µ; ohm Ω;
    delta Δ∆; pi π; femme ♀👩; homme ♂👨; accessible ♿; étoile ★☆⭐; oui ✓✔☑✅;
    non ✗✘❌; case vide ☐; attention ⚠❗; information ℹ; question ❓;
    interdit ⛔🚫; téléphone ☎📞📱; courrier ✉📬; courriel 📧📩; maison 🏠; lieu 📍;
    carte 🗺; date 📅🗓; heure ⏰🕐; durée ⏱; idée 💡; recherche 🔎🔍; sécurité 🔒🔐;
    clé 🔑; lien 🔗; pièce jointe 📎; document 📄📃; note 📝; livres 📚; livre 📖;
    diplôme 🎓; école 🏫; hôpital 🏥; mairie 🏛; immeuble 🏢; usine 🏭; tracteur 🚜;
    agriculture 🌾; plante 🌱; arbre 🌳🌲; planète 🌍🌎🌏; recyclage ♻;
    ordinateur 💻🖥; clavier ⌨; souris 🖱; imprimante 🖨; photo 📷; vidéo 🎥; audio 🎧;
    son 🔊; fête 🎉; objectif 🎯; fusée 🚀; message 💬🗨; annonce 📢📣; pouce levé 👍;
    pouce baissé 👎; bravo 👏; merci 🙏; courage 💪; partenariat 🤝; bonjour 👋;
    sourire 😀😃😄😁🙂😊; clin d'œil 😉; rires 😂; cœur 😍❤💙💚; tristesse 😢;
    inquiétude 😟; groupe 👥; personne 👤🧑; famille 👪; bébé 👶; euros 💶; argent 💰;
    graphique 📊; vélo 🚲; voiture 🚗; bus 🚌; train 🚆🚄; soleil ☀; neige ❄; feu 🔥;
    eau 💧; électricité ⚡; batterie 🔋; antenne 📡; réseau 📶; nouveau 🆕; rouge 🔴;
    vert 🟢; orange 🟠; jaune 🟡; bleu 🔵
"""
NAMES: Mapping[str, str] = MappingProxyType(dict(_named()) | dict.fromkeys("®™👉👇👈☝", ""))
"""Symbol → its name; an empty name: it only shows where to look."""

_DECORATION = "•◦▪▫■□●○◆◇►▶▸▹‣⁃❖❑❒➢➤✦✧✱✳*¶†‡|_^`\\"
"""Bullets and marks that decorate, each dropped where it stands alone."""
_MODIFIERS = "\ufe0e\ufe0f\U0001f3fb-\U0001f3ff"
_JOINED = f"[{_MODIFIERS}]*(?:\u200d.[{_MODIFIERS}]*)*"
_COMPARED = "=≠≈~≤≥<>×÷±"
_ARROWS = "→➡⟶➔➜➝➞⇨←⬅"
"""They point at what is beside them: a pause, or nothing (a name in braille)."""
_SIGNS = "".join(re.escape(name) for name in NAMES if name not in _COMPARED)


def _name(found: re.Match[str]) -> str:
    """Say a symbol, with a space where words touch it; an emoji between commas."""
    said = NAMES[found[1]]
    if said == "étoile" and len(found[2]) > 0:
        said = f"{len(found[2]) + 1} étoiles"
    left, right = before(found, 2), after(found, 2)
    if said and after(found).lstrip().lower().startswith(said):
        return ""
    if not said:
        return " " if left[-1:].isalnum() and right[:1].isalnum() else ""
    aside = ord(found[1]) >= _EMOJI
    head = "" if not left or left[-1] in "(«[" else " "
    if aside and left[-1:].isalnum():
        head = ", "
    tail = " " if right[:1].isalnum() else ""
    if aside and right.strip()[:1].isalnum():
        tail = "," + tail
    return f"{head}{said}{tail}"


_EMOJI = 0x2600
"""From here on, symbols are pictures that stand aside from the sentence."""


def _compared(found: re.Match[str]) -> str:
    if found[1] == ">" and not before(found).strip() and not after(found, 1).isdigit():
        return ""
    gap = "" if before(found, 1) in ("", " ", "(") else " "
    limit = found[1] == "<" and after(found, 1).isdigit()
    if limit and re.search(r"\bà ?\Z", before(found)):
        return f"{gap}moins de "
    said = NAMES[found[1]]
    return f"{gap}{said.removesuffix(' à') if found[2] else said} "


_MORE = re.compile(
    r"(?:(?<!\w)(?:les?|la|des?|en|bien|encore|un peu)|\A|[.,;:(]) ?\Z", re.I
)


def _plus(found: re.Match[str]) -> str:
    """Say « +20 » as « plusse 20 », its s being heard; « + de 100 » as « plus de 100 ».

    « + simple » is « plus simple », « + caution » is not.
    """
    left, right = before(found), after(found)
    compared = re.match(r" ?(?:d['’]|de\b|que\b)", right)
    word = re.match(" ?([a-zà-ÿ]{2,})", right)
    kinds = {one.pos for one in readings(word[1]) if one.frequency} if word else {"NOM"}
    noun = "NOM" in kinds and not kinds & {"ADJ", "ADV"}
    more = compared or (_MORE.search(left) and not noun)
    head = " " if left[-1:].isalnum() or left[-1:] == "+" else ""
    tail = " " if right[:1].isalnum() else ""
    if re.match(r" ?\d+ ans\b", right) and (left[-1:] == "(" or _THEM.search(left)):
        return f"plus de{tail}"
    return f"{head}{'plus' if more else 'plusse'}{tail}"


def _less(found: re.Match[str]) -> str | None:
    """Say « - de 6 mois » and « les -12 ans » with « moins de »."""
    gap = " " if found[0][0] in SPACES else ""
    if after(found, 1) == "d":
        return f"{gap}moins "
    left = before(found) + gap
    return f"{gap}moins de " if left[-1:] == "(" or _THEM.search(left) else None


_THEM = re.compile(
    r"(?<!\w)(?:les|des|aux|(?:enfant|jeune|mineur|personne|élève)s?(?: de)?) ?\Z", re.I
)


_LODGING = re.compile(
    r"(?i:hôtel|camping|caravan|village|meublé|résidence|gîte|classé|tourisme)[^.;!?]*\Z"
)


def _stars(found: re.Match[str]) -> str | None:
    """Say « hôtels 4* » as « hôtels 4 étoiles »; elsewhere a star calls a note."""
    if not _LODGING.search(before(found, 80)):
        return None
    return f"{found[1]} étoile{'s' * (found[1] != '1')}"


def _pause(found: re.Match[str]) -> str:
    """Say an arrow as the pause that it is between words, elsewhere as nothing."""
    left, right = before(found, 1), after(found, 1)
    if right.isdigit() and "=>" in found[0] and left.isalnum():
        return " supérieur ou égal à "
    if not left or left in "(\n" or not right.strip():
        return ""
    return ", " if left.isalnum() or left in ")»%”" else " "


_BLOOD = re.compile(r"(?i:groupes?|sang\w*|rhésus|donneu\w+)[^.;]{0,20}\Z")


def _level(found: re.Match[str]) -> str | None:
    """Say « J-7 » as « J moins 7 », « le groupe A- » as « le groupe A moins »."""
    if found[3]:
        blood = _BLOOD.search(before(found))
        return f"{' '.join(found[3])} moins" if blood else None
    return f"{found[1]} moins {found[2]}"


def _decoration(found: re.Match[str]) -> str:
    """Drop a mark that decorates; « 3*4 » is « 3 fois 4 »."""
    between = before(found, 1).isdigit() and after(found, 1).isdigit()
    return " fois " if between and found[0] == "*" else ""


_LEFT = re.compile(rf"{BEFORE}({AMOUNT})\Z")
_NAMES_THING = re.compile(rf" (?:{'|'.join(MONTHS)}|rue|avenue|place)\b")


def _minus(found: re.Match[str]) -> str | None:
    """Say « 10 − 3 » as « 10 moins 3 »; « 2010 − 2012 », « salle 12 − 3 rue » decline."""
    if found[1]:
        left = _LEFT.search(before(found))
        if (
            not left
            or value(left[1]) <= value(found[2])
            or LABELLED.search(left.string[: left.start()])
            or _NAMES_THING.match(after(found), len(found[2]))
        ):
            return None
    return " moins "


SYMBOL_NAME = Rule(
    "symbole", f"[{_SIGNS}{SPACES}]", rf"{S}*([{_SIGNS}]){_JOINED}((?:\1{_JOINED})*)", _name
)
COMPARISON = Rule(
    "comparaison",
    f"[{_COMPARED}{SPACES}]",
    rf"(?:(?<=\w){S}+|(?<=\w)|(?<=%){S}+|^|(?<={S}))([{_COMPARED}])(?![{_COMPARED}-]){S}*(?=(à\b)|[\d\w])",
    _compared,
)
DECORATION = Rule(
    "decoration",
    f"[{re.escape(_DECORATION)}]",
    rf"(?<![^\s(])[{re.escape(_DECORATION)}]+(?:{S}+|(?=\s|\Z))|\*+",
    _decoration,
)
BULLET = Rule("puce", "o", rf"(?m:^)o{S}+(?={CAPITAL})", constant(""))
"""The bullet of lists that were pasted from Word."""
PLUS = Rule(
    "plus",
    r"\+",
    rf"\+(?={S}?\d)|(?<=[\w+])\+|(?:(?<=[({SPACES}])|^)\+(?={S}|[),.;:]|\Z)",
    _plus,
)
_OR_EQUAL = dict.fromkeys("<-−–", "inférieur") | dict.fromkeys(">+", "supérieur")
OR_EQUAL = Rule(
    "ou-egal",
    f"[-−–+<>{SPACES}]",
    rf"(?:(?<=\w){S}*|^|(?<={S}))([-−–+<>]){S}?ou{S}?=({S}*(?=\d))?",
    lambda found: (
        f"{' ' * before(found, 1).isalnum()}{_OR_EQUAL[found[1]]} ou égal"
        f"{'' if found[2] is None else ' à '}"
    ),
)
MORE_OR_LESS = Rule(
    "plus-ou-moins",
    r"\+",
    rf"(?<![\w+])\+(?:{S}?/{S}?|{S}ou{S})[-−–]",
    lambda found: f"plus ou moins{' ' * after(found, 1).isdigit()}",
)
MENU = Rule(
    "menu",
    f"[>›»{SPACES}]",
    rf"(?<=\w)(?:{S}?[»”\"])?{S}*[>›]{S}*(?=[«“\"]?{S}?{CAPITAL}\w)",
    constant(", puis "),
)
ARROW = Rule(
    "fleche",
    f"[{_ARROWS}{SPACES}=-]",
    rf"{S}*(?:[{_ARROWS}]+[{_MODIFIERS}]*|[=-]{{1,2}}>){S}*",
    _pause,
)
LESS = Rule(
    "moins-de",
    f"[-−–{SPACES}]",
    rf"(?:(?<=\S){S}+|(?<=\()|^)[-−–]{S}?"
    rf"(?:(?=d(?:e{S}|['’])\d+{S}(?!h\b|heures?\b|[aà]\b))|(?=\d+{S}?ans\b))",
    _less,
)
STARS = Rule(
    "etoiles",
    "[1-5]",
    rf"(?<![\w.,/-])([1-5]){S}?\*(?![\w*])",
    _stars,
)
DIVIDED = Rule(
    "division",
    f"[{SPACES}]",
    rf"(?<=\d){S}/{S}(?=\d+(?:,\d+)?{S}?[=>→])",
    constant(" divisé par "),
)
MINUS = Rule(
    "moins",
    f"[-−–{SPACES}]",
    rf"(?<=[\d€%]){S}[-−–]{S}(?={AMOUNT}{S}?[€%]?{S}?=)|(?<=\d){S}(−){S}(?=({AMOUNT})(?![\w/]))",
    _minus,
)
LEVEL = Rule(
    "niveau",
    "[JNHBbAO]",
    r"(?<![\w.-])(?:(J|H|[Bb]ac|N(?=.\d\b))[-−–](\d{1,3})(?!\w|[.,-]\w)|(AB|[ABO])[-−–](?!\w))",
    _level,
)
