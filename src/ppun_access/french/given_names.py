"""Given names that are common in France: what follows one in capitals is a surname."""

from __future__ import annotations

_NAMES = """
    Abdel Adam Adèle Adrien Agathe Agnès Ahmed Aïcha Alain Alban Albert Alex Alexandra
    Alexandre Alexia Alexis Alfred Alice Aline Alix Alphonse Amandine Amélie Amina Anaïs
    André Andrée Angèle Angélique Anita Ann Anna Anne Annick Annie Anthony Antoine
    Antoinette Antonin Ariane Armand Armelle Arnaud Arthur Astrid Aude Audrey Auguste
    Augustin Aurélie Aurélien Aurore Axel Aymeric Baptiste Barbara Bastien Béatrice
    Benjamin Benoît Benoit Bérangère Bérénice Bernadette Bernard Bertrand Blaise Blandine
    Boris Brice Brigitte Bruno Camille Capucine Carine Carla Carole Caroline Catherine
    Cécile Cédric Céline Chantal Charles Charlène Charlotte Chloé Christel Christelle
    Christian Christiane Christine Christophe Claire Clara Clarisse Claude Claudette
    Claudie Claudine Clémence Clément Clotilde Colette Coline Constance Corentin Corinne
    Coralie Cyril Cyrille Damien Daniel Danièle Danielle Danny David Davy Deborah Delphine
    Denis Denise Didier Dimitri Dominique Dorian Dorothée Édith Edith Édouard Edouard
    Éléonore Éliane Eliane Élisa Elisa Élisabeth Elisabeth Élise Elise Élodie Elodie
    Éloïse Elsa Émeline Emile Émile Émilie Emilie Emma Emmanuel Emmanuelle Éric Eric Erwan
    Estelle Esther Étienne Etienne Eugène Eugénie Eva Ève Évelyne Evelyne Fabien Fabienne
    Fabrice Fanny Farid Fatima Fatiha Félix Ferdinand Fernand Fernande Flavie Flora Flore
    Florence Florent Florian Francine Francis Franck François Françoise Frank Fred
    Frédéric Frédérique Gabriel Gabrielle Gaël Gaëlle Gaëtan Gaston Gauthier Geneviève
    Georges Georgette Gérald Géraldine Gérard Germain Germaine Ghislain Ghislaine Gilbert
    Gilberte Gilles Gisèle Grégoire Grégory Guillaume Gustave Guy Gwenaëlle Gwendoline
    Hakim Hamid Hassan Hélène Henri Henriette Hervé Honoré Hubert Hugo Hugues Huguette
    Ibrahim Inès Irène Isabelle Ivan Jack Jacqueline Jacques Jamel Jamila Jane Janine
    Jason Jean Jeanne Jeannine Jennifer Jérémie Jérémy Jérôme Jessica Joanna Joël Joëlle
    Johan Johanna John Jonathan Jordan Joseph Joséphine Josette Josiane Joyce Jules Julia
    Julian Julie Julien Julienne Juliette Justin Justine Karim Karima Karine Katia Kevin
    Kévin Khadija Laetitia Laëtitia Lara Laure Laurence Laurent Lauriane Léa Léo Léon
    Léonie Leïla Leila Lilian Liliane Line Lionel Lisa Lise Loïc Lola Louis Louise Luc
    Lucas Lucette Lucie Lucien Lucienne Ludivine Ludovic Lydia Lydie Madeleine Magali
    Malik Manon Manuel Manuela Marc Marcel Marcelle Margaux Margot Marguerite Maria
    Marianne Marie Mariam Marielle Marina Marine Marion Marius Martial Martin Martine
    Maryse Maryline Marylène Mathieu Matthieu Mathilde Mathis Maud Maurice Max Maxence
    Maxime Mehdi Mélanie Mélissa Michaël Michel Michèle Michelle Mickaël Mireille Mohamed
    Mohammed Monique Morgan Morgane Mounir Muriel Murielle Mustapha Myriam Nadège Nadia
    Nadine Naïma Nassim Natacha Nathalie Nathan Nicolas Nicole Ninon Noé Noël Noëlle
    Noémie Nora Norbert Océane Odette Odile Olga Olivia Olivier Oscar Pascal Pascale
    Patrice Patricia Patrick Paul Paule Paulette Pauline Perrine Peter Philippe Pierre
    Pierrette Quentin Rachel Rachid Rachida Raoul Raphaël Raphaëlle Raymond Raymonde
    Rebecca Régine Régis Rémi Rémy Renaud René Renée Richard Robert Roger Roland Romain
    Romane Roméo Roxane Sabine Sabrina Salomé Samia Samir Samira Samuel Sandra Sandrine
    Sara Sarah Sébastien Serge Séverine Sidonie Simon Simone Sofia Solange Solène Sonia
    Sophie Stanislas Stella Stéphane Stéphanie Steve Suzanne Sylvain Sylvaine Sylvère
    Sylvestre Sylvette Sylviane Sylvie Tanguy Tania Tatiana Théo Théodore Thérèse Thibaud
    Thibault Thierry Thomas Timothée Tony Valentin Valentine Valérie Vanessa Véronique
    Victor Victoire Victoria Vincent Violette Virginie Vivien Viviane Willy Xavier Yann
    Yannick Yasmine Yoann Yolande Youssef Yvan Yves Yvette Yvon Yvonne Zoé
"""
GIVEN_NAMES = frozenset(_NAMES.split())


def is_given_name(word: str) -> bool:
    """Return whether ``word``, or a part of it joined by a hyphen, is a given name."""
    return any(part in GIVEN_NAMES for part in word.split("-"))
