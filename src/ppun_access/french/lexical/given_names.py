"""Given names that are common in France: what follows one in capitals is a surname."""

from __future__ import annotations

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
    Timéo Timothée Tom Tony Valentin Valentine Valérie Vanessa Véronique Victoire Victor
    Victoria Vincent Violette Virginie Viviane Vivien Wafa Willy Xavier Yacine Yamina
    Yanis Yann Yannick Yasmine Yassin Yassine Yoann Yolande Younes Youssef Yvan Yves
    Yvette Yvon Yvonne Zakaria Zélie Zineb Zoé Zohra
"""
GIVEN_NAMES = frozenset(_NAMES.split())


def is_given_name(word: str) -> bool:
    """Return whether ``word``, or a part of it joined by a hyphen, is a given name."""
    return any(part in GIVEN_NAMES for part in word.split("-"))
