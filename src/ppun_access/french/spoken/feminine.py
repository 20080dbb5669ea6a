"""Which nouns are feminine, as far as the last « un » of a number needs to know.

Endings that are feminine nearly always, their exceptions, and a list of frequent nouns.
A noun that neither knows leaves the number in digits: saying nothing beats saying wrong.
"""

from __future__ import annotations

import re

_ENDINGS = re.compile(
    r"(?:[ts]ions?|xions?|tés?|ées?|ances?|ences?|ettes?|esses?|elles?|[ei]nnes?|onnes?|"
    r"euses?|trices?|tudes?|ures?|eries?|gies?|phies?|nomies?|"
    r"aines?|ières?|illes?|ouilles?|nces?)$"
)
_MASCULINE_TEXT = """
    accidenté accusé adopté adultère agité amputé aparté apogée arrière arrêté assisté
    associé athlète athée augure avion bacille bas-côté bastion beau-frère beau-père
    bidonville blessé braille bromure caducée camion camée capitaine caractère carbure
    carnivore cautère centaure champion chèvrefeuille cimetière codicille comité commerce
    comté confrère conifère critère croquemitaine cyanure côté derrière dinosaure diplômé
    divorce doigté domaine drille décolleté décontracté déporté député député-maire dératé
    désenchanté déshérité effronté employé emporté empyrée espion exalté excité exempté
    exploité feuilleté fion frère gorille grand-père gribouille génie hydrocarbure hypogée
    hère hébété hémisphère incendie invité karaté kilotonne libelle ligure lion lycée
    macchabée mammifère mausolée mercure messie mi-été mille milliard million ministère
    monastère mousse murmure musée mystère nonce parjure pion polichinelle porte-bouteille
    portefeuille prince prytanée précipité prêté pâté père périnée quadrille quartette
    quinconce quintette rebelle renne repère retraité rez-de-chaussée réfugié réhabilité
    révolté scarabée scion sexe silence somnifère sosie squelette sulfure traité
    transporté trille trophée vaudeville velouté vermicelle violoncelle zelle éclaté
    élysée été
"""
_MASCULINE = frozenset(_MASCULINE_TEXT.split())
"""Nouns that are not, although they end like the others."""
_LISTED_TEXT = """
    adjointe adresse agence agricultrice aide alerte allée ancienne annexe année antenne
    application archive arme assemblée association avance banque base belle bibliothèque
    bonne borne bouteille boîte branche brique caisse campagne caméra candidate cantine
    carte caserne centaine centrale chambre charge chaîne chose cible citoyenne cité
    classe clause clef clé collectivité colline colonne commande communauté commune
    conseillère convention copie corde couche coupe course crise croix crèche cuillère
    cuisine cuve date demande dent dernière dette direction dizaine donnée dose douzaine
    durée dépense eau enquête entreprise erreur escale espèce expérience faille famille
    faute femme fenêtre ferme feuille fiche figure filière fille fin fleur fois fondation
    forme formule forêt foule fraction fête gamme garantie gare goutte grande grille
    grippe grève guerre habitante haie halte heure histoire idée image imprimante
    infirmière initiative inscription instance intercommunalité intervention jambe journée
    juridiction lampe langue lettre licence ligne limite liste livraison loi longue
    machine main mairie maison maladie malle manche manière marche marque matière mer
    messe mesure mine minorité minute mise molécule montagne moto musique mère médaille
    médiathèque méthode métropole naissance nation norme note nouvelle nuit occasion offre
    ombre once opinion option opération ordonnance oreille organisation orientation page
    panne parcelle parole part partie peine personne perte petite phase pierre pile
    piscine piste pièce place plage plainte planche plante plaque plate-forme plateforme
    pluie police pomme pompe porte pratique première preuve principale priorité prise
    prison procédure promesse province présidente puce période question quinzaine rame
    rampe randonnée recette reine rencontre rente ressource revue rive rivière robe roue
    route ruche rue ruelle règle réforme région réponse réunion salariée salle sanction
    seconde section semaine session seule signature soeur somme sortie source station
    structure subvention succursale surface séance série sœur table tablette taille tasse
    taxe température tentative terre thèse tombe tonne trace tranche tribune trousse tâche
    tête unité usagère usine vache vague valeur vente version victime vidéo vie vieille
    vigne ville vingtaine virgule visite vitre voie voiture voix zone échelle école église
    élue émission épreuve équipe étape étude étudiante évaluation île œuvre
"""
_LISTED = frozenset(_LISTED_TEXT.split())
"""Nouns, and the adjectives that stand before nouns."""


def is_feminine(noun: str) -> bool:
    """Return whether ``noun`` is known to be feminine, singular or plural."""
    noun = noun.lower()
    singular = noun[:-1] if noun.endswith("s") and len(noun) > 4 else noun
    if noun in _LISTED or singular in _LISTED:
        return True
    if noun in _MASCULINE or singular in _MASCULINE:
        return False
    return len(singular) > 4 and "-" not in noun and bool(_ENDINGS.search(noun))
