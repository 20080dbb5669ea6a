"""Each sign of doubt is seen where it stands, and not at the good break beside it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ppun_access.build.rewriting import rewrite_parser
from ppun_access.easy.draft.lines import doubts
from ppun_access.easy.draft.lines import sense_lines as lines_module
from ppun_access.easy.draft.lines.sense_lines import sense_lines
from ppun_access.easy.draft.lines.shape import Break, shape_of
from ppun_access.easy.draft.model import Parser
from ppun_access.easy.draft.parse.boundaries import Rank
from ppun_access.easy.draft.parse.forest import Forest
from ppun_access.easy.draft.parse.text import plain
from ppun_access.tools.spacy_french import is_installed, open_parser

pytestmark = pytest.mark.skipif(not is_installed(), reason="l’extra « syntax » manque")

SIGNS = {
    "_hangs": (
        Rank.CLAUSE,
        "Vous recevez une lettre si, / en été, vous partez loin de la commune.",
        "Vous recevez une lettre, / si vous partez loin de la commune en été.",
    ),
    "passes_lead": (
        Rank.CLAUSE,
        "Si votre demande est acceptée, le maire la signe / et fixe le montant de l’aide.",
        "Si votre demande est acceptée, / le maire la signe et fixe le montant de l’aide.",
    ),
    "takes_subject": (
        Rank.VERB,
        "En cas de danger pour les enfants, des mesures / sont prises par la mairie.",
        "Des mesures de danger pour les enfants / sont prises par la mairie.",
    ),
    "opens_next": (
        Rank.CLAUSE,
        "Le bus est plein le matin, mais dans le quartier, / il passe toutes les heures.",
        "Le bus est plein le matin, / mais dans le quartier, il passe toutes les heures.",
    ),
    "shares_opener": (
        Rank.PHRASE,
        "La mairie répond aux familles avec un agent du service / et un élu de la ville.",
        "La mairie répond aux familles avec un agent du service / et avec un élu.",
    ),
    "goes_on": (
        Rank.CLAUSE,
        "Le club reçoit une aide à l’issue d’un accident, / d’une maladie ou d’un vol.",
        "Le club reçoit une aide, / pour payer la salle avant le mois de mai.",
    ),
    "lists_on": (
        Rank.CLAUSE,
        "Le club reçoit une aide à l’issue d’un accident, / d’une maladie ou d’un vol.",
        "Le club reçoit une aide à l’issue d’un accident, / d’une maladie de longue durée.",
    ),
    "passes_joint": (
        Rank.RELATIVE,
        "Le club loue une salle ou bien achète un local / dont il paie le prix.",
        "Le club loue une salle ou un local / dont il paie le prix.",
    ),
    "resumes": (
        Rank.CLAUSE,
        "Cet emploi ouvre droit, pour le salarié, / à un congé de deux mois.",
        "Cet emploi ouvre droit à un congé, / pour le salarié, de deux mois.",
    ),
    "follows_commas": (
        Rank.CLAUSE,
        "Le maire reçoit, le lundi, / les familles qui le demandent.",
        "Le maire reçoit les familles de la ville, / quand elles le demandent.",
    ),
    "awaits": (
        Rank.CLAUSE,
        "Le maire peut accorder, / dans le cadre du projet, / une aide aux familles.",
        "Le maire peut accorder une aide, / dans le cadre du projet, / aux familles.",
    ),
    "is_short_relative": (
        Rank.RELATIVE,
        "La ville paie aux familles les dommages / qu’elles ont subis.",
        "La ville paie aux familles les dommages / qu’elles ont subis pendant la crue.",
    ),
    "needs_relative": (
        Rank.RELATIVE,
        "Chaque famille de la ville choisit le régime / qui lui convient le mieux.",
        "Chaque famille de la ville choisit un régime / qui lui convient le mieux.",
    ),
    "says_that": (
        Rank.PHRASE,
        "S’il estime / que le prix est trop haut, le locataire écrit au maire.",
        "Le locataire de la salle des fêtes estime / que le prix est trop haut.",
    ),
    "opens_inside": (
        Rank.ADJUNCT,
        "Le club paie dix euros si vous prenez un repas / au cours de la semaine.",
        "Le club paie dix euros à chaque enfant / au cours de la semaine.",
    ),
    "is_quality": (
        Rank.VERB,
        "L’absence d’une définition / précise du motif rend le contrat nul.",
        "L’absence d’une définition du motif / rend le contrat nul.",
    ),
    "_is_deep": (
        Rank.RELATIVE,
        "Le maire lit le début du rapport sur la baisse du prix de la salle / du club.",
        "Le maire lit le début du rapport aux familles / avant la fin de la réunion.",
    ),
    "is_inner_verb": (
        Rank.VERB,
        "Le maire paie la part que le conseil de la région / demande.",
        "Le conseil de la région / demande une part au maire.",
    ),
    "_says_no_verb": (
        Rank.CLAUSE,
        "Le maire écrit aux familles du quartier, / après la fin de la réunion.",
        "Le maire écrit aux familles du quartier, / après avoir lu leur lettre.",
    ),
    "_is_brief": (
        Rank.CLAUSE,
        "Le maire écrit aux familles du quartier, / après la réunion.",
        "Le maire écrit aux familles du quartier, / après la réunion du mois de mai.",
    ),
    "opens_condition": (
        Rank.RELATIVE,
        "Le maire écrit aux familles du quartier / si elles le demandent avant mai.",
        "Le maire écrit aux familles du quartier / qui le demandent avant mai.",
    ),
    "may_mix": (
        Rank.RELATIVE,
        "Le maire donne un prix aux élèves / qui aident les enfants et aux parents.",
        "Le maire donne un prix aux élèves / qui aident les enfants de la ville.",
    ),
    "passes_comma": (
        Rank.CLAUSE,
        "Le maire, élu en mai, écrit aux familles / selon ses moyens.",
        "Le maire écrit aux familles de la ville, / selon ses moyens.",
    ),
    "leaves_comma": (
        Rank.CLAUSE,
        "Le maire écrit aux familles / selon ses moyens, avec son adjointe.",
        "Le maire écrit aux familles, / selon ses moyens.",
    ),
    "follows_lead": (
        Rank.CLAUSE,
        "Si votre demande est acceptée, / le maire signe la lettre.",
        "Si votre demande est acceptée, le maire signe / la lettre.",
    ),
    "ends_on_root": (
        Rank.CLAUSE,
        "Le maire de la ville, élu en mai, / écrit aux familles.",
        "Le maire de la ville écrit, / après la fête, aux familles.",
    ),
    "says_why": (
        Rank.PHRASE,
        "Le maire écrit aux familles de la ville / pour fixer le prix.",
        "Le maire écrit aux familles de la ville / qui demandent le prix.",
    ),
    "parts_inner_verb": (
        Rank.VERB,
        "Le maire écrit quand le prix de la salle / est trop haut.",
        "Le prix de la salle de la ville / est trop haut.",
    ),
    "parts_that": (
        Rank.PHRASE,
        "Le rapport du maire certifie / que le prix de la salle est juste.",
        "Le rapport du maire certifie le prix / que la salle demande.",
    ),
    "limits_verb": (
        Rank.ADJUNCT,
        "La reprise du travail a lieu / au cours du mois de mai.",
        "La reprise commence dans la ville / au cours du mois de mai.",
    ),
    "runs_into": (
        Rank.CLAUSE,
        "Les salles de la ville / où il peut jouer ne sont pas prêtes.",
        "Les salles de la ville / où il peut jouer et chanter.",
    ),
    "parts_lead": (
        Rank.PHRASE,
        "Si vous quittez la ville / pour étudier, écrivez au maire.",
        "Si vous quittez la ville, / écrivez au maire pour étudier.",
    ),
    "joins_bare": (
        Rank.PHRASE,
        "La mairie répond par un agent du service / et un élu de la ville.",
        "La mairie répond par un agent du service / et par un élu de la ville.",
    ),
    "opens_list": (
        Rank.CLAUSE,
        "La mairie fixe le nombre des places, / la taille des salles et le prix.",
        "La mairie fixe le nombre des places, / avant la fin du mois.",
    ),
    "goes_on_of": (
        Rank.CLAUSE,
        "Le club doit être muni, en plus du ballon, / de chaussures.",
        "Le club doit être muni de chaussures, / en plus du ballon.",
    ),
    "pairs_qualities": (
        Rank.CLAUSE,
        "Le maire propose une offre sérieuse / et précise de travail.",
        "Le maire propose une offre sérieuse / et le prix de la salle.",
    ),
    "parts_object": (
        Rank.CLAUSE,
        "Le refus du maire n’entraîne pas, à lui seul, / la fin du contrat.",
        "Le refus du maire n’entraîne pas la fin du contrat, / à lui seul.",
    ),
    "_is_outer": (
        Rank.CLAUSE,
        "Le bal aura lieu samedi ; / la fanfare jouera sur la place du village.",
        "Le maire lit le début du rapport sur la baisse du prix / de la salle.",
    ),
    "_is_inner": (
        Rank.RELATIVE,
        "Le maire lit le début / du rapport de la directrice.",
        "Le maire lit le début du rapport sur la baisse du prix / de la salle.",
    ),
    "_says_little": (
        Rank.CLAUSE,
        "Le maire écrit, / quand la réunion est finie.",
        "Le maire de la ville écrit aux familles, / quand la réunion est finie.",
    ),
}
"""A sign → the kind of a break, one that has the sign, and one that has not.

