"""Hard words, acronyms and « L'essentiel »: what comes beside the sentences of a text."""

from __future__ import annotations

import math
import re
import string

import pytest

from ppun_access.build.rewriting import open_rewriter
from ppun_access.document.model import (
    DefinitionList,
    Div,
    Document,
    Heading,
    Meta,
    Para,
    Strong,
    Text,
)
from ppun_access.document.walk import plain_text
from ppun_access.easy.draft.acronyms import acronyms
from ppun_access.easy.draft.essential import Essential, essential, extracted
from ppun_access.easy.draft.glossary import MOST, Explained, glossary, hard_words, line
from ppun_access.easy.draft.word_sense import senses
from ppun_access.easy.draft.words.lexicon import explanations
from ppun_access.french.spoken.acronyms import meanings
from ppun_access.tools.spacy_french import is_installed

NB = "\u00a0"
PROJECT = {"commune": "Une ville ou un village.", "service public": "Un service pour tous."}


def words(*sentences: str, project: dict[str, str] = PROJECT) -> list[str]:
    return [one.word for one in hard_words(sentences, project)]


def test_a_hard_word_is_found_in_its_forms() -> None:
    assert words("Les communes votent.") == ["commune"]
    assert words("Les services publics aident.") == ["service public"]
    assert words("Les commune-test votent.") == []


def test_a_longer_expression_is_not_its_parts() -> None:
    project = {**PROJECT, "service public du numérique": "Un service.", "numérique": "X."}
    assert words("Un service public du numérique.", project=project) == [
        "service public du numérique"
    ]


def test_the_definition_of_the_project_wins() -> None:
    (one,) = hard_words(["La commune vote."], {"Commune": "Chez nous."})
    assert (one.word, one.meaning) == ("Commune", "Chez nous.")
    (packaged,) = hard_words(["La commune vote."], {})
    assert packaged.meaning == "une ville ou un village."


def test_at_most_eight_words_the_project_first() -> None:
    project = {f"mot{letter}": "Un mot." for letter in string.ascii_lowercase[:9]}
    sentences = ["La subvention aide."] * 3 + [f"Le {word} est là." for word in project]
    found = hard_words(sentences, project)
    assert len(found) == MOST
    assert {one.word for one in found} <= set(project)
    assert [one.place for one in found] == sorted(one.place for one in found)


def test_words_that_are_said_more_come_first() -> None:
    (found,) = hard_words(["La commune.", "Le préfet.", "Le préfet."], {}, most=1)
    assert (found.word, found.place, found.uses) == ("préfet", 1, 2)


SPECIFIC = {
    "numérique": "A.", "exclusion numérique": "B.", "fracture sanitaire": "C.",
    "téléconsultation": "D.", "territoire": "E.", "aménagement du territoire": "F.",
    "collectivité": "G.", "accès": "H.",
}  # fmt: skip
EVERY = (
    "Le numérique aide le territoire. Le numérique aide la collectivité. L’accès est là. "
    "L’aménagement du territoire combat l’exclusion numérique, la fracture sanitaire. La "
    "téléconsultation aide."
)


def test_what_is_specific_comes_before_what_is_general() -> None:
    """Rare words, then longer expressions; what one of them holds is last."""

    def chosen(most: int, title: str = "") -> set[str]:
        return {one.word for one in hard_words([EVERY], SPECIFIC, most, title=title)}

    assert chosen(1) == {"téléconsultation"}
    assert chosen(3) == {"téléconsultation", "exclusion numérique", "fracture sanitaire"}
    assert set(SPECIFIC) - chosen(6) == {"numérique", "territoire"}
    assert chosen(1, "Le numérique pour tous") == {"numérique"}


