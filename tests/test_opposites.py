"""Words that bound or turn a fact: what is refused, and what says the same."""

from __future__ import annotations

import pytest

from ppun_access.easy.draft.opposites import NOTHING, axes, turned


@pytest.mark.parametrize(
    ("source", "answer", "told"),
    [
        ("Inscrivez-vous avant le 15 juin.", "Inscrivez-vous après le 15 juin.",
         "« avant » est devenu « après »"),
        ("Inscrivez-vous avant le 15 juin.", "Inscrivez-vous le 15 juin.",
         "« avant » a disparu"),
        ("Venez le 15 juin.", "Venez jusqu’au 15 juin.", "« jusqu’à » a été ajouté"),
        ("C’est possible dès 18 ans.", "C’est possible jusqu’à 18 ans.", "devenu"),
        ("Il dure depuis 2020.", "Il dure à partir de 2020.", "devenu"),
        ("Venez avant le 15 juin.", "Venez au plus tard le 15 juin.", "devenu"),
        ("Venez avant le 3 mai ou après le 15 juin.",
         "Venez après le 3 mai ou avant le 15 juin.", "à côté de « 15 juin »"),
        ("Avant la réunion, signez après l’appel.",
         "Après la réunion, signez avant l’appel.", "à côté de « appel »"),
        ("La réunion avant le vote a lieu le 3 mai.",
         "La réunion du vote a lieu avant le 3 mai.", "à côté de « 3 mai »"),
        ("Vous habitez à plus de 5 km.", "Vous habitez à moins de 5 km.",
         "« plus de » est devenu « moins de »"),
        ("Il faut au moins 18 ans.", "Il faut au plus 18 ans.", "devenu"),
        ("Il faut 18 ans au minimum.", "Il faut 18 ans au maximum.", "devenu"),
        ("Il faut environ 18 mois.", "Il faut 18 mois.", "a disparu"),
        ("Au moins 3 enfants et 5 adultes viennent.",
         "3 enfants et au moins 5 adultes viennent.", "à côté de « 3 »"),
        ("Au moins 3 et au plus 5 viennent.", "Au plus 3 et au moins 5 viennent.", "« 3 »"),
        ("Vous attendez 3 jours.", "Vous attendez 3 mois.", "« jour » est devenu « mois »"),
        ("Le train est plus rapide.", "Le train est moins rapide.", "devenu"),
        ("Le train est plus rapide et moins cher.",
         "Le train est moins rapide et plus cher.", "à côté de"),
        ("Venez lundi.", "Venez mardi.", "« lundi » est devenu « mardi »"),
        ("Le guichet est ouvert.", "Le guichet est fermé.", "« ouvert » est devenu"),
        ("L’ouverture du guichet est à 9 h.", "Le guichet ferme à 9 h.", "devenu"),
        ("La mairie est ouverte le lundi et fermée le mardi.",
         "La mairie est ouverte le mardi. Elle est fermée le lundi.", "à côté de"),
        ("Le prix du gaz augmente et la taxe baisse.",
         "Le prix du gaz baisse. La taxe augmente.", "« hausse » est devenu « baisse »"),
        ("L’aide augmente de 3 € et la taxe baisse de 5 €.",
         "L’aide augmente de 5 €. La taxe baisse de 3 €.", "à côté de"),
        ("La hausse de l’aide est forte.", "La baisse de l’aide est forte.", "devenu"),
        ("Le bus est gratuit.", "Le bus est payant.", "devenu"),
        ("Le bus est gratuit pour les enfants et payant pour les adultes.",
         "Le bus est payant pour les enfants. Il est gratuit pour les adultes.", "adulte"),
        ("Le casque est obligatoire.", "Le casque est facultatif.", "devenu"),
        ("Fumer est interdit.", "Fumer est autorisé.", "devenu"),
        ("Venez avec un papier, sans enfant.", "Venez avec un enfant, sans papier.",
         "à côté de « enfant »"),
        ("L’aide est de 50 euros par mois.", "L’aide est de 50 euros par an.", "devenu"),
        ("C’est ouvert de 9 h à 12 h.", "C’est ouvert de 12 h à 9 h.", "« de… à »"),
        ("La piscine ouvre à 9 heures et ferme à 18 heures.",
         "La piscine ferme à 9 heures. Elle ouvre à 18 heures.", "à côté de"),
        ("Les moins de 18 ans entrent et les plus de 65 ans paient.",
         "Les plus de 18 ans entrent. Les moins de 65 ans paient.", "« 18 »"),
        ("Il vient toujours.", "Il vient parfois.", "devenu"),
        ("Tous les habitants votent.", "Certains habitants votent.", "devenu"),
        ("Les travaux commencent en mai.", "Les travaux finissent en mai.", "devenu"),
        ("Le maire accepte le projet.", "Le maire refuse le projet.", "devenu"),
        ("La Région aide 30 communes et 12 écoles.",
         "La Région aide 12 communes. Elle aide 30 écoles.", "« 30 » est devenu « 12 »"),
        ("30 % des communes et 12 % des écoles ont la fibre.",
         "12 % des communes et 30 % des écoles ont la fibre.", "« 12 »"),
        ("L’entrée coûte 3 euros pour les enfants et 5 euros pour les adultes.",
         "L’entrée coûte 5 euros pour les enfants. Elle coûte 3 euros pour les adultes.",
         "adulte"),
        ("Trois agents et deux élus viennent.", "Deux agents et trois élus viennent.",
         "« trois » est devenu « deux »"),
        ("Les dossiers sont reçus le 15 juin et les réponses le 20 juin.",
         "Les dossiers sont reçus le 20 juin. Les réponses le 15 juin.", "dossier"),
        ("Le 15 juin, les dossiers sont reçus, et le 20 juin, les élus votent.",
         "Le 20 juin, les dossiers sont reçus. Le 15 juin, les élus votent.", "dossier"),
    ],
)  # fmt: skip
def test_a_fact_that_is_turned(source: str, answer: str, told: str) -> None:
    assert told in turned(source, answer)
    assert turned(answer, source)


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        ("Il faut au moins 18 ans.", "Il faut 18 ans ou plus."),
        ("L’âge est d’au moins 18 ans.", "L’âge minimum est 18 ans."),
        ("Il y a 5 places au maximum.", "Il y a au plus 5 places."),
        ("Le prix est supérieur à 5 euros.", "Le prix est de plus de 5 €."),
        ("L’aide commence à compter du 3 mai.", "L’aide débute à partir du 3 mai."),
        ("Il vient durant l’été.", "Il vient pendant l’été."),
        ("L’ensemble des habitants votent.", "Tous les habitants votent."),
        ("Chaque habitant vote.", "Tous les habitants votent."),
        ("Tous les habitants votent.", "Les habitants votent."),
        ("L’aide ne peut pas dépasser 500 euros.", "L’aide est de 500 euros au maximum."),
        ("Le prix baisse de 12 % en dix ans dans les villes.",
         "En dix ans, le prix baisse de 12 % dans les villes."),
        ("Cela commence en mars et dure environ dix-huit mois.",
         "Cela commence en mars. Cela dure environ dix-huit mois."),
        ("Les habitants ne peuvent pas voter.", "Il est interdit de voter."),
        ("L’augmentation du prix est forte.", "La hausse du prix est forte."),
        ("L’aide annuelle est de 50 euros.", "L’aide est de 50 euros par an."),
        ("Vous êtes tenu de payer.", "Vous devez payer."),
        ("Il mange lors du voyage.", "Il mange pendant le voyage."),
        ("Le prix diminue.", "Le prix baisse."),
        ("L’ouverture est à 9 heures.", "La mairie ouvre à 9 h."),
        ("Le bus est gratuit pour les enfants et payant pour les adultes.",
         "Le bus est gratuit pour les enfants. Le bus est payant pour les adultes."),
        ("Le prix du gaz augmente et la taxe baisse.",
         "Le prix du gaz augmente. La taxe baisse."),
        ("Venez avant le 3 mai ou après le 15 juin.",
         "Venez avant le 3 mai. Ou venez après le 15 juin."),
        ("Inscrivez-vous avant le lundi 15 juin 2026, à la mairie.",
         "Avant le lundi 15 juin 2026, inscrivez-vous à la mairie."),
        ("Avec l’aide de la Région, la commune paie.", "La Région aide. La commune paie."),
        ("Avant tout, le maire signe.", "Le maire signe."),
        ("Venez tout de suite.", "Venez vite."),
        ("L’aide est de 2 millions d’euros.", "C’est une aide de 2 millions d’euros."),
        ("Le délai est de 3 jours.", "Vous attendez 3 jours."),
        ("La Région donne 30 euros à 12 écoles.", "12 écoles reçoivent 30 euros."),
        ("Les 30 communes rurales reçoivent une aide de 500 euros.",
         "L’aide est de 500 euros. Elle va à 30 communes rurales."),
        ("La Région vote le budget le 15 juin et les communes le 20 juin.",
         "La Région vote le budget le 15 juin. Les communes votent le 20 juin."),
        ("Le 15 juin 2026, la mairie ferme ses 3 guichets.",
         "La mairie ferme le 15 juin 2026. Ses 3 guichets ferment."),
        ("Les personnes de 30 à 45 ans ont 2 jours.",
         "Les personnes ont 2 jours. Elles ont de 30 à 45 ans."),
        ("L’aide est de 3 euros, puis de 5 euros pour les élus.",
         "L’aide est de 3 euros. Elle est ensuite de 5 euros pour les élus."),
    ],
)  # fmt: skip
def test_a_fact_that_stays(source: str, answer: str) -> None:
    assert turned(source, answer) == ""
    assert turned(source, source) == turned(answer, answer) == ""


def test_an_expression_says_one_thing_of_its_table() -> None:
    for axis in axes():
        parts = [parts for parts, _ in axis.expressions]
        assert len(parts) == len(set(parts))
        assert all(parts), axis
        assert axis.reach in {"", "nombre", "date", "suite", "proposition"}
        assert len({sense for _, sense in axis.expressions} - {NOTHING}) >= 2
