"""Table of findings: easy versions, videos in sign language and settings."""

from ppun_access.codes.row import Chapter, Code, Severity
from ppun_access.errors import ExitCode

INFO, WARNING, ERROR = Severity

# fmt: off
CHAPTER = Chapter(
    "Versions simplifiées, langue des signes et réglages",
    "",
    (
        Code("accord-incomplet", WARNING,
            "`accord_auteur` est sans service ou sans date : le texte reste sans "
            "signature.",
            "Ajoutez-les."),
        Code("brouillon-absent", WARNING,
            "L’analyseur de phrases a échoué sur trois textes de suite, ou n’est pas là : "
            "d’autres n’ont pas de brouillon automatique.",
            "Réinstallez spaCy si cela recommence.",
            retried=True),
        Code("brouillon-trop-long", INFO,
            "Un texte a plus de 5 000 phrases : aucun brouillon n’en est fait.",
            "Coupez la page en plusieurs, ou écrivez vous-même la version simplifiée."),
        Code("brouillon-corrige", INFO,
            "Quelqu’un a corrigé un brouillon automatique dans le dossier de l’équipe : il "
            "n’est pas remplacé.",
            "Déplacez-le vers `facile/<id>.md`, ou supprimez-le."),
        Code("cle-inconnue", WARNING,
            "L’en-tête d’une version simplifiée a une clé inconnue ; ou celui d’une page, "
            "une clé qui ressemble à une des nôtres (`publie: non`).",
            "Écrivez une de celles que donne le message.",
            minor="dans une page, quand la clé ne décide pas de la publication"),
        Code("couleur-corrigee", INFO,
            "`[site] couleur` n’a pas un contraste de 7:1 avec les pages claires : une "
            "nuance plus foncée la remplace.",
            "Prenez la couleur proposée, ou une autre couleur foncée."),
        Code("date-illisible", WARNING,
            "Une date n’est pas comprise, ou n’a pas de jour.",
            "Écrivez-la comme 2024-05-06 ou 6 mai 2024."),
        Code("declaration-incomplete", INFO,
            "Il manque à la [déclaration d’accessibilité](site.md) ce que la loi demande.",
            "Remplissez les réglages que donne le message."),
        Code("empreinte-illisible", WARNING,
            "`empreinte` n’est pas ce qu’écrit `facile sign` : rien ne dit quel texte a "
            "été relu.",
            "Signez de nouveau."),
        Code("facile-illisible", ERROR,
            "Une version simplifiée ne peut pas être lue, n’est pas où le dit sa page, ou "
            "est hors du dossier des pages : elle n’est pas publiée.",
            "Faites ce que dit le message.",
            exit_code=ExitCode.BAD_INPUT, keeps_back=True),
        Code("facile-sans-texte", WARNING,
            "Un fichier de `facile/` n’est la version d’aucun texte.",
            "Renommez-le."),
        Code("fait-perdu", WARNING,
            "Une date, une somme, un âge, un lieu, un numéro… du texte complet n’est pas "
            "dans le texte facile, ni en chiffres ni en lettres.",
            "Écrivez-le, ou `<!-- faits omis : 150 €, 3 mai -->` si c’est voulu."),
        Code("glossaire-change", WARNING,
            "Le glossaire, ou la définition d’un mot du texte, a changé après la relecture "
            ": le label est retiré.",
            "Faites-la relire, puis signez."),
        Code("histoire-illisible", INFO,
            "git ne dit pas quand les pages d’un dossier ont changé : copie partielle, "
            "dépôt abîmé, date qui n’existe pas.",
            "Faites ce que dit le message."),
        Code("images-changees", WARNING,
            "Une image ou un pictogramme a changé après la relecture : le label est "
            "retiré.",
            "Faites-la relire, puis signez."),
        Code("lsf-format", WARNING,
            "Un fichier de `lsf/` n’est ni WebM, ni MP4, ni WebVTT.",
            "Exportez-le dans un de ces formats."),
        Code("lsf-illisible", WARNING,
            "Un fichier de `lsf/` n’est pas ce que dit son nom, ou mène hors du dossier "
            "des pages : il n’est pas publié.",
            "Exportez-le de nouveau, ou copiez-le ici."),
        Code("lsf-sans-sous-titres", WARNING,
            "Une vidéo en langue des signes n’a pas de sous-titres.",
            "Ajoutez `lsf/<id>.vtt`."),
        Code("lsf-sans-texte", WARNING,
            "Un fichier de `lsf/` n’est la vidéo d’aucun texte.",
            "Prenez un des noms que donne le message."),
        Code("mentions-incompletes", INFO,
            "Il manque aux [mentions légales](site.md) ce que la loi demande.",
            "Remplissez les réglages que donne le message."),
        Code("paragraphe-a-revoir", WARNING,
            "Le paragraphe de la source auquel un passage est lié a changé : l’ancien "
            "passage reste, avec une note.",
            "Relisez-le, puis `facile sign ID --revu`."),
        Code("paragraphe-sans-facile", INFO,
            "Aucun passage du texte facile n’est lié à ce paragraphe de sa source.",
            "`facile new ID --completer`, ou un commentaire qui n’y lie rien."),
        Code("passage-a-ecrire", WARNING,
            "Un commentaire « à écrire » tient la place d’un tableau ou d’une image que le "
            "texte facile ne dit pas : il ne peut pas être validé.",
            "Écrivez le passage, ou laissez-le de côté ; puis retirez le commentaire."),
        Code("personne-nommee", WARNING,
            "Une relecture, ou l’accord de l’auteur, semble nommer une personne : c’est "
            "une donnée de santé.",
            "Écrivez le nom de l’atelier ou du service, et un nombre."),
        Code("picto-sans-licence", WARNING,
            "La licence ou l’auteur d’un pictogramme n’est pas noté : il n’est pas publié, "
            "sa description l’est.",
            "Écrivez les deux dans [`pictos/pictos.toml`](settings.md#pictospictostoml)."),
        Code("podcast-absent", INFO,
            "Pas de podcast : `base_url` n’est pas donné ou pas en https, rien n’a de son, "
            "ou son image manque.",
            "Faites ce que dit le message."),
        Code("premiere-personne", WARNING,
            "Le texte dit « je » ou « nous », et l’accord de l’auteur n’est pas noté.",
            "Écrivez à la troisième personne, ou notez l’accord."),
        Code("reglage-sans-texte", WARNING,
            "`ppun.toml` parle d’un texte qui n’existe pas.",
            "Prenez un des identifiants que donne le message."),
        Code("relecture-a-venir", WARNING,
            "Une relecture porte un jour à venir : elle ne compte pas jusque-là.",
            "Écrivez le jour de la relecture.",
            retried=True),
        Code("relecture-absente", WARNING,
            "`relu` ou `valide` sans relecture notée de ce texte : la version est publiée "
            "comme un brouillon.",
            "`facile sign ID`."),
        Code("relecture-incomplete", WARNING,
            "Une entrée de `relectures` est sans atelier, sans jour ou sans nombre de "
            "personnes : elle ne compte pas.",
            "Écrivez ce que montre le message."),
        Code("reponse-inconnue", WARNING,
            "`reponses` nomme un test que les RLS n’ont pas, ou une réponse qui n’en est "
            "pas une.",
            "Écrivez `reponses: {RLS-6.1.1: C}`, avec C, NC ou NA."),
        Code("signature-absente", WARNING,
            "`valide`, et rien ne dit que ce texte-ci l’a été : la version est publiée "
            "comme `relu`.",
            "`facile sign ID`."),
        Code("source-changee", WARNING,
            "Le texte complet a changé après l’écriture de la version simplifiée.",
            "Relisez-la, puis `facile sign ID --revu`."),
        Code("statut-inconnu", WARNING,
            "Ce statut n’existe pas.",
            "Écrivez `brouillon`, `relu` ou `valide`."),
        Code("texte-change", WARNING,
            "Le texte facile a changé après la relecture : le label est retiré.",
            "Faites-le relire, puis signez."),
        Code("texte-sans-date", INFO,
            "Aucune date n’est écrite, et git ne connaît pas la page : l’épisode n’a pas "
            "de date, DAISY et EPUB disent 1980-01-01.",
            "Écrivez `date`."),
    ),
)