NOUNS = [
    ("Voici les choix arrêtés par la Région.", "", ""),
    ("Les travaux sont arrêtés.", "", ""),
    ("Le maire prend un arrêté.", "arrêté", "arrêté"),
    ("Les arrêtés préfectoraux s’appliquent.", "arrêté", "arrêté"),
    ("C’est dit par arrêté.", "arrêté", "arrêté"),
    ("La politique commune avance.", "", ""),
    ("La commune aide.", "commune", "commune"),
    ("Les grandes communes aident.", "commune", ""),
    ("Le maire élu hier parle.", "", ""),
    ("Les élus parlent.", "élu", "élu"),
    ("Le travail bénévole compte.", "", ""),
    ("Un projet citoyen.", "", "citoyen"),
    ("La parole est donnée à tous.", "", ""),
    ("Chaque donnée compte.", "donnée", "donnée"),
]
"""A sentence, what is explained of it with a parse, and without one."""


@pytest.mark.parametrize(("sentence", "parsed", "alone"), NOUNS)
def test_a_noun_is_explained_where_it_is_a_noun(
    sentence: str, parsed: str, alone: str
) -> None:
    del parsed
    assert words(sentence, project={"donnée": "Une information."}) == [
        *filter(None, [alone])
    ]


@pytest.mark.skipif(not is_installed(), reason="l’extra « syntax » manque")
def test_the_parse_knows_a_noun_better() -> None:
    with open_rewriter() as parser:
        for sentence, parsed, _ in NOUNS:
            found = hard_words([sentence], {"donnée": "Une information."}, parser=parser)
            assert [one.word for one in found] == [*filter(None, [parsed])], sentence


def test_an_article_before_a_verb_is_a_pronoun() -> None:
    """« il les contrôle »: no noun, though « les » stands before it."""
    project = {"contrôle": "On regarde si tout va bien."}
    assert words("Le maire les contrôle.", project=project) == []
    assert words("Un contrôle a lieu.", project=project) == ["contrôle"]


SENSES = [
    ("Le recours à des prestataires est possible.", ""),
    ("Un recours contre la décision est gratuit.", "recours"),
    ("Le délai de recours est de deux mois.", "recours"),
    ("Il vient, quel que soit son statut.", ""),
    ("Les statuts de l’association changent.", "association statuts"),
    ("Le développement des compétences compte.", ""),
    ("C’est la compétence de la région.", "compétence"),
    ("La médiation numérique avance.", "médiation numérique"),
    ("La médiation familiale aide.", "médiation"),
    ("La médiation culturelle aide.", ""),
    ("Le renouvellement urbain avance.", ""),
    ("Les tuyaux n’ont eu aucun renouvellement.", ""),
    ("Le renouvellement du contrat est écrit.", "renouvellement"),
    ("Il fait l’évaluation des risques.", ""),
    ("L’évaluation du projet est là.", "évaluation"),
    ("L’environnement de travail compte.", ""),
    ("La protection de l’environnement compte.", "environnement"),
    ("Le dispositif de vigilance est là.", ""),
    ("Le dispositif d’aide est là.", "dispositif"),
    ("La délibération du jury est secrète.", ""),
    ("La délibération du conseil municipal est là.", "conseil municipal délibération"),
    ("Le conseil d’administration vote.", ""),
    ("L’administration répond.", "administration"),
    ("Il faut un bilan certifié par un comptable.", ""),
    ("L’apprentissage de la lecture est long.", ""),
    ("L’apprentissage d’une langue est long.", ""),
    ("Il signe un contrat d’apprentissage.", "apprentissage"),
    ("L’hébergement des pages est fait ici.", ""),
    ("Il est en association avec la ville.", ""),
]
"""A sentence, and the packaged words that are explained of it."""


@pytest.mark.parametrize(("sentence", "expected"), SENSES)
def test_a_word_of_several_senses_needs_its_complement(
    sentence: str, expected: str
) -> None:
    assert " ".join(words(sentence, project={})) == expected


def test_the_project_knows_the_sense_of_its_words() -> None:
    assert words("Le dispositif est là.", project={"dispositif": "Une aide."}) == [
        "dispositif"
    ]


def test_the_table_of_senses_is_of_words_that_are_explained() -> None:
    assert set(senses()) <= set(explanations())
    for sense in senses().values():
        told = (sense.before, sense.after, sense.not_before, sense.not_after)
        assert any(told)
        assert not any("’" in one for one in told)
        assert all(re.compile(one) for one in told)


