"""Recognise names of persons: given names, then surnames.

Who took part in a review is health data: no name may be kept. Better one warning too many
than one name: only an institution's own name is left alone (« ESAT Jean Moulin », « de
l’Aude »), not what belongs to somebody (« Atelier de Jean Moulin »).
"""

from __future__ import annotations

import re

from ppun_access.french.lexical.morphology import readings

_NAMES = """
    Aaron Abdallah Abdel Abdelkader Abdoulaye Adam Adèle Adrien Agathe Agnès Ahmed Aïcha
    Aïssatou Alain Alban Albert Aleksandra Alex Alexandra Alexandre Alexia Alexis Alfred
    Ali Alice Aline Alix Allan Alphonse Amadou Amandine Amélie Amina Aminata Amine
    Ana Anaïs André Andrée Angèle Angélique Anita Ann Anna Anne Annick Annie Anthony
    Antoine Antoinette Antonin Antonio Apolline Ariane Armand Armelle Arnaud Arthur
    Assia Astrid Aude Audrey Auguste Augustin Aurélie Aurélien Aurore Awa Axel Aymeric
    Ayoub Baptiste Barbara Bastien Béatrice Benjamin Benoit Benoît Bérangère Bérénice
    Bernadette Bernard Bertrand Bilal Blaise Blandine Boris Brandon Brice Brigitte Bruno
    Bryan Camille Capucine Carine Carla Carlos Carole Caroline Catherine Cécile Cédric
    Céline Chantal Charlène Charles Charlotte Cheikh Chiara Chloé Christel Christelle
    Christian Christiane Christine Christophe Cindy Claire Clara Clarisse Claude
    Claudette Claudie Claudine Clémence Clément Clotilde Colette Coline Constance
    Coralie Corentin Corinne Cyril Cyrille Damien Daniel Danièle Danielle Danny David
    Davy Deborah Delphine Denis Denise Didier Dimitri Dominique Dorian Dorothée Dylan
    Edith Édith Edouard Édouard Elena Éléonore Eliane Éliane Eliott Elisa Élisa
    Elisabeth Élisabeth Elise Élise Elodie Élodie Éloïse Elsa Émeline Emile Émile Emilie
    Émilie Emma Emmanuel Emmanuelle Enzo Eric Éric Ernest Erwan Estelle Esther Ethan
    Etienne Étienne Eugène Eugénie Eva Ève Evelyne Évelyne Fabien Fabienne Fabrice Fanny
    Farid Fatiha Fatima Fatou Fatoumata Félix Ferdinand Fernand Fernande Fiona Flavie
    Flora Flore Florence Florent Florian Francesca Francine Francis Franck François
    Françoise Frank Fred Frédéric Frédérique Gabin Gabriel Gabrielle Gaël Gaëlle Gaëtan
    Gaspard Gaston Gauthier Geneviève Georges Georgette Gérald Géraldine Gérard Germain
    Germaine Ghislain Ghislaine Gilbert Gilberte Gilles Giovanni Gisèle Giulia Grégoire
    Grégory Guillaume Gustave Guy Gwenaël Gwenaëlle Gwendoline Hafida Hajar Hakim Hamid
    Hamza Hanane Hassan Hélène Henri Henriette Hervé Honoré Houria Hubert Hugo Hugues
    Huguette Hussein Ibrahim Ilyes Imran Ines Inès Irène Isabelle Ismaël Issa Ivan Jack
    Jacqueline Jacques Jamel Jamila Jane Janine Jason Jean Jeanne Jeannine Jennifer
    Jérémie Jérémy Jérôme Jessica Joana Joanna João Joël Joëlle Johan Johanna John
    Jonathan Jordan José Joseph Joséphine Josette Josiane Joyce Jules Julia Julian Julie
    Julien Julienne Juliette Justin Justine Karim Karima Karine Katia Kelly Kevin Kévin
    Khadija Khaled Kilian Killian Kylian Laetitia Laëtitia Lamia Lara Latifa Laure
    Laurence Laurent Lauriane Léa Leila Leïla Lena Léna Léo Léon Léonie Leyla Liam
    Lilian Liliane Lilou Lina Line Lionel Lisa Lise Loan Loïc Lola Lorenzo Lou Louis
    Louise Louna Luc Lucas Lucette Lucie Lucien Lucienne Ludivine Ludovic Luis Lydia
    Lydie Madeleine Maël Maëlys Maëva Magali Malik Malika Malo Mamadou Manon Manuel
    Manuela Marc Marcel Marcelle Marco Margaux Margot Marguerite Maria Mariam Mariama
    Marianne Marie Marielle Marina Marine Marion Marius Martial Martin Martine Marylène
    Maryline Maryse Mathéo Mathieu Mathilde Mathis Matteo Matthieu Maud Maurice Max
    Maxence Maxime Mehdi Mélanie Mélissa Meriem Michaël Michel Michèle Michelle Mickaël
    Mireille Mohamed Mohammed Monique Morgan Morgane Mounir Moussa Muriel Murielle
    Mustapha Myriam Nabil Nadège Nadia Nadine Naïma Nassim Natacha Nathalie Nathan Nawal
    Nicolas Nicole Ninon Noa Noé Noël Noëlle Noémie Nolan Nora Norbert Nordine Nour
    Noureddine Océane Odette Odile Olga Olivia Olivier Omar Oscar Oumar Ousmane Paolo
    Pascal Pascale Patrice Patricia Patrick Paul Paule Paulette Pauline Pedro Perrine
    Peter Philippe Pierre Pierrette Quentin Rachel Rachid Rachida Rania Raoul Raphaël
    Raphaëlle Rayan Rayane Raymond Raymonde Rebecca Redouane Régine Régis Rémi Rémy
    Renaud René Renée Richard Robert Roger Roland Romain Romane Roméo Ronan Roxane Ryan
    Sabine Sabrina Salim Salima Salomé Samia Samir Samira Samuel Sana Sandra Sandrine
    Sara Sarah Sébastien Serge Séverine Sidonie Siham Simon Simone Slimane Sofia Sofiane
    Solange Solène Sonia Sophie Soraya Soufiane Stanislas Stella Stéphane Stéphanie
    Steve Steven Suzanne Sylvain Sylvaine Sylvère Sylvestre Sylvette Sylviane Sylvie
    Tanguy Tania Tarik Tatiana Théo Théodore Thérèse Thibaud Thibault Thierry Thomas
    Tiphaine Timéo Timothée Tom Tony Valentin Valentine Valérie Vanessa Véronique Victoire
    Victor Victoria Vincent Violette Virginie Viviane Vivien Wafa Willy Xavier Yacine Yamina
    Yanis Yann Yannick Yasmine Yassin Yassine Yoann Yolande Younes Youssef Yvan Yves
    Yvette Yvon Yvonne Zakaria Zélie Zineb Zoé Zohra
"""
GIVEN_NAMES = frozenset(_NAMES.split())


