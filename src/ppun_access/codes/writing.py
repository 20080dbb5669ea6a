"""Table of findings: what authors can write better, reported by ``checks/``."""

from ppun_access.codes.row import Chapter, Code, Severity

INFO, WARNING = Severity.INFO, Severity.WARNING

# fmt: off
CHAPTER = Chapter(
    "Ce que vous pouvez mieux écrire",
    "Ces constats portent sur le texte complet et sur la version simplifiée. Les "
    "citations, les lignes de code et les signatures ne sont pas relues. Le [guide de "
    "rédaction](guide-redaction.md) donne les mêmes conseils en une page.",
    (
        Code("code-a-recopier", INFO,
            "Plus de 12 lettres et chiffres mêlés se suivent (une clé, une empreinte) : la "
            "voix dit « un code ».",
            "Donnez un lien ou un fichier, et dites à quoi ce code sert."),
        Code("description-vague", WARNING,
            "Une image a pour description « IMG_2041.jpg » ou « photo ».",
            "Dites en une phrase ce qu’elle montre."),
        Code("ecriture-inclusive", INFO,
            "Un mot est coupé : « citoyen·ne·s », « élu(e)s », « directeurs/trices ». Une "
            "voix le lit mal.",
            "Prenez la reformulation proposée : « les citoyennes et les citoyens », « la "
            "population »."),
        Code("image-sans-description", WARNING,
            "Une image publiée n’a pas de description : qui ne la voit pas n’en sait rien.",
            "Écrivez `![ce qu’elle montre](fichier.png)` ; taisez le constat si elle ne "
            "fait que décorer."),
        Code("lien-adresse", INFO,
            "Un lien a pour mots son adresse, qu’une voix lit caractère par caractère.",
            "Écrivez le nom de la page."),
        Code("lien-ambigu", INFO,
            "Deux liens ont les mêmes mots et mènent à deux endroits, hors d’un tableau.",
            "Donnez à chacun les mots de sa page."),
        Code("lien-vague", WARNING,
            "Un lien s’appelle « ici », « en savoir plus », « cliquez ici ».",
            "Écrivez ce qu’on y trouve."),
        Code("lien-vide", WARNING,
            "Un lien n’a pas de mots : personne ne peut le suivre.",
            "Écrivez des mots, ou retirez le lien."),
        Code("liste-imitee", INFO,
            "Des puces (•) sont tapées à la main dans un paragraphe.",
            "Faites une liste : des lignes qui commencent par « - »."),
        Code("paragraphe-long", INFO,
            "Un paragraphe a plus de 150 mots.",
            "Faites-en deux."),
        Code("phrase-longue", INFO,
            "Une phrase a plus de 40 mots.",
            "Faites plusieurs phrases, ou une liste."),
        Code("phrase-sans-fin", WARNING,
            "Plus de 400 mots se suivent sans un point : c’est un texte qui a perdu ses "
            "points, ou un tableau ses cases. Le brouillon facile les garde tels quels ; "
            "ils sont lus et affichés par morceaux d’environ 1 000 mots.",
            "Remettez les points, les paragraphes, la liste ou le tableau."),
        Code("pluriel-entre-parentheses", INFO,
            "Un pluriel est entre parenthèses : « agent(s) ».",
            "Écrivez le pluriel."),
        Code("sigle-inconnu", INFO,
            "Un sigle est expliqué, et la voix l’épelle, faute de savoir comment le lire.",
            "Complétez `[prononciations]` ou `[sigles]` dans `lexique.toml`."),
        Code("sigle-inexplique", INFO,
            "Ni le texte ni `[sigles]` n’expliquent un sigle qui est employé comme un nom "
            "(« la CDPH ») ou que le programme connaît. Tout ce qui peut être une "
            "explication compte, où qu’elle soit dans le texte : « nom entier (SIGLE) », "
            "« SIGLE : nom entier », un titre, une note, des mots qui se suivent et ont "
            "ses initiales. Deux lettres ne sont dites que dans un texte facile ; "
            "l’explication de `[sigles]` n’y paraît que dans le glossaire. Les sigles de "
            "tous les jours (SMS, PDF, TVA) s’en passent.",
            "La première fois, écrivez « nom entier (SIGLE) » ; dans un texte facile, « "
            "SIGLE : nom entier » à la ligne suivante."),
        Code("tableau-sans-entete", WARNING,
            "La première ligne d’un tableau est vide, ou n’est pas un en-tête.",
            "Nommez chaque colonne."),
        Code("texte-en-capitales", INFO,
            "Trois mots ou plus se suivent en capitales : « LE GUICHET EST FERMÉ » ; un "
            "seul, dans un texte facile. Les tableaux, les sigles, les noms de famille et "
            "les villes d’une adresse ne comptent pas.",
            "Écrivez « Le guichet est fermé », en gras pour insister."),
        Code("texte-vide", WARNING,
            "Un édito (un onglet) n’a pas un mot sous son titre : seul le titre est "
            "publié.",
            "Écrivez le texte, ou retirez l’onglet."),
        Code("titre-en-gras", INFO,
            "Une ligne en gras tient lieu de titre.",
            "Faites-en un titre : `##`."),
        Code("titre-saute", INFO,
            "Un titre est deux niveaux sous celui d’avant. Les pages publiées le "
            "corrigent, GitBook non.",
            "Prenez le niveau proposé."),
        Code("titre-vide", INFO,
            "Un titre n’a pas de mots : il n’est pas publié.",
            "Écrivez ses mots, ou retirez-le."),
    ),
)
