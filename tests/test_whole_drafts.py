"""What whole drafts showed: where a rule stays away, and where it still applies beside."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ppun_access.build.rewriting import rewrite_parser
from ppun_access.easy.draft.composition import draft
from ppun_access.easy.draft.model import Parser, Source
from ppun_access.tools.spacy_french import is_installed, open_parser

pytestmark = pytest.mark.skipif(not is_installed(), reason="l’extra « syntax » manque")

STAYS = {
    "mots/il s’agit": [
        "En ouvrant des salles dans le quartier, il s’agit de mieux aider les clubs.",
        "Il s’agit de partir des besoins des clubs.",
        "Il s’agit de réunir les clubs pour choisir une salle.",
        "Mais aussi, il s’agit de travailler avec les clubs du quartier et du village.",
    ],
    "mots/notamment": [
        "La ville change ses horaires, notamment pour aider les familles du quartier.",
        "Les tâches du comité sont nombreuses, notamment dans les grandes entreprises.",
    ],
    "mots/délivrer": [
        "Elle montre le certificat d’immatriculation du véhicule délivré en France.",
    ],
    "mots/ainsi que": [
        "Le club doit en être informé ainsi que des motifs.",
        "Le tableau montre les prix et les horaires ainsi que le nom du responsable.",
    ],
    "mots/réduction": ["Vous pouvez demander la réduction de ce délai à la mairie."],
    "mots/augmentation": ["Les femmes qui ont perçu une augmentation le disent au maire."],
    "mots/lorsque": ["La mesure n’est prise que lorsque la salle est fermée."],
    "mots/lors de": [
        "L’avis du médecin est donné au plus tard lors de cette visite.",
        "Le permis doit pouvoir être montré lors de tout contrôle.",
        "Vous demandez la carte lors de l’échange de votre titre de séjour.",
    ],
    "mots/également": ["Le refus du maire de la ville peut être également explicite."],
    "mots/souhaiter": [
        "Les familles reçoivent la carte, qu’elles souhaitent jouer ou non.",
        "Le maire et le conseil viennent pour vous souhaiter beaucoup de bonheur.",
    ],
    "mots/verser": ["La mairie dit à l’agent que la lettre est versée à son dossier."],
    "mots/désormais": [
        "Les villes seront prêtes, et les clubs désormais heureux.",
        "Le club était désormais fermé.",
    ],
    "mots/réaliser": ["La ville aide les clubs pour réaliser cette utopie."],
    "mots/conclure": ["Le contrat est conclu par courrier électronique."],
    "mots/disposition": [
        "Le tuteur fait des actes de gestion et de disposition des biens."
    ],
    "si-en-tete": [
        "Lorsque le nombre de clubs ne dépasse pas trois, il peut "
        "servir aux repas du soir.",
        "Lorsque la salle est petite – et les chaises aussi –, le maire peut "
        "refuser la demande du club.",
        "Si le club loue la salle et à défaut d’accord du maire, la "
        "ville doit payer le prix.",
    ],
}
APPLIES = {
    "mots/souhaiter": "La ville souhaite que les familles du quartier viennent.",
    "mots/quel que soit": "Quel que soit son âge, elle a les mêmes droits que les autres.",
    "mots/notamment": "Vous pouvez garder vos papiers, notamment pour apporter une preuve.",
    "mots/délivrer": (
        "Elle montre un certificat de mariage délivré par la mairie du village."
    ),
    "mots/ainsi que": "Le fichier montre le nom ainsi que le prix de la salle des fêtes.",
    "mots/désormais": "La salle peut désormais accueillir tous les clubs.",
    "mots/lors de": "La salle est ouverte lors des matchs de football du samedi.",
    "mots/également": "L’aide de la ville peut être également versée aux clubs.",
}


@pytest.fixture(scope="module")
def parser() -> Iterator[Parser]:
    with open_parser() as parse:
        yield rewrite_parser(parse)


@pytest.mark.parametrize("rule", STAYS)
def test_what_is_doubtful_stays(rule: str, parser: Parser) -> None:
    drafts = draft([Source(text) for text in STAYS[rule]], parser)
    assert [one.sentences for one in drafts if rule in one.rules] == []


@pytest.mark.parametrize("rule", APPLIES)
def test_what_is_sure_changes(rule: str, parser: Parser) -> None:
    (one,) = draft([Source(APPLIES[rule])], parser)
    assert rule in one.rules


PARTED = [
    ("Le décret n° 2025-734 du 30 juillet 2025 est venu préciser la procédure.", "juillet"),
    (
        "Il suit les cours en classe ordinaire et, lorsque le besoin s’en fait sentir, un "
        "cours adapté donné en petits groupes par un enseignant lui est proposé.",
        "sentir,",
    ),
]


@pytest.mark.parametrize(("text", "word"), PARTED)
def test_no_line_ends_there(text: str, word: str, parser: Parser) -> None:
    (one,) = draft([Source(text)], parser)
    assert not any(f"{word}\n" in sentence for sentence in one.sentences)