def test_the_glossary_is_in_alphabetical_order() -> None:
    found = [
        Explained("État", "A.", 0),
        Explained("fibre", "B.", 1),
        Explained("écu", "C.", 2),
    ]
    heading, terms = glossary(found)
    assert heading == Heading(2, (Text("Les mots difficiles"),))
    assert isinstance(terms, DefinitionList)
    assert [plain_text(item.term[0]) for item in terms.items] == ["Écu", "État", "Fibre"]
    assert glossary([]) == ()
    assert line(found[0]) == f"État{NB}: A."


@pytest.mark.parametrize(
    ("meaning", "shown"),
    [
        ("Une ville.", "une ville."),
        ("L’argent de la ville.", "l’argent de la ville."),
        ("Internet change.", "Internet change."),
        ("une ville. Une autre.", "une ville. Une autre."),
        ("Lens paie.", "Lens paie."),
    ],
)
def test_a_meaning_stands_after_a_colon(meaning: str, shown: str) -> None:
    one = Explained("commune", meaning, 0)
    assert line(one) == f"Commune{NB}: {shown}"
    assert plain_text(glossary([one])[1]).endswith(shown)


def told(*sentences: str, lexicon: dict[str, str] | None = None) -> list[str]:
    return [line(one) for one in acronyms(sentences, lexicon or {})]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("L’ARS aide.", [f"ARS{NB}: agence régionale de santé."]),
        ("Il a un contrat (CDD ou non).", [f"CDD{NB}: contrat à durée déterminée."]),
        (
            "L’aide vient des EPCI.",
            [f"EPCI{NB}: établissement public de coopération intercommunale."],
        ),
        ("Il paie le Plan Climat Air Énergie Territorial (PCAET).", []),
        ("L’agence régionale de santé (ARS) aide.", []),
        ("Une agence régionale pour la santé (ARS) aide.", []),
        ("Il a dit « l’ARS aide ».", []),
        ("Le code ARS-2 est là.", []),
        ("Le PLU(i) et le CCAS/CIAS.", []),
        ("Le PCF et la CA.", []),  # several meanings
    ],
)
def test_an_acronym_at_its_first_use(sentence: str, expected: list[str]) -> None:
    assert told(sentence) == expected


def test_an_acronym_is_explained_once_and_the_lexicon_wins() -> None:
    lexicon = {"ARS": "Notre agence", "SDTAN": "schéma du numérique."}
    (ars, sdtan) = acronyms(["Rien.", "L’ARS, le SDTAN.", "L’ARS paie."], lexicon)
    assert (ars.place, ars.uses, line(ars)) == (1, 2, f"ARS{NB}: Notre agence.")
    assert (sdtan.place, sdtan.uses) == (1, 1)
    assert line(sdtan) == f"SDTAN{NB}: schéma du numérique."


def test_what_was_said_before_is_not_said_again() -> None:
    assert told("L’agence régionale de santé aide.", "L’ARS paie.") == []
    assert len(told("L’ARS aide.", "L’agence régionale de santé paie.")) == 1


def test_what_is_closed_keeps_its_acronyms() -> None:
    """Code and titles are as they were; the acronym is told where it is read first."""
    found = acronyms(["Tapez ARS.", "L’ARS aide."], {}, [((6, 9),), ()])
    assert [(one.place, one.uses) for one in found] == [(1, 1)]


def test_the_packaged_meanings_are_written_as_inside_a_sentence() -> None:
    assert len(meanings()) > 50
    for acronym, meaning in meanings().items():
        assert acronym.isupper()
        assert "'" not in meaning
        assert not meaning.endswith(".")


LEAD = Div((Para((Text("La Région aide les communes."),)),), "lead")
BOLD = Para(
    (Text("Et "), Strong((Text("la fibre arrive dans tous les villages"),)), Text("."))
)
STRESS = Para((Strong((Text("Très vite"),)), Text(" tout change.")))


def page(*blocks: Div | Para, front: str = "") -> Document:
    meta = Meta(front=(("essentiel", front),) if front else ())
    return Document("x", "fr", "La fibre pour tous", blocks, meta)


