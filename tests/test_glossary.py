"""Hard words, acronyms and « L'essentiel »: what comes beside the sentences of a text."""

from __future__ import annotations

import re
import string

import pytest

from ppun_access.build.rewriting import open_rewriter
from ppun_access.document.model import (
    DefinitionList,
    Div,
    Document,
    Heading,
    List,
    ListItem,
    Meta,
    Para,
    Text,
)
from ppun_access.document.walk import plain_text
from ppun_access.easy.draft.essential import Essential, essential
from ppun_access.easy.draft.glossary import (
    MOST,
    Explained,
    acronyms,
    glossary,
    hard_words,
    line,
)
from ppun_access.easy.draft.passages import passages
from ppun_access.easy.draft.word_sense import senses
from ppun_access.easy.draft.words.lexicon import acronyms as told_acronyms
from ppun_access.easy.draft.words.lexicon import explanations
from ppun_access.french import words as words_of
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


def test_a_branch_of_studies_is_no_group_of_firms() -> None:
    assert words("Un bac ouvre l’aide, quelle que soit leur filière.", project={}) == []
    assert words("La filière du bois grandit.", project={}) == ["filière"]


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
    ("Les grandes communes aident.", "", ""),
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
    ("L’allocation personnalisée d’autonomie est payée.", "allocation"),
    ("Pour être éligibles, vous devez venir.", "éligible"),
    ("Pour être éligibles les projets sont écrits.", ""),
    ("Les projets de loisir ne sont donc pas éligibles.", ""),
    ("L’enquête est dans le code de l’environnement.", ""),
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
    ("L’apprentissage d’une idée est long.", ""),
    ("L’apprentissage collectif avance.", ""),
    ("Le projet vit dans plusieurs tiers-lieux.", "tiers-lieu"),
    ("Il habite rue de la Solidarité.", ""),
    ("Voir www.commune.fr ou aide@commune.fr.", ""),
    ("Voir http://www.mairie.fr/formulaire/contact.", ""),
    ("Les bénéficiaires effectifs sont connus.", ""),
    ("Il lit la revue Territoires et Souveraineté.", ""),
    ("La Sécurité sociale paie.", "sécurité sociale"),
    ("Il a un certificat, sans préjudice des autres peines.", ""),
    ("Le pacte civil de solidarité est signé.", ""),
    ("Le total du bilan dépasse 10 000 €.", ""),
    ("Une carafe en accompagnement d’un repas.", ""),
    ("Les dépenses éligibles sont là.", ""),
    ("Vous recevez des notifications.", ""),
    ("La notification de la décision est écrite.", "notification"),
    ("La procédure pénale avance.", ""),
    ("La Communauté de communes aide.", "communauté de communes"),
    ("Le Conseil municipal des jeunes se réunit.", "conseil municipal des jeunes"),
    ("Le conseil municipal des sages se réunit.", ""),
    ("La démocratie participative avance.", "démocratie participative"),
    (
        "Les établissements publics de coopération intercommunale votent.",
        "établissement public de coopération intercommunale",
    ),
    ("Les frais d’accompagnement sont à payer.", ""),
    ("Aide et accompagnement des agents.", ""),
    ("L’accessibilité des documents est bonne.", ""),
    ("Des spectacles et des expérimentations sont proposés.", ""),
    ("Le référentiel de certification est lu.", ""),
    ("Sa carte mobilité inclusion est bleue.", "carte mobilité inclusion"),
    ("L’autorité organisatrice de la mobilité répond.", ""),
    ("Le service est éligible à la TVA réduite.", ""),
    ("Les projets doivent être éligibles.", ""),
    ("Vous êtes éligible à la prime.", "éligible"),
    ("La sécurité des usagers et des riverains compte.", ""),
    ("Les usagers de la route sont prudents.", ""),
    ("Les usagers venant de la RD 917 tournent au carrefour.", ""),
    ("Voici 200 types de travaux de rénovation éligibles.", ""),
    ("Voici un repas pour tous les petits budgets.", ""),
    ("C’est la procédure d’inscription d’office.", ""),
    ("La décision est celle de la Commission des droits et de l’autonomie.", ""),
    ("Il écrit à l’Office français de la biodiversité.", ""),
    ("La Commission parle de biodiversité.", "biodiversité"),
    ("Ici, la Maison des jeunes aide les habitants de la commune.", "commune"),
    ("Décret n° 2017-969 du 10 mai 2017 relatif à la mobilité", ""),
    ("Le décret du 10 mai 2017 est publié.", "décret"),
    ("Un bilan d’école des 3-4 ans.", ""),
    ("Le taux de l’impôt baisse.", "taux"),
    ("Un prêt à taux zéro est possible.", "prêt à taux zéro"),
    ("Les éco-prêts à taux zéro aident.", "éco-prêt à taux zéro"),
    ("Une avance à taux zéro est possible.", ""),
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
    short = {one.lower() for one in (*told_acronyms(), *meanings())}
    assert set(senses()) <= set(explanations()) | short
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
        ("La INSEE aide.", [f"INSEE{NB}: " + meanings()["INSEE"] + "."]),
        (
            "Il a un contrat (CDD ou non).",
            [
                f"CDD{NB}: contrat à durée déterminée. "
                "C’est un contrat de travail avec une date de fin."
            ],
        ),
        (
            "Les TPE et les PME paient.",
            [
                f"TPE{NB}: très petite entreprise. Elle a moins de 10 salariés.",
                f"PME{NB}: petite ou moyenne entreprise. Elle a moins de 250 salariés.",
            ],
        ),
        ("Le magasin a un TPE.", []),
        ("La CAP siège demain.", []),
        ("Voir le programme CAP’TRONIC et le site CAF.fr.", []),
        ("Il paie le Plan Climat Air Énergie Territorial (PCAET).", []),
        ("L’agence régionale de santé (ARS) aide.", []),
        ("Une agence régionale pour la santé (ARS) aide.", []),
        ("Il a dit « l’ARS aide ».", []),
        ("Le code ARS-2 est là.", []),
        ("Le PLU(i) et le CCAS/CIAS.", []),
        ("Le PCF et la CA.", []),  # several meanings
        ("Le Pacs, ou PACS, est un contrat.", [f"Pacs{NB}: pacte civil de solidarité."]),
        ("Le pacte civil de solidarité (Pacs) est un contrat.", []),
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