A second « / » ends the line after.
"""
LONG = (
    "La mairie répond aux familles qui demandent une place avec un agent du service "
    "et un élu de la ville."
)


@pytest.fixture(scope="module")
def parser() -> Iterator[Parser]:
    with open_parser() as parse:
        yield rewrite_parser(parse)


def one_break(told: str, rank: Rank, parser: Parser) -> Break:
    former, latter, *rest = told.split("/ ")
    text, cut = plain(former + latter + "".join(rest)), len(former)
    forest = Forest(parser)
    forest.grow([text])
    return Break(text, 0, cut, cut + len(latter), {cut: rank}, shape_of(forest[text]))


def test_every_sign_has_its_example() -> None:
    assert set(SIGNS) == {sign.__name__ for sign in doubts.SIGNS}


@pytest.mark.parametrize("name", SIGNS)
def test_sign(name: str, parser: Parser) -> None:
    rank, seen, unseen = SIGNS[name]
    weights = {sign.__name__: sign for sign in doubts.SIGNS}
    told = [doubts.signs(one_break(one, rank, parser)) for one in (seen, unseen)]
    assert [weights[name] in signs for signs in told] == [True, False]


def test_a_doubtful_break_is_given_up(
    parser: Parser, monkeypatch: pytest.MonkeyPatch
) -> None:
    forest = Forest(parser)
    forest.grow([LONG])
    sure = sense_lines(LONG, forest[LONG])
    monkeypatch.setattr(lines_module, "doubt", lambda one: 9.0)
    assert sense_lines(LONG, forest[LONG]) == (LONG,)
    monkeypatch.setattr(lines_module, "doubt", lambda one: 0.0)
    assert len(sense_lines(LONG, forest[LONG])) >= len(sure)


def test_weights_add_up(parser: Parser) -> None:
    rank, told, _ = SIGNS["shares_opener"]
    one = one_break(told, rank, parser)
    weights = [doubts.SIGNS[sign] for sign in doubts.signs(one)]
    assert doubts.doubt(one) == pytest.approx(sum(weights) + doubts.KINDS[Rank.PHRASE])


@pytest.mark.parametrize(
    ("told", "doubtful"),
    [
        ("Le maire aide les clubs / (par exemple ceux qui jouent le soir).", False),
        ("Le maire aide les clubs / (ceux du lac), les écoles et les familles.", True),
        ("Le maire aide deux clubs (un du lac) et trois écoles / (dont une loin).", True),
    ],
)
def test_a_bracket_is_sure_when_it_fills_its_line(
    told: str, doubtful: bool, parser: Parser
) -> None:
    assert (doubts.doubt(one_break(told, Rank.LIST, parser)) > 1) == doubtful
