"""Words, syllables, numbers, sentences, spelling: facts of the French language."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from growth import grows_with_its_length
from hypothesis import given
from hypothesis import strategies as st

from ppun_access.french import count_syllables, split_sentences, spoken_form, words
from ppun_access.french.spoken.number_words import LARGEST, cardinal, ordinal, roman
from ppun_access.french.text import sentences
from ppun_access.french.text.numerals import EMAIL, GROUPED, WEB
from ppun_access.french.text.typography import french_spacing, group_thousands

REFERENCE = Path(__file__).parents[1] / "reference" / "ud-gsd-dev-sentences.txt"

CHARACTERS = "aÉM1 .!?…«»\"'’()[]:;,–%€\n\t\u00a0\u202f-°"
STRINGS = (
    "art.|M.|J.-C.|etc.|3.500|n° |http://a.fr|a@b.fr|\n\n|500|12,5|XXIe|10:30|...|&amp;"
)
ACTIVE = st.lists(st.sampled_from([*CHARACTERS, *STRINGS.split("|")]), max_size=30).map(
    "".join
)
"""Texts made of the characters that the rules look for."""


# Sentences


@given(ACTIVE)
def test_sentences_lose_no_character(text: str) -> None:
    pieces = split_sentences(text)
    assert "".join(pieces) == text
    assert all(pieces)


@given(ACTIVE)
def test_a_sentence_begins_with_no_white_space(text: str) -> None:
    assert all(not piece[0].isspace() for piece in split_sentences(text)[1:])


def _ends(pieces: list[str]) -> set[int]:
    ends: set[int] = set()
    length = 0
    for piece in pieces[:-1]:
        length += len(piece)
        ends.add(length)
    return ends


def test_sentences_of_a_treebank() -> None:
    lines = [line for line in REFERENCE.read_text("utf-8").splitlines() if line.strip()]
    right = found = wanted = 0
    for at in range(0, len(lines), 6):
        group = [f"{line.strip()} " for line in lines[at : at + 6]]
        gold = _ends(group)
        ours = _ends(split_sentences("".join(group).rstrip(" ")))
        right, found, wanted = (
            right + len(gold & ours),
            found + len(ours),
            wanted + len(gold),
        )
    precision, recall = right / found, right / wanted
    assert precision > 0.995
    assert 2 * precision * recall / (precision + recall) > 0.985


ABBREVIATIONS = """
    adj adv al ann ap apr arr art av bd bld boul cass cf chap circ civ col coll crim décr
    dir dr ed éd env ets ex fém fig gén lt masc me mgr mlle mm mme no nos p pl plur pp pr
    prof réf ref sing st ste tabl tél tom trad vol vs