def test_what_an_acronym_does_is_told_in_easy_words() -> None:
    """Its words are those of the table, then a short sentence says what it does or is."""
    for acronym, told_ in told_acronyms().items():
        means, _, does = told_.partition(". ")
        assert meanings().get(acronym, means) == means
        assert does.endswith(".")
        assert len(words_of(does)) <= 15, acronym


def test_the_words_that_were_wrong_say_what_people_know() -> None:
    """No paper for a form on line, no « sur 100 » for a daily rate."""
    known = explanations()
    assert "papier" not in known["formulaire"]
    assert "mail" in known["notification"]
    assert "sur 100" not in known["taux"]
    assert all("comme" in known[word] for word in ("enjeu", "donnée", "taux"))
    assert {"inclusion numérique", "souveraineté"} <= set(known)


def test_the_packaged_meanings_are_written_as_inside_a_sentence() -> None:
    assert len(meanings()) > 50
    for acronym, meaning in meanings().items():
        assert acronym.isupper()
        assert "'" not in meaning
        assert not meaning.endswith(".")


LEAD = Div((Para((Text("La Région aide les communes."),)),), "lead")


def page(*blocks: Div | Para, front: str = "") -> Document:
    meta = Meta(front=(("essentiel", front),) if front else ())
    return Document("x", "fr", "La fibre pour tous", blocks, meta)


def test_the_front_matter_is_the_essential() -> None:
    found = essential(page(LEAD, front="La fibre arrive."))
    assert found == Essential(("La fibre arrive.",), "auteur")
    several = essential(page(LEAD, front='["La fibre arrive.", "Elle est gratuite."]'))
    assert several.points == ("La fibre arrive.", "Elle est gratuite.")
    assert essential(page(front="[Bientôt")).points == ("[Bientôt",)


ABOUT = "La fibre pour tous arrive dans les villages de la région."
OTHERS = (
    "Le temps est beau.",
    "Le maire part.",
    "Il pleut beaucoup ici.",
    "Les oiseaux chantent.",
    "Un chien dort au soleil.",
)


