"""What the checks tell authors, and what they leave alone."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from harness import Case, cases
from hypothesis import given
from hypothesis import strategies as st

from ppun_access.checks import CheckOptions, check
from ppun_access.checks.acronyms import EVERYDAY
from ppun_access.checks.model import LONGEST_PARAGRAPH, LONGEST_SENTENCE
from ppun_access.checks.structure import long_sentences
from ppun_access.document.model import Document, Para, Pos, Quote, Sentence, Text
from ppun_access.french.spoken.acronyms import is_known
from ppun_access.readers import READERS, ReaderOptions
from ppun_access.report import CODES, Finding, Report, Severity, excerpt
from ppun_access.settings.lexique_toml import Lexicon
from ppun_access.settings.thresholds import ENDLESS_SENTENCE
from ppun_access.site.report.decisions import decisions
from ppun_access.transforms import STANDARD, TransformOptions, apply

LEXICON = Lexicon(acronyms={"PPUN": "Politique publique des usages numériques"})
OPTIONS = CheckOptions(LEXICON)
PLACE = Pos("a.md", 3)
PICTURES = {"la.png": "medias/1.png", "img/a b.png": "medias/2.png",
            "img/c.png": "medias/2.png"}  # fmt: skip


def told(text: str, options: CheckOptions = OPTIONS) -> Report:
    """Return what is told of a page, from its reading to its checks."""
    report = Report()
    (document,) = READERS["gitbook"](text, "page.md", ReaderOptions(), report)
    transforms = TransformOptions(options.lexicon, PICTURES)
    document = apply(STANDARD, document, transforms, report)
    for finding in check(document, replace(options, images=PICTURES)):
        assert finding.severity is CODES[finding.code].severity
        report.add(finding)
    return report


def codes(text: str, options: CheckOptions = OPTIONS) -> list[str]:
    return [finding.code for finding in told(text, options).findings]


def shown(finding: Finding) -> str:
    line = finding.pos.line if finding.pos else 0
    return f"{finding.code} {line} : {excerpt(finding.passage)}"


def rewording(finding: Finding) -> str:
    return " → ".join(re.findall("« (.+?) »", finding.message))


_SHOWN = {"check": shown, "message": str, "reworded": rewording}


@pytest.mark.parametrize("case", cases("checks"))
def test_case(case: Case) -> None:
    found = told(case.source).findings
    case.check("\n".join(map(_SHOWN[case.kind], found)))


def document(*sentences: str) -> Document:
    inlines = tuple(
        Sentence((Text(text),), id=str(n), pos=PLACE) for n, text in enumerate(sentences)
    )
    return Document("x", "fr", "T", (Para(inlines, pos=PLACE),))


def words(count: int) -> str:
    return f"{' '.join(['mot'] * count)}."


@pytest.mark.parametrize("over", [0, 1])
def test_the_limit_of_a_sentence_is_the_last_that_passes(over: int) -> None:
    found = list(check(document(words(LONGEST_SENTENCE + over)), OPTIONS))
    assert [f.code for f in found] == ["phrase-longue"] * over
    short = replace(OPTIONS, longest_sentence=10)
    assert [f.code for f in check(document(words(10 + over)), short)] == [
        "phrase-longue"
    ] * over


@pytest.mark.parametrize(("over", "code"), [(0, "phrase-longue"), (1, "phrase-sans-fin")])
def test_the_limit_beyond_which_nothing_is_a_sentence(over: int, code: str) -> None:
    (found,) = check(document(words(ENDLESS_SENTENCE + over)), OPTIONS, [long_sentences])
    assert (found.code, found.pos) == (code, PLACE)
    assert f"{ENDLESS_SENTENCE + over} mots" in found.message


@pytest.mark.parametrize("over", [0, 1])
def test_the_limit_of_a_paragraph_is_the_last_that_passes(over: int) -> None:
    sentences = [words(10)] * (LONGEST_PARAGRAPH // 10) + ["Fin."] * over
    assert [f.code for f in check(document(*sentences), OPTIONS)] == [
        "paragraphe-long"
    ] * over


def test_somebody_elses_words_are_theirs() -> None:
    (paragraph,) = document(words(60), "LES CITOYEN·NE·S ET LE GUICHET.").blocks
    quoted = Document("x", "fr", "T", (Quote((paragraph,)),))
    assert list(check(quoted, OPTIONS)) == []


def test_a_finding_says_where_and_on_which_page() -> None:
    (finding,) = check(document(words(41)), OPTIONS)
    assert (str(finding.pos), finding.page) == ("a.md:3", "T")
    assert "41 mots" in finding.message
    assert finding.passage == words(41)


# Acronyms


def test_an_acronym_is_told_once_and_under_one_code() -> None:
    source = "Le ZZTOP.\n\nLe ZZTOP, le XQZ, le KWY.\n\nAda MOLINOZ  \nMaire"
    lexicon = Lexicon(acronyms={"XQZ": "x"}, pronunciations={"KWY": "k"})
    (finding,) = told(source, CheckOptions(lexicon)).findings
    assert (finding.code, finding.pos and finding.pos.line) == ("sigle-inexplique", 1)
    assert "ZZTOP" in finding.message


def test_a_pronunciation_does_not_explain_an_acronym() -> None:
    lexicon = Lexicon(pronunciations={"SRADDET": "sradette"})
    assert codes("Le SRADDET.", CheckOptions(lexicon)) == ["sigle-inexplique"]


@pytest.mark.parametrize(
    ("acronym", "text", "explained"),
    [
        ("FEDER", "le fonds européen de développement régional (FEDER)", True),
        ("DREAL", "la DREAL (direction régionale de l’environnement)", True),
        ("ADEME", "l’Agence de la transition écologique (ADEME)", True),
        ("EHPAD", "EHPAD : établissement d’hébergement pour personnes âgées", True),
        ("ARS", "l’ARS (ouverte le lundi)", False),
        ("ARS", "appelez le 03 (ARS)", False),
        ("ARS", "les ARSENAUX (le lundi)", False),
        ("CA", "le conseil d’administration (ci-après « CA »)", True),
        ("DRAC", "la DRAC, le directeur et son adjoint", False),
        ("DSFR", "conforme aux différents référentiels (DSFR)", True),
        ("DSFR", "conforme aux référentiels (DSFR, RGAA)", False),
        ("EIG", "les EIG (Entrepreneur.e.s d’intérêt général)", True),
        (
            "DINSIC",
            "la direction interministérielle du numérique et du système "
            "d’information et de communication (DINSIC)",
            True,
        ),
        ("GCOE", "le groupe commun des œuvres éducatives (GCOE)", True),
        ("UXD", "l’UXD (expérience utilisateur)", True),
        ("SEO", "le SEO, c’est-à-dire la place d’un site dans les recherches", True),
        ("UXD", "l’UXD (voir plus bas)", False),
        ("SIG", "le SIG (lundi 3 mars)", False),
        ("RGAA", "le RGAA (cas particulier)", False),
        ("BKV", "le BKV (version complète)", False),
        ("MDM", "la taille MDM pour medium", True),
        (
            "RADAR",
            "RADAR pour Réutiliser, Adapter, Développer, Acheter et Reformuler",
            True,
        ),
        ("SIG", "un SIG pour la commune", False),
    ],
)
def test_what_explains_an_acronym(acronym: str, text: str, explained: bool) -> None:
    assert ("sigle-inexplique" not in codes(f"{text}. Voici le {acronym}.")) is explained


@pytest.mark.parametrize(
    "text",
    [
        "Écrivez à Tiphaine GAMBA.",
        "Zélinda GAMBA",
        "La circulaire n° 6411/SG et la note 6411-SG.",
        "La mission du programme TECH.GOUV.",
        "Défenseur des droits, libre réponse 71120, 75342 Paris CEDEX 07.",
        "Des outils comme SVGO.",
        "Écrit en HTML, CSS et SVG ; votre SIRET. Lu par NVDA et JAWS.",
        "La date AAAA-MM-JJ, la norme ISO 639-1, la RFC 2119. Du PHP et du SQL.",
        "GRDF et ERDF creusent.",
        "L’AFIGEO signe ; deux champs FINESS, PISTE@exemple.",
    ],
)
def test_names_and_numbers_are_no_acronyms(text: str) -> None:
    assert codes(text) == []


def test_two_acronyms_in_one_name_are_one_decision() -> None:
    assert [f.subject for f in told("Le WKQ-BRF change.").findings] == ["WKQ"]


def test_an_acronym_in_a_title_is_explained_by_its_section() -> None:
    spelled = "## CODIR\n\n_Comité de direction_\n\nIl se réunit le lundi."
    assert codes(spelled) == []
    section = "## Le rôle du SNIZ\n\nUn service du nommage internet des zones.\n"
    assert codes(section) == ["sigle-inconnu"]


def test_nothing_is_said_of_voices_where_none_reads() -> None:
    text = (
        "Le Centre d’études sociales (CESO), le CESO. Le ZOTOP. Le code 41fe09c2b7d3a6e8."
    )
    silent = told(text, replace(OPTIONS, spoken=False)).findings
    assert [f.code for f in silent] == ["sigle-inexplique"]
    assert "voix" not in silent[0].message
    assert sorted(codes(text)) == ["code-a-recopier", "sigle-inconnu", "sigle-inexplique"]


def test_a_way_of_writing_is_one_decision_and_an_acronym_one_each() -> None:
    text = "Les élu·e·s et les agent·e·s. Le lieu(x). Une lettre(s). La CDPH, le SRTV."
    found = decisions(told(text).findings)
    assert sorted((one.code, one.subject, one.times) for one in found) == [
        ("ecriture-inclusive", "", 2),
        ("pluriel-entre-parentheses", "", 2),
        ("sigle-inexplique", "CDPH", 1),
        ("sigle-inexplique", "SRTV", 1),
    ]


def test_a_name_of_words_and_digits_is_no_code() -> None:
    assert codes("Le portail 1jeune1solution aide.") == []


def test_everyday_acronyms_can_be_read() -> None:
    assert {word for word in EVERYDAY if not is_known(word)} <= {
        "BD", "FC", "FM", "MP", "OVNI", "TER",
    }  # fmt: skip


# What is left alone

GOOD = Path(__file__).parents[1] / "content" / "facile"


@pytest.mark.parametrize("path", sorted(GOOD.glob("*.md")), ids=lambda path: path.stem)
def test_an_easy_text_passes(path: Path) -> None:
    assert codes(path.read_text("utf-8")) == []


def test_real_sentences_are_told_little() -> None:
    """French news, encyclopedia and reviews: what is told of them was read and is true."""
    path = Path(__file__).parents[1] / "reference" / "ud-gsd-dev-sentences.txt"
    found: list[str] = []
    for line in path.read_text("utf-8").splitlines():
        found += [f.code for f in check(document(line), OPTIONS)]
    rare = {"ecriture-inclusive", "texte-en-capitales", "pluriel-entre-parentheses"}
    assert sum(code in rare for code in found) == 1
    assert set(found) - rare == {"phrase-longue", "sigle-inexplique"}


ACTIVE = st.text(st.sampled_from("aÉ ·()/.,:SNCF[]!<>#*|-•\n0’"), max_size=60)


@given(st.lists(ACTIVE, max_size=4))
def test_any_text_can_be_checked(sentences: list[str]) -> None:
    found = list(check(document(*sentences), OPTIONS))
    assert all(f.code in CODES and f.message and f.page for f in found)


@given(ACTIVE)
def test_any_page_can_be_checked(text: str) -> None:
    told(text)


def test_each_check_finds_something() -> None:
    text = (GOOD.parents[1] / "tests" / "cases" / "checks.test").read_text("utf-8")
    folder = GOOD.parents[1] / "src" / "ppun_access" / "checks"
    source = "".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    own = {code for code in CODES if f'"{code}"' in source}
    told_in_cases = {c for c in own if f"\n{c} " in text or f"[{c}]" in text}
    reworded = {"ecriture-inclusive", "pluriel-entre-parentheses"}
    assert len(own) > 15
    assert own - told_in_cases - reworded == {"paragraphe-long", "phrase-sans-fin"}


# Silences


def test_what_is_silenced_is_kept_apart() -> None:
    report = told("Voir [ici](https://a.fr). <!-- ppun: taire lien-vague -->")
    assert (report.findings, [f.code for f in report.silenced]) == ([], ["lien-vague"])


def test_a_silence_reaches_what_the_reader_and_the_transforms_tell() -> None:
    text = "Un <foo>mot</foo> ([ici](a.md)). <!-- ppun: taire balise-inconnue lien-mort -->"
    report = told(text)
    assert report.findings == []
    assert {f.code for f in report.silenced} == {"balise-inconnue", "lien-mort"}


def test_nothing_silences_what_is_missing() -> None:
    pos = Pos("a.md", 1, frozenset({"lien-vague"}))
    report = Report()
    report.set_filter(lambda finding: finding.code == "texte-en-capitales")
    for code in ("lien-vague", "texte-en-capitales", "page-illisible"):
        report.add(Finding(code, "m", pos))
    assert [f.code for f in report.findings] == ["page-illisible"]
    errors = [row for row in CODES.values() if row.severity is Severity.ERROR]
    assert errors
    assert not any(row.silenceable for row in errors)


def test_a_comment_does_not_move_lines() -> None:
    comment = "<!-- ppun: taire lien-mort -->"
    cut = f"Un {comment} mot {comment} qui {comment} est {comment} trouvé·e ailleurs."
    text = f"# T\n\n<!-- un\ncommentaire -->\n\nUn.\n\nUn mot.\n\n{cut}\n"
    (finding,) = told(text).findings
    assert finding.pos == Pos("page.md", 10)


def test_an_acronym_that_is_also_a_word_is_told() -> None:
    """« tic » is a frequent form of Lexique, and so is « sage »."""
    assert codes("Les TIC et le SAGE.") == ["sigle-inexplique"] * 2
    assert codes("Vous LISEZ vite.") == []