def test_the_front_matter_is_the_essential() -> None:
    found = essential(page(LEAD, front="La fibre arrive."))
    assert found == Essential(("La fibre arrive.",), "auteur")
    several = essential(page(LEAD, front='["La fibre arrive.", "Elle est gratuite."]'))
    assert several.points == ("La fibre arrive.", "Elle est gratuite.")
    assert essential(page(front="[Bientôt")).points == ("[Bientôt",)


def test_what_the_author_stressed_comes_next() -> None:
    found = essential(page(LEAD, BOLD, STRESS), ["Une phrase."])
    assert found.origin == "gras"
    assert found.points == (
        "La Région aide les communes.",
        "La fibre arrive dans tous les villages.",
    )


BOLDS = [
    ("la fibre arrive dans les villages", True),
    ("Votez avant le 3 mai pour un projet", True),
    ("Quand il pleut, la rue est fermée", True),
    ("L’aide est de 500 € par an", True),
    ("Du 5 au 26 juin 2026", False),
    ("et les élus de la majorité", False),
    ("et les élus ont voté cette aide", False),
    ("Les élus qui ont voté cette aide", False),
    ("qui décide de toutes les aides", False),
    ("fixe à 20 % le montant total", False),
    ("une aide pour tous les villages", False),
]
"""What stands in bold, and whether it is a point."""


@pytest.mark.parametrize(("bold", "is_point"), BOLDS)
def test_what_has_no_verb_of_its_own_is_a_stress(bold: str, is_point: bool) -> None:
    found = essential(page(Para((Strong((Text(bold),)), Text(" demain.")))))
    assert found.origin == ("gras" if is_point else "titre")


@pytest.mark.skipif(not is_installed(), reason="l’extra « syntax » manque")
def test_the_parse_knows_a_verb_of_its_own_too() -> None:
    with open_rewriter() as parser:
        for bold, is_point in [*BOLDS, ("Le maire signe un accord demain", True)]:
            text = page(Para((Strong((Text(bold),)), Text(" demain."))))
            found = essential(text, parser=parser)
            assert found.origin == ("gras" if is_point else "titre"), bold


def test_extraction_only_proposes() -> None:
    sentences = [
        "La fibre arrive dans les villages de la région.",
        "Elle arrive dans la région avec la fibre.",
        "Le temps est beau.",
        "Les villages de la région attendent la fibre.",
        "Les villages veulent la fibre pour tous.",
        "Il pleut.",
    ]
    found = essential(page(STRESS), sentences)
    assert found.origin == "proposition"
    assert found.points == (sentences[0], sentences[3], sentences[4])
    assert essential(page(STRESS), sentences[:5]).origin == "titre", "too short a text"


@pytest.mark.parametrize(
    "text",
    [
        "S’y ajoute la fibre des villages de la région.",
        "Y arrive la fibre des villages de la région.",
        "La fibre des villages de la région apporte\u00a0:",
        "La fibre des villages de la région est présentée ci-après.",
        "La fibre des villages de la région arrive\u00a0?",
    ],
)
def test_what_cannot_stand_alone_is_not_proposed(text: str) -> None:
    others = ["La fibre arrive.", "Les villages attendent.", "La région aide."]
    assert text not in extracted([text, *others], "La fibre des villages de la région")
    plain = "La fibre des villages de la région arrive."
    assert plain in extracted([plain, *others], "La fibre des villages de la région")


def test_sentences_are_weighed_against_all_the_others_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Pair by pair, ten thousand took minutes: as many lengths are asked for."""
    asked, real = list[float](), math.sqrt
    monkeypatch.setattr(math, "sqrt", lambda value: asked.append(value) or real(value))
    texts = [f"La fibre arrive dans le village {n} {n % 7}." for n in range(300)]
    found = extracted(["Le maire part.", *texts], "La fibre")
    assert found == tuple(texts[:3])
    assert len(asked) <= len(texts) + 2


def test_without_sentences_the_title_is_left() -> None:
    assert essential(page()) == Essential(("La fibre pour tous",), "titre")
    assert extracted([], "x") == ()