def proposed(*texts: str, title: str = "La fibre pour tous", genre: str = "") -> list[str]:
    """Return the points proposed of a text of one paragraph for each sentence."""
    meta = Meta(front=(("genre", genre),))
    text = Document("x", "fr", title, tuple(Para((Text(one),)) for one in texts), meta)
    found = essential(text, passages(text))
    return [*found.points] if found.origin == "proposition" else []


def test_at_most_five_whole_sentences_are_proposed() -> None:
    texts = [
        f"La fibre pour tous arrive au {word} le 3 mai 2026."
        for word in [
            "bourg",
            "hameau",
            "quartier",
            "village",
            "lycée",
            "collège",
            "marché",
            "stade",
        ]
    ]
    found = proposed(*texts, *OTHERS)
    assert 1 <= len(found) <= 5
    assert set(found) <= set(texts)
    assert found == sorted(found, key=texts.index), "in the order of the text"


LEANS = [
    "Si la fibre pour tous arrive, vous pouvez la demander.",
    "Lorsque la fibre arrive, la région aide tous les villages.",
    "En cas de panne, la fibre pour tous est réparée.",
    "Elle apporte la fibre pour tous dans les villages.",
    "Cette aide arrive dans les villages pour tous.",
    "Son montant est de 20 € pour la fibre.",
    "Toutefois, la fibre pour tous arrive dans les villages.",
    "La fibre pour tous aide les villages suivants.",
    "La fibre pour tous est présentée ci-après.",
    "La fibre pour tous arrive également dans les villages.",
    "S’y ajoute la fibre pour tous des villages.",
    "La fibre pour tous leur permet de vivre dans les villages.",
    "La fibre pour tous des villages apporte\u00a0:",
    "La fibre pour tous arrive-t-elle\u00a0?",
    "La fibre pour tous dans les villages de la région.",
    "Vous devez ensuite demander la fibre pour tous.",
    "Lors de la visite, la fibre pour tous est posée.",
    "La fibre pour tous est prévue par l’article L. 12 du code.",
]


@pytest.mark.parametrize("text", LEANS)
def test_what_is_not_true_by_itself_is_not_proposed(text: str) -> None:
    assert text not in proposed(text, *OTHERS)
    assert proposed(ABOUT, *OTHERS) == [ABOUT]


