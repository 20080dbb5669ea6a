"""Table of findings: what is published otherwise than written, and the folder."""

from ppun_access.codes.row import Chapter, Code, Severity
from ppun_access.errors import ExitCode

INFO, WARNING, ERROR = Severity

# fmt: off
CHAPTER = Chapter(
    "Ce qui est publié autrement que vous ne l’avez écrit",
    "",
    (
        Code("ancre-inconnue", INFO,
            "Un lien mène à un titre que la page n’a pas : il mène à la page.",
            "Écrivez les mots du titre : `#les-dates`."),
        Code("cd-trop-long", WARNING,
            "Un texte dure plus qu’un CD audio : le kit n’a pas son fichier de CD.",
            "Faites plusieurs textes plus courts."),
        Code("contact-absent", INFO,
            "Ni les pages, ni l’affiche du kit hors ligne, ni les livres ne disent à qui "
            "écrire ou demander un texte en braille ou sur CD.",
            "Remplissez [`[contact]`](settings.md#contact) dans `ppun.toml`."),
        Code("format-absent", WARNING,
            "Il manque un outil à un format : les autres sont faits.",
            "Faites ce que dit le message.",
            always_shown=True, retried=True),
        Code("image-absente", WARNING,
            "Une image n’est pas dans le dossier des pages, ou y est cachée (`.ssh/`) : sa "
            "description la remplace.",
            "Ajoutez le fichier, ou retirez l’image."),
        Code("image-distante", WARNING,
            "Une image est sur un autre site : nos pages n’appellent personne.",
            "Enregistrez-la à côté de la page."),
        Code("image-hors-livre", WARNING,
            "Un livre (DAISY, EPUB) ne peut pas contenir cette image (abîmée, AVIF…) : sa "
            "description la remplace.",
            "Enregistrez-la en PNG, JPEG ou GIF."),
        Code("image-illisible", WARNING,
            "Un fichier au nom d’image n’en contient pas ; une image est trop lourde, d’un "
            "format que des pages ne montrent pas (HEIC, TIFF, EMF…) ou dit avoir plus de "
            "50 millions de pixels ; un dessin SVG ne se lit pas, contient des entités ou "
            "écrit ses mots en HTML (`foreignObject`) ; ou un PDF ne peut pas contenir "
            "l’image : sa description la remplace.",
            "Réduisez-la ; enregistrez-la en PNG ou en JPEG."),
        Code("image-refusee", WARNING,
            "Aucune page ne peut contenir l’adresse de cette image.",
            "Enregistrez-la à côté de la page."),
        Code("langue-reconnue", INFO,
            "Une page n’est pas en français, d’après ses mots : elle est publiée, et lue, "
            "dans sa langue. Les règles du français ne lui sont pas appliquées.",
            "Si elle est en français, écrivez `langue: fr` dans son en-tête."),
        Code("langue-sans-voix", WARNING,
            "Aucune voix installée n’a la langue d’une page : elle n’a pas d’audio, car "
            "une voix française la lirait mal.",
            "Mettez dans `audio/` l’enregistrement d’une personne."),
        Code("langue-supposee", INFO,
            "Personne n’a dit la langue de mots en arabe, grec, cyrillique… : elle est "
            "déduite de l’écriture.",
            "Si c’en est une autre, écrivez `<span lang=\"fa\">…</span>`."),
        Code("lien-du-site", INFO,
            "Un PDF voyage seul : un lien vers une page du site n’y a que ses mots.",
            "Donnez `base_url` dans `ppun.toml`."),
        Code("lien-hors-livre", INFO,
            "Dans un livre, un lien vers une page du site n’a que ses mots.",
            "Donnez `base_url` dans `ppun.toml`."),
        Code("lien-mort", WARNING,
            "Un lien mène à une page qui n’est pas là, n’est pas publiée, ou est hors du "
            "dossier des pages : il n’a que ses mots.",
            "Écrivez une adresse entière, ou celle d’une page ; publiez-la."),
        Code("lien-refuse", WARNING,
            "Aucune page ne peut contenir une adresse comme `javascript:`.",
            "Écrivez une adresse qui commence par https://."),
        Code("logo-absent", WARNING,
            "Le fichier de `[site] logo` n’est pas dans le dossier de `ppun.toml`, ne se "
            "lit pas comme une image, ou pèse plus de 15 ko : l’accueil n’a pas de logo.",
            "Corrigez son nom, ou réduisez l’image."),
        Code("passage-hors-livre", WARNING,
            "Un passage s’entend, et n’est nulle part dans le texte d’un livre.",
            "Dites-le à qui s’occupe du programme."),
        Code("pdf-caracteres", WARNING,
            "Aucune police d’un PDF ne dessine ces caractères (émojis, chinois) : « "
            "[émoji] » ou « [signes non imprimés] » les remplace.",
            "Écrivez-les en mots."),
        Code("pdf-rate", ERROR,
            "Un PDF n’a pas pu être fait : les autres le sont.",
            "Faites ce que dit le message.",
            retried=True, exit_code=ExitCode.OUTPUT_FAILED),
        Code("piece-jointe-absente", WARNING,
            "Un lien mène à un fichier qui n’est pas dans le dossier, y est caché, ou est "
            "d’un type qui ne se donne pas : il n’a que ses mots.",
            "Ajoutez le fichier, ou écrivez une adresse entière."),
        Code("repere-double", INFO,
            "Deux passages ont le même identifiant : le second n’en a plus.",
            "Rien."),
        Code("tableau-trop-large", INFO,
            "Un tableau a trop de colonnes pour les gros caractères : le PDF le donne "
            "ligne par ligne.",
            "Faites plusieurs petits tableaux."),
        Code("texte-en-panne", ERROR,
            "Le programme a une panne sur un texte, un de ses formats, son brouillon, son "
            "son ou sa couverture ; ou ce texte arrête les processus qui y travaillent, ou "
            "demande plus de temps qu’un texte ne peut en prendre. Le message dit ce qui "
            "est perdu ; tout le reste est fait.",
            "Signalez la panne, avec la page et le `trace` de `build.json` ; retirez de la "
            "page ce qui y est inhabituel, ou coupez-la.",
            retried=True, exit_code=ExitCode.OUTPUT_FAILED),
    ),
)
FOLDER = Chapter(
    "Le dossier publié",
    "Les deux premiers viennent de `build`, les autres de `check`.",
    (
        Code("fichiers-a-reprendre", WARNING,
            "Quelqu’un d’autre a mis des fichiers dans le dossier pendant qu’il était "
            "remplacé, et d’autres y ont pris leur place : ils sont gardés à côté. Ou le "
            "reste d’une publication interrompue est là, et ce n’est pas vous qui l’aviez "
            "commencée : il n’est pas touché.",
            "Prenez ce que vous voulez, puis supprimez ce que nomme le message.",
            always_shown=True),
        Code("historique-abime", WARNING,
            "`historique.json` ne peut pas être lu : il est mis de côté, et les tendances "
            "recommencent.",
            "Rien, ou remettez une copie."),
        Code("catalogue-illisible", ERROR,
            "Il n’y a pas là de publication entière : `catalogue.json` ou notre liste des "
            "fichiers manque ou est abîmée.",
            "Publiez de nouveau.",
            exit_code=ExitCode.FATAL_FINDINGS),
        Code("fichier-abime", ERROR,
            "Un fichier n’est plus ce qui a été publié.",
            "Publiez de nouveau.",
            exit_code=ExitCode.FATAL_FINDINGS),
        Code("fichier-absent", ERROR,
            "Un fichier a disparu.",
            "Publiez de nouveau.",
            exit_code=ExitCode.FATAL_FINDINGS),
        Code("fichier-invalide", ERROR,
            "Un vérificateur refuse un fichier : [un des nôtres, ou celui "
            "d’autres](check.md).",
            "Publiez de nouveau.",
            exit_code=ExitCode.FATAL_FINDINGS),
        Code("lien-casse", ERROR,
            "Une page mène à un fichier ou à un passage qui n’est pas là.",
            "Publiez de nouveau ; si cela reste, signalez-le.",
            exit_code=ExitCode.FATAL_FINDINGS),
        Code("rapport-absent", WARNING,
            "Le rapport n’est pas à côté du dossier : on ne sait pas ce que la "
            "construction a trouvé. `check` finit alors par 1 si `[check] fatal` n’est pas "
            "vide.",
            "Publiez de nouveau.",
            always_shown=True),
        Code("verificateur-en-panne", ERROR,
            "Un vérificateur s’est arrêté avant la fin : le fichier n’est pas vérifié.",
            "Faites ce que dit le message ; voyez `ppun-access doctor`.",
            exit_code=ExitCode.FATAL_FINDINGS),
    ),
)