"""


@pytest.mark.parametrize("word", ABBREVIATIONS.split())
def test_an_abbreviation_ends_nothing(word: str) -> None:
    assert len(split_sentences(f"Voir la {word}. Martin de la page.")) == 1


@pytest.mark.parametrize("unit", ["m", "g", "l", "s", "h"])
def test_a_unit_ends_a_sentence(unit: str) -> None:
    assert len(split_sentences(f"Il en faut 3 {unit}. Elle part.")) == 2


def test_a_long_row_of_initials_is_no_abbreviation() -> None:
    assert len(split_sentences(f"Voir {'A.' * 12} Martin.")) == 2


def _one_pass(text: str) -> list[str]:
    """Return the sentences by one pattern, each stop in turn: short and slow."""
    usual = sentences.USUAL_END
    either = re.compile(rf"(?P<usual>{usual})|{sentences._STOP.pattern}")
    pieces = []
    start = 0
    for stop in either.finditer(text):
        end = stop.end() if stop["usual"] else sentences._end(text, start, stop)
        if end:
            pieces.append(text[start:end])
            start = end
    return [*pieces, text[start:]] if start < len(text) else pieces


SENTENCES = (
    "Il dort.|Le chat.|de l’artiste.|la vol.|1998.|(oui).|(n).|ok !|Non ?|Un\u202f!|M.|J.|"
    'dort|Paris|La|3|»|"| | | |\n|\n\n|\u00a0|…|(...)|a)|on'
)


@given(
    ACTIVE
    | st.lists(st.sampled_from([*SENTENCES.split("|"), " "]), max_size=20).map("".join)
)
def test_usual_ends_first_is_each_stop_in_turn(text: str) -> None:
    assert split_sentences(text) == _one_pass(text)


@pytest.mark.parametrize("joint", [" ", "\n"])
def test_usual_ends_are_ends_when_one_thinks(joint: str) -> None:
    lines = REFERENCE.read_text("utf-8").splitlines()
    text = joint.join(line.strip() for line in lines if line.strip())
    assert split_sentences(text) == _one_pass(text)
    usual = [found.start() for found in re.finditer(sentences.USUAL_END, text)]
    assert len(usual) > 1000
    start = 0
    for at in usual:
        stop = sentences._STOP.match(text, at)
        assert stop
        assert sentences._ends(text, start, stop)
        start = stop.end()


def test_no_sentence_in_nothing() -> None:
    assert split_sentences("") == []
    assert split_sentences(" \n\n ") == [" \n\n "]


# Words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L’accès à l'eau", "L’|accès|à|l'|eau"),
        ("aujourd’hui, prud'homme et quelqu’un", "aujourd’hui|prud'homme|et|quelqu’un"),
        ("la Bourgogne-Franche-Comté", "la|Bourgogne-Franche-Comté"),
        ("la main-d’œuvre, c’est-à-dire eux", "la|main-d’œuvre|c’est-à-dire|eux"),
        ("97 % de 3.500 €, 3 500", "97|de|3.500|3 500"),
        ("3\u00a0500, 3\u202f500 habitants", "3\u00a0500|3\u202f500|habitants"),
        ("12,5 points – le 12/03/2024", "12,5|points|le|12/03/2024"),
        ("Où est-ce qu’a-t-il été ? dit-elle", "Où|est-ce|qu’|a-t-il|été|dit-elle"),
        ("a.b@c.fr et https://a.fr/x?y=1.", "a.b@c.fr|et|https://a.fr/x?y=1"),
        ("« l’« état » », jusqu’à lorsqu'il", "l’|état|jusqu’|à|lorsqu'|il"),
        ("la S.N.C.F., n° 5, 5G, 1er", "la|S.N.C.F.|n°|5|5G|1er"),
        ("élu·e·s O'Brien", "élu·e·s|O'Brien"),
        ("des presqu’îles, entr'ouvert", "des|presqu’îles|entr'ouvert"),
        ("03 81 61", "03|81|61"),
        ("sur l’exemple.fr/a ou a.gouv.fr.", "sur|l’|exemple.fr/a|ou|a.gouv.fr"),
        ("C’est terminé.net, réglé.fr", "C’|est|terminé|net|réglé|fr"),
        ("… – € % « » & !", ""),
        ("", ""),
    ],
)
def test_words(text: str, expected: str) -> None:
    assert "|".join(words(text)) == expected


_LETTERS = r"[^\W_]+(?:·[^\W_]+)*"
PLAIN_WORD = re.compile(
    "|".join(
        (
            r"[^\W\d_]+(?=[\s,;)…])",
            rf"(?i:{WEB})",
            EMAIL,
            r"(?<![\w.@-])(?:[\w-]+\.)+(?:fr|eu|org|com|net|bzh)(?![\w-]|\.\w)"
            r"(?:/[\w./#?=&%+~-]*\w)?",
            rf"(?<![\w.,/-]){GROUPED}(?:,\d+)?(?!\w)",
            r"(?<!\w)\d+(?:[.,/:-]\d+)+(?!\w)",
            r"(?<!\w)(?:[A-Za-zÀ-Ýà-ý]\.){2,}",
            r"(?<!\w)(?i:aujourd['’]hui|prud['’]hom\w+|quelqu['’]une?s?|presqu['’]îles?)",
            r"(?<!\w)(?i:c['’]est-à-dire|entr['’][^\W_]+)",
            r"(?<!\w)(?i:(?:[cdjlmnst]|(?:jus|lors|puis|quoi|quel|pres)?qu)['’])",
            r"\b[nN][°º]",
            rf"{_LETTERS}(?:['’]{_LETTERS}|-(?:[dlmtDLMT]['’])?{_LETTERS})*",
        )
    )
)
"""The conventions one after the other; ``words`` spares the tests that cannot succeed."""
WORD_PARTS = (
    "a|É|M.|été|1|500|12|1.500|97%|l’|qu'|aujourd’hui|c’est-à-dire|C’EST|http://a.fr/b|www.|"
    "Www.é|HTTPS://|w.|@|a@b.fr|a.b.fr/c|.org|n°|nº|N°|XXIe|élu·e·s|porte-clé|-|-d’|S.N.|…|«|»|.|,|(|)|_|·|"
    "°|º|'|’|/|:|+|\n|\u00a0|\u202f| "
)


@given(
    st.lists(st.sampled_from(WORD_PARTS.split("|")), max_size=9).map("".join) | st.text()
)
def test_words_are_those_of_the_plain_conventions(text: str) -> None:
    assert words(text) == PLAIN_WORD.findall(text)


def test_words_of_real_sentences_are_those_of_the_plain_conventions() -> None:
    lines = REFERENCE.read_text("utf-8").splitlines()
    assert len(lines) > 1400
    assert [words(line) for line in lines] == [PLAIN_WORD.findall(line) for line in lines]


@given(ACTIVE)
def test_words_are_in_the_text_in_order(text: str) -> None:
    at = 0
    for word in words(text):
        at = text.index(word, at) + len(word)


# Syllables

SYLLABLES = """
le 1 la 1 que 1 qui 1 chat 1 table 1 tables 1 maison 2 école 2 vie 1 années 2 joue 1
jouent 1 aiment 1 moment 2 document 3 vraiment 2 gouvernement 4 développement 5
parlent 1 président 3 argent 2 content 2 patient 2 client 2 lion 1 nuage 1 cruel 2
nuit 1 pluie 1 bruit 1 oui 1 ouest 1 jouer 1 trouer 2 éblouir 3 question 2 télévision 4
région 2 numérique 3 politique 3 collectivité 5 territoires 3 économie 4 européen 4
théâtre 2 réunion 3 créer 2 naïf 2 maïs 2 laïcité 4 égoïste 3 poète 2 poésie 3 Noël 2
pays 2 paysage 3 voyage 2 moyen 2 payer 2 yeux 1 stylo 2 lycée 2 travail 2 travailler 3
feuille 1 fille 1 famille 2 million 2 accueil 2 accueillir 3 orgueil 2 ouvrier 3
oublier 3 bibliothèque 4 priorité 4 février 3 hier 1 chaos 2 août 1 œuvre 1 eau 1
mangeait 2 Georges 1 langue 1 aiguille 2 paiement 2 dévouement 3 étudient 3 étudiera 4
viennent 1 vient 1 souvent 2 ambiguïté 4 coopérer 4 alcool 2 innovation 4 géant 2
aérien 3 géographie 4 ennui 2 femme 1 monsieur 2 Bourgogne-Franche-Comté 5 a-t-il 2
transforment 2 serment 2 fréquent 2 différents 3 citoyen·ne·s 3 aujourd’hui 3
main-d’œuvre 2 l’ 0 qu’ 0 jusqu' 1 97 5 80 3 2020 3 3.500 4 12,5 4 05 3 1er 2 2e 2 5G 2
PPUN 4 UE 2 SNCF 4 INSEE 2 ONU 2 XIV 2 XXIe 4 www 1 y 1
"""


@pytest.mark.parametrize(
    ("word", "count"),
    list(zip(SYLLABLES.split()[::2], SYLLABLES.split()[1::2], strict=True)),
)
def test_syllables(word: str, count: str) -> None:
    assert count_syllables(word) == int(count)


@given(st.text(max_size=20))
def test_syllables_of_anything(text: str) -> None:
    assert count_syllables(text) >= 0


# Numbers

CARDINALS = {
    0: "zéro",
    1: "un",
    16: "seize",
    17: "dix-sept",
    21: "vingt et un",
    22: "vingt-deux",
    60: "soixante",
    70: "soixante-dix",
    71: "soixante et onze",
    77: "soixante-dix-sept",
    80: "quatre-vingts",
    81: "quatre-vingt-un",
    91: "quatre-vingt-onze",
    99: "quatre-vingt-dix-neuf",
    100: "cent",
    101: "cent un",
    200: "deux cents",
    201: "deux cent un",
    280: "deux cent quatre-vingts",
    1000: "mille",
    1001: "mille un",
    1980: "mille neuf cent quatre-vingts",
    2000: "deux mille",
    3500: "trois mille cinq cents",
    21_000: "vingt et un mille",
    80_000: "quatre-vingt mille",
    200_000: "deux cent mille",
    1_000_000: "un million",
    80_000_000: "quatre-vingts millions",
    200_000_000: "deux cents millions",
    1_000_200: "un million deux cents",
    2_000_000_001: "deux milliards un",
    10**12: "un billion",
    -3: "moins trois",
}
ORDINALS = {
    1: "premier",
    2: "deuxième",
    4: "quatrième",
    5: "cinquième",
    9: "neuvième",
    17: "dix-septième",
    21: "vingt et unième",
    71: "soixante et onzième",
    80: "quatre-vingtième",
    81: "quatre-vingt-unième",
    100: "centième",
    200: "deux centième",
    1000: "millième",
    1_000_000: "un millionième",
}


@pytest.mark.parametrize(("n", "expected"), CARDINALS.items())
def test_cardinal(n: int, expected: str) -> None:
    assert cardinal(n) == expected


@pytest.mark.parametrize(("n", "expected"), ORDINALS.items())
def test_ordinal(n: int, expected: str) -> None:
    assert ordinal(n) == expected


def test_feminine() -> None:
    assert cardinal(1, feminine=True) == "une"
    assert cardinal(21, feminine=True) == "vingt et une"
    assert cardinal(81, feminine=True) == "quatre-vingt-une"
    assert cardinal(11, feminine=True) == "onze"
    assert ordinal(1, feminine=True) == "première"
    assert ordinal(21, feminine=True) == "vingt et unième"


def test_numbers_out_of_range() -> None:
    with pytest.raises(ValueError, match="trop grand"):
        cardinal(LARGEST + 1)
    with pytest.raises(ValueError, match="commence à 1"):
        ordinal(0)


@given(st.integers(0, LARGEST), st.integers(0, LARGEST))
def test_two_numbers_never_have_the_same_words(a: int, b: int) -> None:
    assert (cardinal(a) == cardinal(b)) == (a == b)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("I", 1),
        ("IV", 4),
        ("IX", 9),
        ("XIV", 14),
        ("XXI", 21),
        ("XXXIX", 39),
        ("", None),
        ("IIII", None),
        ("VX", None),
        ("IC", None),
        ("XXIe", None),
    ],
)
def test_roman(text: str, value: int | None) -> None:
    assert roman(text) == value


# Spoken


def _value(said: str) -> str:
    return re.sub(r"\D", "", said.replace("zéro", "0"))


@given(
    st.lists(
        st.sampled_from(
            ["1", "2020", "3.500", "3 500", "12,5", "1,05", "97", "03 81 22 33 44"]
        )
        | st.integers(0, 10**9).map(str),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from([" et ", ", ", " %, ", " – ", "\u202f%. La ", " … ", " (soit) "]),
)
def test_no_digit_is_dropped(numbers: list[str], joint: str) -> None:
    text = joint.join(numbers)
    assert _value(spoken_form(text)) == _value(text)


@given(ACTIVE)
def test_spoken_form_has_no_character_that_engines_stumble_on(text: str) -> None:
    said = spoken_form(text)
    assert not set(said) & set("\u00a0\u202f\u00ad\u200b«»…’%€·")


@given(st.text(max_size=40))
def test_anything_can_be_spoken(text: str) -> None:
    spoken_form(text)


def test_plain_text_is_left_alone() -> None:
    text = "En 2020, le Vice-Président a lu 25000 pages du livre (en 3 jours) ; il dort."
    assert spoken_form(text) == text


def test_pronunciations() -> None:
    own = {
        "PPUN": "pé pune",
        "dufay": "du faille",
        "PPUN d'État": "M. X",
        "97": "nonante-sept",
    }
    said = spoken_form("La PPUN, la PPUN d’État, Dufay, Dufays, 97 %, 1970", own)
    assert said == "La pé pune, la M. X, du faille, du faille, nonante-sept pour cent, 1970"
    assert spoken_form("L’UE", {"UE": "union"}) == "l'union"  # heard alike
    assert spoken_form("Dufay", {"Dufay": r"\1 du\g<0>", "": "x"}) == r"\1 du\g<0>"
    assert spoken_form("dufay Ia", {"Dufay": "x", "IA": "y"}) == "dufay Ia"


# Typography


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("L'eau d'ici, qu'une", "L’eau d’ici, qu’une"),
        ('Il dit "oui" !', "Il dit «~oui~»_!"),
        ('« il dit "oui" »', "«~il dit “oui”~»"),
        ("«oui», « non »", "«~oui~», «~non~»"),
        ("Ça va? Oui ! Fin; bon : rien", "Ça va_? Oui_! Fin_; bon~: rien"),
        ("priorités: fin", "priorités~: fin"),
        ("97%, 97 %, 3 ‰", "97_%, 97_%, 3_‰"),
        ("12€, 12 €, 5 km, 5km, 10 h 30", "12~€, 12~€, 5~km, 5km, 10~h 30"),
        ("loisirs... etc.", "loisirs… etc."),
        ("à 10:30, ratio 3:4, a::b", "à 10:30, ratio 3:4, a::b"),
        ("http://a.fr:80/b?c=1;d et ftp://x/y?z", "http://a.fr:80/b?c=1;d et ftp://x/y?z"),
        ("http://a.fr/b ?", "http://a.fr/b_?"),
        ("A&amp;B", "A&amp;B"),
        (" : la suite", "~: la suite"),
        ("l'", "l’"),
        ("15\" de neige, 5'30", "15\" de neige, 5'30"),
        ("(oui!) Quoi?!", "(oui_!) Quoi_?!"),
        ("", ""),
    ],
)
def test_french_spacing(before: str, after: str) -> None:
    assert french_spacing(before) == after.replace("~", "\u00a0").replace("_", "\u202f")


@given(ACTIVE)
def test_spacing_twice_is_spacing_once(text: str) -> None:
    once = french_spacing(text)
    assert french_spacing(once) == once


@given(ACTIVE)
def test_spacing_keeps_the_words(text: str) -> None:
    assert re.findall(r"[^\W_]+", french_spacing(text)) == re.findall(r"[^\W_]+", text)


@pytest.mark.parametrize(
    "number", ["3.500", "3\u00a0500", "3\u202f500", "1.234.567", "12.345"]
)
def test_thousands_have_ordinary_spaces(number: str) -> None:
    after = re.sub(r"\D", " ", number)
    text = f"Les {number} habitants, soit {number},5 %."
    expected = f"Les {after} habitants, soit {after},5 %."
    assert group_thousands(text) == expected


NO_GROUPS = (
    "3 500 habitants|en 2020|version 3.500|RGAA 4.100|192.168.100.200|0.500|3.5001|3.50|"
    "12.03.2024|n° 3.500|03.81.61.61.61|1.234.56|v3.500|https://a.fr/3.500|2005-102|"
    "SIREN 123\u00a0456\u00a0789|03\u00a0816\u00a0161"
)


@pytest.mark.parametrize("text", NO_GROUPS.split("|"))
def test_what_is_no_group_of_thousands(text: str) -> None:
    assert group_thousands(text) == text


@given(ACTIVE)
def test_grouping_twice_is_grouping_once(text: str) -> None:
    once = group_thousands(text)
    assert group_thousands(once) == once


@given(ACTIVE)
def test_grouping_keeps_the_digits(text: str) -> None:
    assert re.sub(r"\D", "", group_thousands(text)) == re.sub(r"\D", "", text)


# Hostile texts

HOSTILE = {
    "marks": "!" * 20_000 + "x",
    "spaces": "a" + " " * 20_000 + "b",
    "letters": "a" * 20_000,
    "digits": "1" * 6_000 + " €",
    "groups": "3.500." * 2_000,
    "quotes": '"a ' * 2_000,
    "angle quotes": "«" * 2_000 + " " * 2_000 + "x",
    "lines": "\n \t" * 5_000,
    "initials": "A. " * 3_000,
    "hyphens": "a-" * 5_000,
    "addresses": "a.fr-" * 3_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_takes_long(name: str) -> None:
    def looked_at(percent: int) -> None:
        text = HOSTILE[name]
        text *= percent // 100 + 1
        text = text[: len(text) * percent // (percent // 100 + 1) // 100]
        assert "".join(split_sentences(text)) == text
        assert sum(map(count_syllables, words(text))) >= 0
        spoken_form(text)
        french_spacing(group_thousands(text))

    grows_with_its_length(looked_at, 25)


# Convention


def test_the_language_needs_no_library() -> None:
    code = "import ppun_access.french, sys; print(*{m.split('.')[0] for m in sys.modules})"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert not {"textstat", "pyphen", "nltk", "spacy", "bs4"} & set(run.stdout.split())