SHORT = [
    ((ABOUT, "Le maire vous remercie de votre patience."), [ABOUT]),
    ((ABOUT,), []),
    (
        (
            "Cette fibre arrive le 3 mai à la mairie, à l’école, au stade, au gymnase, "
            "à la salle des fêtes, à la bibliothèque, à la poste, dans les deux hameaux et "
            "chez tous les habitants qui la demandent.",
            "Vous y êtes tous conviés.",
        ),
        [0],
    ),
    (("Les enfants de plus de 3 ans vont à l’école.", "Le temps est beau."), []),
    (
        (
            "Aujourd’hui, la fibre pour tous est difficile à obtenir ici.",
            "La ville propose la fibre pour tous le 3 mai.",
        ),
        [1],
    ),
    (("Le conseil s’est réuni pour la fibre le 3 mai.", ABOUT), []),
    (("La fibre pour tous arrive le 3 mai dans le village", "Il pleut."), [0]),
    (("Le temps est beau ici.", "Le secrétariat sera fermé le 16 août 2024."), []),
    (("Le temps est beau ici.", "Le tout est à demander pour la fibre le 3 mai."), []),
    (("Le temps est beau ici.", "Deux types de fibre pour tous sont proposés."), []),
    (("Prix de la fibre pour tous : la mairie donne 80 €.", "Il pleut."), []),
    ((f"Dans le cadre du plan, {ABOUT[0].lower()}{ABOUT[1:]}", "Il pleut ici."), [0]),
    ((ABOUT, "Les câbles de fibre sont préparés par un prestataire extérieur."), [0]),
    ((ABOUT, "Le vote sur la fibre est un acte majeur du conseil."), [0]),
    (("Le temps est beau ici.", "Chaque employeur doit informer de la fibre."), [1]),
    (("Demandez la fibre pour tous à la mairie.", "Il pleut beaucoup."), [0]),
    (("Le temps est beau ici.", "Déposez votre dossier avant le 31 mars."), [1]),
    (("Le temps est beau ici.", "Consultez le dossier avant le 31 mars."), []),
    (("Le 6 mai, la ville fêtait la fibre pour tous.", "Il pleut ici."), []),
    (
        (
            "À partir du 3 mai, la ville remboursera 80 € de la fibre aux familles.",
            "La ville a décidé par délibération du 2 mars de promouvoir la fibre.",
        ),
        [0],
    ),
    (("La ville et ses partenaires ont signé la charte de la fibre.", "Il pleut."), []),
    (("La ville veut créer un réseau de fibre pour tous.", "Il pleut ici."), [0]),
    (("Il est obligatoire de demander la fibre à la mairie.", "Il pleut ici."), [0]),
    (("Cette opération aura lieu pour la fibre le 3 mai.", "Il pleut ici."), [0]),
    (("À l’inverse, la fibre pour tous arrive ici.", "Il pleut beaucoup."), []),
    (("Avant de demander la fibre pour tous, vous devez lire.", "Il pleut."), []),
    (("Le temps est beau ici.", "La fibre pour tous coûte 80 € aux familles."), [1]),
    (("Vous devez demander la fibre à la mairie.", "Le temps est beau ici."), [0]),
    (("La fibre donne accès aux sites.", "Elle coûte 80 €."), [0]),
    (("Fin 2021, la ville a créé la fibre pour tous.", "Il pleut ici."), [0]),
    (("La ville mettra la fibre pour tous en service.", "Il pleut ici."), [0]),
    (("En parallèle, la fibre pour tous arrive ici.", "Il pleut ici."), []),
    (("La ville propose un réseau rapide aux familles.", "Il pleut ici."), []),
    (("La fibre pour tous varie selon les lieux du village.", "Il pleut."), []),
    (("En échange de travaux, la ville offre la fibre pour tous.", "Il pleut."), [0]),
    (("La ville propose la « Fibre pour tous » aux familles.", "Il pleut ici."), [0]),
    (("La fibre pour tous, on l’aime : « elle est à nous » dit-il.", "Il pleut."), []),
    (("Le présent texte donne la fibre pour tous aux familles.", "Il pleut."), [0]),
    (("Aussi, la ville offre la fibre pour tous aux familles.", "Il pleut ici."), [0]),
    (("Aussi, elle offre la fibre pour tous aux familles.", "Il pleut ici."), []),
    (("La ville porte la fibre pour tous (sauf l’école…) le 3 mai.", "Il pleut."), [0]),
    (("La fibre est « classée » pour tous le 3 mai.", "Il pleut ici."), [0]),
    (("La fibre a été vue par « mes amis » le 3 mai.", "Il pleut ici."), []),
    (("Tous peuvent, même s’ils dorment, avoir la fibre le 3 mai.", "Il pleut."), []),
    (("Une famille, même si elle dort, doit avoir la fibre.", "Il pleut ici."), [0]),
    (("N’importe quelle famille doit avoir la fibre.", "Il pleut ici."), [0]),
    (("Lors de la séance du 3 mai, la ville promet la fibre à tous.", "Il pleut."), [0]),
    (("La fibre qui a démarré pour tous arrive le 3 mai.", "Il pleut."), [0]),
    (("Le 3 mai débuteront les travaux de la fibre pour tous.", "Il pleut."), [0]),
    (("Toute personne qui veut un appareil d’écoute pour la fibre.", "Il pleut."), []),
    (("Cliquez sur la carte pour demander la fibre le 3 mai.", "Il pleut."), []),
    (("Il pleut ici.", "Un câble doit contenir la fibre pour tous."), []),
    (("La fibre pour tous coûte 80 €.", "La fibre arrive le 3 mai.", "Il pleut."), [0, 1]),
    (("Il est essentiel de demander la fibre à la mairie.", "Il pleut ici."), [0]),
    (("Fibre pour tous A l’école de la région", "Il pleut ici."), []),
    (
        (
            "La fibre pour tous doit arriver le 3 mai.",
            "Il pleut ici.",
            "La fibre pour tous est reportée au 9 mai.",
        ),
        [2],
    ),
]


