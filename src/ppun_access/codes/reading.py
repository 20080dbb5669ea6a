"""Table of findings: what readers do not understand in a page or a folder."""

from ppun_access.codes.row import Chapter, Code, Severity
from ppun_access.errors import ExitCode

INFO, WARNING, ERROR = Severity

# fmt: off
CHAPTER = Chapter(
    "Ce qu’une page contient et que le programme ne comprend pas",
    "",
    (
        Code("balise-inconnue", WARNING,
            "Une balise HTML est inconnue : son texte est gardé. Ou des mots sont écrits "
            "comme une balise, « `<votre prénom>` », « `</votre nom>` », « `x<y et y>z` » "
            ": ils sont publiés comme ils sont écrits.",
            "Retirez la balise ; écrivez `&lt;` à la place de `<`."),
        Code("balise-mal-ecrite", WARNING,
            "Un guillemet manque dans une balise HTML ou GitBook ; ou rien ne ferme un "
            "`<!--`, un `{%` ou un bloc de code : le texte est gardé comme il est écrit.",
            "Écrivez ainsi : `{% tab title=\"…\" %}`."),
        Code("balise-non-fermee", WARNING,
            "`{% hint %}` est sans `{% endhint %}`, `<sup>` sans `</sup>`, `<script>` sans "
            "`</script>`, qui prendrait le reste de la page. Le texte est gardé.",
            "Fermez la balise."),
        Code("balise-retiree", WARNING,
            "Le contenu d’un `<script>` ou d’un `<style>` n’est pas un texte à lire : il "
            "n’est pas publié.",
            "Retirez-le."),
        Code("balise-sans-debut", WARNING,
            "`{% endtab %}` ne ferme rien.",
            "Retirez-la."),
        Code("bloc-conditionnel", WARNING,
            "`{% if visitor… %}` : ce que GitBook montre à quelques personnes est publié "
            "pour tout le monde.",
            "Retirez ce qui ne doit pas l’être."),
        Code("bloc-inconnu", WARNING,
            "Un bloc n’est pas de [ceux de GitBook](readers.md) ; son texte est gardé.",
            "Vérifiez comment il se lit."),
        Code("cellules-en-trop", WARNING,
            "Dans un tableau en Markdown, une ligne a plus de cases que la première : "
            "elles sont gardées, dans des colonnes sans nom.",
            "Nommez ces colonnes, ou mettez moins de barres."),
        Code("cle-repetee", WARNING,
            "L’en-tête d’une page dit deux fois la même clé : la dernière compte.",
            "Retirez-en une."),
        Code("code-en-retrait", WARNING,
            "Dans une page GitBook, des lignes commencent par quatre espaces après une "
            "ligne vide, hors d’une liste ou d’un bloc : c’est du code, comme le montre "
            "GitBook, et aucune voix ne le lit.",
            "Retirez les espaces devant un texte ; mettez le code entre deux lignes ```` "
            "``` ````."),
        Code("commentaire-inconnu", WARNING,
            "Un commentaire `<!-- ppun: … -->` ne veut rien dire, ou nomme un constat qui "
            "ne peut pas être tu.",
            "Écrivez le code proposé.",
            always_shown=True),
        Code("commentaires-retires", INFO,
            "Les commentaires d’un [document bureautique](office.md) ne sont pas publiés.",
            "Rien, ou retirez-les."),
        Code("contenu-cache", INFO,
            "Les colonnes que GitBook cache et les couvertures de cartes ne sont pas "
            "publiées.",
            "Écrivez dans une colonne visible ce qui doit se lire."),
        Code("contenu-sans-description", INFO,
            "`{% embed %}` n’a pas de légende : le lien dit seulement « Vidéo sur … ».",
            "Écrivez une phrase, puis `{% endembed %}`."),
        Code("fichier-non-lu", WARNING,
            "Un document du dossier ne se lit pas (.doc, .pages, .xls, .pdf, .tex, .rst, "
            ".typ, .pls…) et aucune page n’y mène ; une page est dans un dossier `audio`, "
            "`lsf`, `pictos` ou `facile`, ou dans celui d’une page enregistrée (`x_files`) "
            "qui n’est pas là ; ou bien c’est un tube.",
            "Faites ce que dit le message : enregistrez en .docx, déplacez le fichier, "
            "faites-y un lien ; ou écrivez `exclure` dans [`[pages]`](settings.md#pages)."),
        Code("formule-en-source", INFO,
            "Une formule est publiée comme elle est écrite (`x^2`), en code.",
            "Dites en mots ce qu’elle veut dire."),
        Code("hors-contenu", INFO,
            "Ce qui entoure le contenu d’une page web (menus, en-tête, pied, formulaires) "
            "n’est pas publié.",
            "Vérifiez que rien ne manque."),
        Code("image-dans-adresse", WARNING,
            "Une image est écrite dans son adresse (`data:`) : sa description la remplace.",
            "Mettez un fichier à côté de la page."),
        Code("imbrication-profonde", WARNING,
            "Plus de 24 listes ou citations sont les unes dans les autres : leurs mots "
            "restent, en paragraphes.",
            "Faites moins de niveaux."),
        Code("icone-seule", WARNING,
            "Dans une page de [MkDocs](mkdocs.md), une icône (`:material-check:`) est "
            "seule dans une case, un lien ou une ligne : son nom est publié à sa place. "
            "Les autres icônes décorent : elles ne sont pas publiées.",
            "Écrivez les mots."),
        Code("inclusion-impossible", WARNING,
            "`{% include %}` ou `--8<--` nomme un fichier qui n’est pas dans l’espace, ou "
            "qui s’inclut lui-même.",
            "Ajoutez le fichier, ou retirez la balise."),
        Code("interface-non-lue", WARNING,
            "`{% openapi %}` a une description (`src`, `spec`), faite pour des programmes "
            ": elle n’est pas lue. La page y mène, et ne dit rien des paramètres ni des "
            "réponses.",
            "Dites l’essentiel en mots dans la page."),
        Code("langue-inconnue", WARNING,
            "`langue:` dans l’en-tête d’une page n’est pas une langue : la page garde "
            "celle du projet.",
            "Écrivez un code comme `en`."),
        Code("lien-symbolique", WARNING,
            "Un lien symbolique mène hors du dossier, ou nulle part : il n’est pas suivi.",
            "Copiez le fichier à sa place, ou donnez [`build "
            "--racine`](settings.md#liens).",
            minor="quand il mène à une page qui est publiée une fois, à sa place"),
        Code("liste-renumerotee", INFO,
            "Une liste a, b, c ou i, ii, iii est publiée avec 1, 2, 3.",
            "Vérifiez ce qui renvoie à ses points."),
        Code("mkdocs-non-lu", WARNING,
            "`mkdocs.yml` demande des modules (`plugins`, `markdown_extensions`) que le "
            "programme ne connaît pas : ce qu’ils ajoutent aux pages n’est pas publié.",
            "Vérifiez les pages qui s’en servent : [ce qui est lu](mkdocs.md)."),
        Code("modifications-suivies", WARNING,
            "Des modifications attendent dans un document bureautique : il est publié "
            "comme si toutes étaient acceptées.",
            "Acceptez-les ou refusez-les."),
        Code("note-repetee", WARNING,
            "Une note s’appelle elle-même, ou des notes déjà appelées le sont encore plus "
            "de 1 000 fois : cet appel n’est pas publié.",
            "Retirez cette marque."),
        Code("note-sans-appel", WARNING,
            "Rien n’appelle une note : elle est mise à la fin.",
            "Ajoutez sa marque, ou retirez-la."),
        Code("page-hors-sommaire", INFO,
            "`SUMMARY.md`, ou ce qui en tient lieu, ne nomme pas ces pages : elles ne sont "
            "pas publiées.",
            "Nommez-les, écrivez `publier: oui`, ou `choix = \"toutes\"` dans "
            "[`[pages]`](settings.md#pages)."),
        Code("page-illisible", ERROR,
            "Une page ne peut pas être lue, ou son dossier ne peut pas être ouvert : elle "
            "n’est pas publiée, les autres le sont.",
            "Faites ce que dit le message.",
            exit_code=ExitCode.BAD_INPUT, keeps_back=True),
        Code("page-retenue", INFO,
            "L’en-tête de ces pages dit `hidden: true` ou `publier: non` : elles ne sont "
            "pas publiées, et les liens qui y mènent n’ont que leurs mots.",
            "Retirez cette ligne de celles qui doivent l’être ; pour `hidden`, ou écrivez "
            "`masquees = \"publier\"` dans [`[pages]`](settings.md#pages)."),
        Code("page-sans-outil", ERROR,
            "Il manque le programme qui lit cette page : elle n’est pas publiée, les "
            "autres le sont.",
            "Installez ce que dit le message.",
            keeps_back=True),
        Code("page-sans-texte", INFO,
            "Une page n’a qu’un titre : dans le sommaire, c’est le titre de ce qui la "
            "suit. Les liens qui y mènent vont à la première page publiée là, sinon au "
            "plan du site.",
            "Écrivez un texte, si c’est une page."),
        Code("page-vide", ERROR,
            "Une page n’a pas de texte : elle n’est pas publiée, les autres le sont.",
            "Écrivez son texte, ou retirez-la.",
            keeps_back=True),
        Code("passage-brut", WARNING,
            "Un passage d’un document bureautique est fait pour un autre programme (HTML…) "
            ": seuls ses mots restent.",
            "Écrivez-le avec les outils du document."),
        Code("passage-non-lu", WARNING,
            "Des mots d’un DOCX ou d’un ODT ne sont pas publiés, faute de pouvoir être lus "
            "; le message dit combien.",
            "Écrivez-les autrement."),
        Code("publier-inconnu", WARNING,
            "`publier:` (ou `hidden:`) ne dit ni oui ni non : dans le doute, la page n’est "
            "pas publiée.",
            "Écrivez `publier: oui` ou `publier: non`."),
        Code("redirections-ignorees", INFO,
            "`redirects` de `.gitbook.yaml` : les anciennes adresses ne sont pas publiées.",
            "Réglez-les sur le serveur."),
        Code("sens-force", WARNING,
            "Des caractères forcent le sens de lecture des mots voisins : ils sont "
            "retirés.",
            "Écrivez les mots dans l’ordre où ils se lisent ; l’arabe et l’hébreu n’ont "
            "besoin de rien."),
        Code("sommaire-sans-page", WARNING,
            "Une ligne du sommaire mène à une page qui n’existe pas.",
            "Corrigez-la, ou retirez-la."),
        Code("texte-hors-edito", INFO,
            "Un texte est à côté des éditos : seule la page d’accueil le montre.",
            "Mettez-le dans un onglet."),
        Code("texte-recode", WARNING,
            "Un fichier a des caractères abîmés ; il est lu quand même.",
            "Enregistrez-le en UTF-8.",
            minor="quand il est seulement dans un autre codage (UTF-16, Latin-1, Mac "
                  "Roman)"),
        Code("variable-inconnue", WARNING,
            "`{% vars.x %}` n’a pas de valeur : son nom est publié.",
            "Donnez sa valeur dans `.gitbook/vars.yaml`."),
    ),
)
