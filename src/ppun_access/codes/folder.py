"""Table of findings: the published folder, as ``build`` and ``check`` see it."""

from ppun_access.codes.row import Chapter, Code, Severity
from ppun_access.errors import ExitCode

WARNING, ERROR = Severity.WARNING, Severity.ERROR
FATAL = ExitCode.FATAL_FINDINGS

# fmt: off
CHAPTER = Chapter(
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
            exit_code=FATAL),
        Code("fichier-abime", ERROR,
            "Un fichier n’est plus ce qui a été publié.",
            "Publiez de nouveau.",
            exit_code=FATAL),
        Code("fichier-absent", ERROR,
            "Un fichier a disparu.",
            "Publiez de nouveau.",
            exit_code=FATAL),
        Code("fichier-invalide", ERROR,
            "Un vérificateur refuse un fichier : [un des nôtres, ou celui "
            "d’autres](check.md).",
            "Publiez de nouveau.",
            exit_code=FATAL),
        Code("lien-casse", ERROR,
            "Une page mène à un fichier ou à un passage qui n’est pas là.",
            "Publiez de nouveau ; si cela reste, signalez-le.",
            exit_code=FATAL),
        Code("rapport-absent", WARNING,
            "Le rapport n’est pas à côté du dossier : on ne sait pas ce que la "
            "construction a trouvé. `check` finit alors par 1 si `[check] fatal` n’est pas "
            "vide.",
            "Publiez de nouveau.",
            always_shown=True),
        Code("verificateur-en-panne", ERROR,
            "Un vérificateur s’est arrêté avant la fin : le fichier n’est pas vérifié.",
            "Faites ce que dit le message ; voyez `ppun-access doctor`.",
            exit_code=FATAL),
    ),
)