def is_given_name(word: str) -> bool:
    """Return whether ``word``, or a part of it joined by a hyphen, is a given name."""
    return any(part in GIVEN_NAMES for part in word.split("-"))


_TITLE = re.compile(
    r"(?<![A-Z]\.)\b(?:M\.|MM\.|Mr\b|Mme\b|Mmes\b|Mlle\b|Monsieur\b|Madame\b|Mademoiselle\b|Dr\b|Me\b)"
    r"\s*[A-ZÀ-Ý]"
)
_INITIAL = re.compile(
    r"(?<![\w.])[A-ZÀ-Ý]\.[\s-]?(?:[A-ZÀ-Ý]\.\s)?[A-ZÀ-Ý][^\W\d_A-ZÀ-Ý]{2,}"
)
"""« K. Benali », not « E.S.A.T. Besançon »."""
_REACHED = re.compile(
    r"(?<![\w.+-])[\w.+-]++@[\w-]++\.\w|(?:\+33[\s.]?|\b0)[1-9](?:[\s.-]?\d\d){4}\b"
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NEAR = 40
"""Words before a name that may say whose it is."""
_PLACE_NAMES = """
    adapei apei association atelier ateliers avenue bibliothèque centre cité clinique club
    collège commune complexe conseil eam école ehpad esat espace établissement fam fondation
    foyer foyers gem groupe hôpital ime impro institut itep lycée mairie maison mas
    médiathèque papillons place pôle quartier résidence rue saint sainte salle samsah savs
    sessad site st ste udapei unapei ville
"""
_PLACES = frozenset(_PLACE_NAMES.split())
_TOWNS = frozenset({"ville", "commune", "mairie"})
"""What follows them and « de » is a town."""
_SET_UP_NAMES = """
    adapei apei collège eam ehpad esat fam hôpital ime impro itep lycée samsah savs sessad
    udapei unapei
"""
_SET_UP = frozenset(_SET_UP_NAMES.split())
"""What follows them and « d’ », alone, is a town (« ESAT d’Albert »)."""
_HOMES = frozenset({"Maison", "Résidence", "Villa"})
"""What follows them and « de », alone, is their name; no capital: somebody’s house."""
_FEASTS = frozenset({"noël"})
_ARTICLES = frozenset({"du", "des", "la", "le", "les", "l", "un", "une"})
_OWNED = frozenset({"de", "d"})
_LINKS = _ARTICLES | _OWNED | {"et"}


def person_in(text: str) -> str:
    """Return the words of ``text`` that look like a person's name, empty without any.

    >>> person_in("ESAT Jean Moulin"), person_in("Paul Martin, atelier du Doubs")
    ('', 'Paul Martin')
    """
    for pattern in (_TITLE, _INITIAL, _REACHED):
        if found := pattern.search(text):
            return text[found.start() :].strip()[:60]
    words = list(_WORD.finditer(text))
    for number, word in enumerate(words):
        after = words[number + 1][0] if number + 1 < len(words) else ""
        near = after and text[word.end() : words[number + 1].start()].isspace()
        before = words[max(0, number - _NEAR) : number]
        if not _is_name(word[0], before, after if near else ""):
            continue
        is_surname = near and (after[:1].isupper() or word[0].islower())
        if not _names_a_place(before, text[: word.start()]) and (
            is_surname or not _is_no_person(word, before, text)
        ):
            return f"{word[0]} {after}" if is_surname else word[0]
    return ""


def _is_given(word: str) -> bool:
    """Return whether every part of ``word`` is a given name, in capitals or not."""
    return all(part.capitalize() in GIVEN_NAMES for part in word.split("-"))


def _is_name(word: str, before: list[re.Match[str]], after: str) -> bool:
    """Return whether a given name is one here; without a capital, it may be a word.

    « marie » is a verb: it is a name before what is no word (« marie durand »).
    """
    if not _is_given(word) or word[:1].isupper():
        return _is_given(word)
    if before and before[-1][0].lower() in _ARTICLES:
        return False
    return not readings(word) or bool(after and (_is_given(after) or not readings(after)))


def _is_no_person(word: re.Match[str], before: list[re.Match[str]], text: str) -> bool:
    """Return whether the word before a name alone makes it none.

    « l’Aude » has an article, « Atelier de Noël » is about a feast, « ESAT d’Albert » is
    in a town, « Maison de Jeanne » is the name of an institution.
    """
    if not before:
        return False
    last = before[-1][0].lower()
    if word[0].lower() in _FEASTS:
        return last in _OWNED
    if last in _OWNED and len(before) > 1 and before[-2][0] in _HOMES:
        return text[before[-2].end() : before[-1].start()].isspace()
    if text[before[-1].end() : word.start()] not in ("’", "'"):
        return False
    return last == "l" or (
        last == "d" and len(before) > 1 and before[-2][0].lower() in _SET_UP
    )


def _names_a_place(before: list[re.Match[str]], text: str) -> bool:
    """Return whether the words that end ``text`` open a place's name, without a comma."""
    end = len(text)
    owned = bool(before) and before[-1][0].lower() in _OWNED
    for word in reversed(before):
        gap = text[word.end() : end]
        if any(mark in gap for mark in ",;()"):
            return False
        end, lower = word.start(), word[0].lower()
        if lower in _PLACES:
            return not owned or lower in _TOWNS
        if lower not in _LINKS and not _is_given(word[0]):
            return False
    return False