AID = "La prime pour le vélo est une aide de la région."


@pytest.mark.parametrize(
    ("text", "is_first"),
    [
        ("Les demandes sont à déposer avant le 29 mai 2026.", True),
        ("La subvention est de 300 € au plus.", True),
        ("L’aide est réservée aux habitants de plus de 18 ans.", True),
        ("La demande est effectuée en ligne, sur le portail de la région.", True),
        ("Votre dossier doit être complet pour être lu.", False),
        ("La subvention est de 300 € lorsque le vélo est neuf.", False),
        ("Un budget de 300 € est voté par la région.", False),
        ("L’aide moyenne est de 300 € par vélo.", False),
    ],
)
def test_an_aid_tells_for_whom_how_much_and_until_when(text: str, is_first: bool) -> None:
    """Whatever its title names; a case, a budget or a detail is not the essential."""
    found = proposed(
        AID, "Le temps est beau.", text, *OTHERS, title="Le vélo", genre="aide"
    )
    assert (text in found) == is_first


@pytest.mark.parametrize(
    ("title", "is_first"), [("Montant", True), ("Vous êtes jeune", False)]
)
def test_a_sum_of_one_case_is_no_essential(title: str, is_first: bool) -> None:
    """« Vous êtes jeune » tells a case: another sum stands under the next one."""
    told = "La subvention est de 300 € au plus."
    paras = [Para((Text(one),)) for one in (AID, *OTHERS)]
    blocks = (*paras, Heading(2, (Text(title),)), Para((Text(told),)))
    text = Document("x", "fr", "Le vélo", blocks)
    assert (told in essential(text, passages(text)).points) == is_first


@pytest.mark.parametrize(("texts", "points"), SHORT)
def test_a_short_text_has_the_point_that_tells_it(
    texts: tuple[str, ...], points: list[str | int]
) -> None:
    """What one gets, has to do, a price; not what the body did for itself."""
    wanted = [texts[one] if isinstance(one, int) else one for one in points]
    assert proposed(*texts) == wanted


@pytest.mark.parametrize(
    ("text", "is_first"),
    [
        ("Les enfants de la ville jouent avec la fibre.", False),
        ("Les agents de la fibre viennent à l’école.", False),
        ("Les agents de la fibre aident les élèves de l’école.", True),
        ("La fibre des jeunes est un beau jeu.", True),
    ],
)
def test_a_first_sentence_tells_what_the_title_names(text: str, is_first: bool) -> None:
    """And what that is, what one gets or has to do, or what happens."""
    title = "La fibre de l’école et du stade"
    assert (text in proposed(text, *OTHERS, title=title)) == is_first


@pytest.mark.parametrize(
    ("text", "is_first"),
    [
        ("La fibre pour tous peut être demandée à la mairie.", True),
        ("La fibre pour tous concerne tous les départements.", False),
        ("Le renouvellement de la fibre pour tous se fait à la mairie.", False),
        ("La pose de la fibre pour tous se fait à la mairie.", True),
        ("La fibre pour tous se fait pour le renouvellement du réseau.", True),
        ("Demandez la fibre pour tous si vous avez un téléphone.", True),
    ],
)
def test_a_later_sentence_on_the_title_tells_how(text: str, is_first: bool) -> None:
    """What one does after is the essential only where the title says it."""
    assert (text in proposed("Le temps est beau.", text, *OTHERS)) == is_first


LIGHTS = "L’éclairage public a pour but de rendre les rues sûres la nuit."


@pytest.mark.parametrize(
    ("title", "text", "is_first"),
    [
        ("Le Pacs", "Le Pacs est un contrat conclu entre deux personnes majeures.", True),
        ("Le Pacs et le mariage", "Le Pacs est un contrat de deux personnes.", False),
        (
            "Le conseil municipal des jeunes",
            "Le conseil municipal des jeunes est un groupe d’élèves de la ville.",
            True,
        ),
        ("Éclairage public : coupure nocturne", LIGHTS, False),
        ("Éclairage public", LIGHTS, True),
        ("L’école", "L’école sera exceptionnellement fermée le 16 août 2024.", True),
        ("Les eaux", "La ville s’est engagée à garder les eaux propres en mai 2026.", True),
        ("Les eaux", "La ville vient de garder les eaux propres en mai 2026.", False),
    ],
)
def test_what_the_whole_title_names_is_told(title: str, text: str, is_first: bool) -> None:
    """What one names without its news, « A : B », is not what the page says."""
    assert (text in proposed(OTHERS[0], text, title=title)) == is_first


