"""Recognise the language of a page by its function words: French, unless sure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FUNCTION_WORDS: Mapping[str, frozenset[str]] = {
    "fr": _words("""
        le la les l un une des du de d au aux et ou où mais donc car ni que qu qui quoi dont
        ce c cet cette ces ça je j tu il elle on nous vous ils elles me m te t se s lui leur
        leurs y en ne n pas plus moins très bien aussi comme si dans sur sous par pour avec
        sans chez entre vers depuis pendant contre est sont était étaient être été a ont
        avait avoir eu fait peut peuvent doit doivent mon ton son ma ta sa mes tes ses notre
        nos votre vos tout toute tous toutes autre autres même quand lorsque afin ainsi cela
        celui celle ceux celles chaque quel quelle quels quelles voici à
    """),
    "en": _words("""
        the a an of to in on at by for with from into about over under between after before
        during against and or but nor so if that this these those which who whom whose what
        when where why how i you he she it we they me him her us them my your his its our
        their is are was were be been being am do does did has have had will would shall
        should can could may might must not no all any some each every both more most other
        such only own same than too very as there here then also please
    """),
    "de": _words("""
        der die das den dem des ein eine einer eines einem einen und oder aber denn sondern
        dass daß wenn weil ob als wie ich du er sie es wir ihr mich dich sich uns euch ihm
        ihn ihnen mein dein sein unser euer ihre ihrer ihrem ihren ist sind war waren sein
        wird werden wurde wurden hat haben hatte kann können muss müssen soll sollen darf
        nicht kein keine auch nur noch schon sehr mehr in im an am auf aus bei beim mit nach
        seit von vom vor zu zum zur über unter für durch gegen ohne um bis zwischen dieser
        diese dieses diesem diesen jeder jede jedes alle wo was wer hier
    """),
    "es": _words("""
        el la los las un una unos unas de del al a y e o u pero sino ni que quien quienes
        cual cuales cuyo este esta esto estos estas ese esa esos esas aquel yo tú él ella
        usted ustedes nosotros ellos ellas me te se le les lo nos su sus mi mis tu tus
        nuestro nuestra es son era eran ser sido está están ha han había haber hay puede
        pueden debe deben no sí más menos muy también como si cuando donde porque para por
        con sin sobre entre hasta desde durante contra en todo toda todos todas otro otra
        otros otras cada mismo
    """),
    "it": _words("""
        il lo la i gli le l un uno una di del dello della dei degli delle d a al allo alla
        ai agli alle da dal dallo dalla dai dagli dalle in nel nello nella nei negli nelle
        su sul sulla sui sulle con per tra fra e ed o ma né che chi cui questo questa questi
        queste quello quella io tu lui lei noi voi loro mi ti si ci vi ne suo sua suoi sue
        nostro nostra è sono era erano essere stato stata ha hanno aveva avere può possono
        deve devono non più meno molto anche come se quando dove perché ogni tutto tutta
        tutti tutte altro altra altri altre
    """),
    "pt": _words("""
        o a os as um uma uns umas de do da dos das ao aos à às em no na nos nas por pelo
        pela pelos pelas para com sem sob sobre entre até desde e ou mas nem que quem qual
        quais cujo este esta isto estes estas esse essa isso aquele eu tu ele ela você vocês
        nós eles elas me te se lhe lhes seu sua seus suas meu minha nosso nossa é são era
        eram ser sido está estão foi foram tem têm há pode podem deve devem não sim mais
        menos muito também como quando onde porque todo toda todos todas outro outra outros
        cada mesmo
    """),
    "nl": _words("""
        de het een en of maar want dat die dit deze wie wat waar wanneer hoe ik jij je hij
        zij ze wij we jullie u mij hem haar ons hen hun mijn uw zijn is was waren ben bent
        wordt worden werd heeft hebben had kan kunnen moet moeten mag zal zullen niet geen
        ook nog al zeer meer in op aan bij met naar van voor door over onder tussen tegen
        zonder uit om tot als dan er hier daar te elke alle andere
    """),
    "ca": _words("""
        el la els les un una uns unes de del dels i o però que qui és són era eren amb per a
        al als en aquest aquesta aquests aquestes no més molt tot tota tots totes seu seva
        nostre nostra sobre entre com quan on hi ha es pot poden cal altres també
    """),
    "oc": _words("""
        lo la los las un una de del dels e o mas que qui es son èra èran dins amb per sus a
        al als en aquesta aqueste aquestes aquò pas mai tot tota totes se nos vos son sa
        nòstre nòstra sul coma quand ont dels pòt pòdon dos
    """),
}  # fmt: skip
"""Words that hold sentences together, of French, of each language that is told from it, and
of two that only resemble one of these: their pages are not taken for it."""
NAMES: Mapping[str, str] = {
    "en": "anglais", "de": "allemand", "es": "espagnol", "it": "italien", "pt": "portugais",
    "nl": "néerlandais",
}  # fmt: skip
_FRENCH = FUNCTION_WORDS["fr"]
_RIVALS = {
    lang: (own, own - _FRENCH, _FRENCH - own)
    for lang, own in FUNCTION_WORDS.items()
    if lang != "fr"
}
"""Its words, those that French has not, those of French that it has not."""
_WORD = re.compile(r"[^\W\d_]+")
LEAST_WORDS, LEAST_HITS = 10, 5
"""Words in sentences, and function words among them, without which nothing is sure."""
SHARE = 0.25
"""Of the words of a sentence: fewer function words, and it is a list of names."""
LEAD = 9
"""How many times the words of French lines those of foreign sentences must be."""
AHEAD = 1.25
"""How many times the function words of the next language: a mixture is in none."""


class Line(NamedTuple):
    """A line of a page; ``prose``: it is of those that can tell another language."""

    text: str
    prose: bool


def foreign_language(lines: Iterable[Line]) -> str:
    """Return the language of a page that is surely not French, else nothing.

    Titles, names and items without a stop never make a page foreign: only sentences do. A
    French line of any kind weighs against it.
    """
    hits, foreign, french = Counter[str](), 0, 0
    for line in lines:
        words = [word.lower() for word in _WORD.findall(line.text)]
        found, is_french = _weighed(words)
        french += len(words) if is_french else 0
        if found and line.prose:
            hits.update(found)
            foreign += len(words)
    (lang, most), (_, next_) = (*hits.most_common(2), ("", 0), ("", 0))[:2]
    sure = most >= max(LEAST_HITS, AHEAD * next_) and foreign >= LEAST_WORDS
    return lang if sure and lang in NAMES and foreign >= LEAD * french else ""


def _weighed(words: list[str]) -> tuple[Counter[str], bool]:
    """Return how many function words a line has of each language, and if it is French.

    Words of French and of another language count for neither.
    """
    found, rivals = Counter[str](), False
    french = sum(word in _FRENCH for word in words)
    for lang, (own, only, not_own) in _RIVALS.items():
        ours = sum(word in only for word in words)
        theirs = sum(word in not_own for word in words)
        count = sum(word in own for word in words)
        if ours >= max(2, 2 * theirs) and count >= SHARE * len(words):
            found[lang] = count
        rivals |= ours >= theirs
    return found, french >= 2 and not rivals