def test_a_procedure_names_itself_by_its_parts() -> None:
    for genre, is_told in (("demarche", True), ("actualite", False)):
        text = "La prise de rendez-vous est obligatoire."
        found = proposed(OTHERS[0], text, title="Demande de passeport", genre=genre)
        assert (text in found) == is_told


def test_the_kind_that_the_settings_give_is_that_of_the_essential() -> None:
    text = "La prise de rendez-vous est obligatoire."
    found = page(*(Para((Text(one),)) for one in (OTHERS[0], text, *OTHERS)))
    told = essential(found, passages(found), "demarche")
    assert told == Essential((text,), "proposition")
    assert essential(found, passages(found), "actualite").origin == "titre"


def test_of_what_one_has_to_do_one_sentence_is_told() -> None:
    first = "Vous devez demander la fibre pour tous à la mairie."
    again = "La pose de la fibre pour tous se fait chez vous."
    assert proposed(OTHERS[0], first, again, *OTHERS) == [first]
    assert proposed(OTHERS[0], again, *OTHERS) == [again]


def test_a_text_says_once_what_it_is_about() -> None:
    first = "La fibre pour tous est un réseau rapide de la région."
    again = "La fibre pour tous permet d’échanger entre les villages."
    assert proposed(first, again, *OTHERS) == [first]


def test_a_threat_and_an_item_of_a_list_are_no_essential() -> None:
    """What the references say is none either."""
    fine = "La fibre pour tous coûte une amende de 20 € à Dole."
    assert proposed(fine, *OTHERS) == []
    items = List(tuple(ListItem((Para((Text(ABOUT),)),)) for _ in range(6)))
    text = Document("x", "fr", "La fibre pour tous", (items,))
    assert essential(text, passages(text)).origin == "titre"
    paras = [Para((Text(one),)) for one in OTHERS]
    aside = (*paras, Heading(2, (Text("Textes de référence"),)), Para((Text(ABOUT),)))
    text = Document("x", "fr", "La fibre pour tous", aside)
    assert essential(text, passages(text)).origin == "titre"


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("La ville propose un réseau de fibre.", True),
        ("La fibre pour tous intéresse les villages de la région.", False),
        ("Il y a des arbres, des chats et des chiens dans la ville.", False),
        ("La fibre pour tous serait un bien pour les villages.", False),
        ("La fibre est difficile à obtenir face à la crise.", False),
        ("C’est la fibre pour tous les villages de la région.", False),
    ],
)
def test_where_nothing_is_sure_one_sentence_is_perhaps_the_essential(
    text: str, is_told: bool
) -> None:
    """One of the first half that is on the title and says what one gets."""
    found = page(*(Para((Text(one),)) for one in (OTHERS[0], text, *OTHERS[1:])))
    told = Essential((text,), "proposition")
    assert (essential(found, passages(found)) == told) == is_told
    late = page(*(Para((Text(one),)) for one in (*OTHERS, text)))
    alone = page(Para((Text(text),)))
    for one in (late, alone):
        assert essential(one, passages(one)).origin == "titre"


def test_news_does_not_say_what_a_thing_is() -> None:
    title = "Semaine bleue : concert, exposition et inauguration du festival"
    what = "La Semaine bleue est la semaine nationale des retraités."
    news = "Du 3 au 9 octobre 2026, la Semaine bleue propose un concert aux habitants."
    assert proposed(what, *OTHERS[:3], news, title=title) == [news]


def test_what_has_no_verb_is_no_sentence() -> None:
    phrase = "La fibre pour tous les villages de la région en 2026."
    assert proposed(ABOUT, phrase, *OTHERS) == [ABOUT]


def test_without_sentences_the_title_is_left() -> None:
    assert essential(page()) == Essential(("La fibre pour tous",), "titre")
