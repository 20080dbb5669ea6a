/* Count the sentences, words, syllables and long words of a French text, quickly.

   A fast lane beside counts.py, which is the reference, stays complete without this file,
   and gives the same counts (tests/test_tally.py). Only what is surely plain is counted
   here: usual ends of sentences (sentences.USUAL_END), and pieces between white space that
   are marks alone, a number, or one word in small letters, maybe with a first capital, marks
   around it, « l’ » before, or hyphens inside. All else is handed back to Python: stretches
   of text with other marks, other pieces (acronyms, codes, other alphabets), sentences that
   may be read otherwise than their pieces.

   What is known of French stands once, in Python, and is given to prepare(): exceptions,
   stems of « -ent », prefixes, abbreviations. Only the rules of letters are written twice:
   count_by_rules and what it calls follow syllable_rules.py, name by name.

   It needs the stable ABI of Python 3.11 and nothing else; hatch_build.py compiles it. */

#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030B0000
#include <Python.h>
#include <stdint.h>
#include <string.h>

typedef uint8_t Letter;      /* A character in Windows-1252; 0 for what is not looked at. */
typedef uint_least16_t Wide; /* What u"" literals are made of. */

enum {
    LONGEST = 40,      /* Letters; longer words are handed back. */
    FREQUENT = 14,     /* Letters; the syllables of longer words are not remembered. */
    REMEMBERED = 8192, /* Words: 128 kB. */
    MOST = 4096,       /* Characters; longer sentences are handed back, as in counts.py. */
};

/* --- Characters --------------------------------------------------------------------- */

/* Those of Windows-1252 that stand elsewhere in Unicode, and all unusual spaces as one. */
enum {
    UNUSUAL_SPACE = 0x1F,
    ELLIPSIS = 0x85,
    OE_CAPITAL = 0x8C,
    APOSTROPHE = 0x92,
    OPEN = 0x93,
    CLOSE = 0x94,
    OE = 0x9C,
};

/* Return how a character is looked at below. */
static Letter seen_as(Py_UCS4 c)
{
    if (c < 0x80 || (0xA1 <= c && c <= 0xFF))
        return (Letter)c;
    switch (c) {
    case 0x152: return OE_CAPITAL;
    case 0x153: return OE;
    case 0x2019: return APOSTROPHE;
    case 0x201C: return OPEN;
    case 0x201D: return CLOSE;
    case 0x2026: return ELLIPSIS;
    case 0x85: case 0xA0: case 0x1680: case 0x2028: case 0x2029: case 0x202F: case 0x205F:
    case 0x3000: return UNUSUAL_SPACE;
    default: return 0x2000 <= c && c <= 0x200A ? UNUSUAL_SPACE : 0;
    }
}

enum kind {
    SPACE = 1,    /* str.isspace */
    SMALL = 2,    /* a letter that plain words are made of */
    CAPITAL = 4,  /* a letter that may begin one */
    AROUND = 8,   /* a mark that may stand around one */
    STOP = 16,    /* what a sentence may end at */
    DIGIT = 32,   /* 0 to 9 */
    IN_WORD = 64, /* \w */
};

static uint8_t kinds[256];

static void add_kind(const char *letters, enum kind kind)
{
    for (; *letters; letters++)
        kinds[(Letter)*letters] |= (uint8_t)kind;
}

static void fill_kinds(void)
{
    memset(kinds, 0, sizeof kinds);
    for (int c = 0; c <= 0xFF; c++) {
        if (('a' <= c && c <= 'z') || (c >= 0xDF && c != 0xF7) || c == OE)
            kinds[c] = SMALL | IN_WORD;
        else if (('A' <= c && c <= 'Z') || (0xC0 <= c && c < 0xDF && c != 0xD7) || c == OE_CAPITAL)
            kinds[c] = CAPITAL | IN_WORD;
        else if ('0' <= c && c <= '9')
            kinds[c] = DIGIT | IN_WORD;
    }
    add_kind("\t\n\v\f\r\x1C\x1D\x1E\x1F ", SPACE);
    add_kind(".,;:!?()\"\xAB\xBB\x85\x93\x94", AROUND); /* and « » … “ ” */
    add_kind(".!?\n\x85", STOP);
    add_kind("_\xAA\xB2\xB3\xB5\xB9\xBA\xBC\xBD\xBE", IN_WORD); /* _ª²³µ¹º¼½¾ */
}

static int is(Letter letter, enum kind kind) { return (kinds[letter] & kind) != 0; }

static int is_apostrophe(Letter letter) { return letter == '\'' || letter == APOSTROPHE; }

/* What may stand between two words of a name. */
static int is_between(Letter letter)
{
    return is(letter, SPACE) || is_apostrophe(letter) || letter == '.' || letter == ',' ||
           letter == '-';
}

/* [a-zà-ÿ] and [A-ZÀ-Ý] as sentences.py writes them, ÷ and × among them. */
static int in_small(Letter c) { return ('a' <= c && c <= 'z') || c >= 0xE0; }
static int in_capital(Letter c) { return ('A' <= c && c <= 'Z') || (0xC0 <= c && c <= 0xDD); }

/* Return the small letter of a SMALL or CAPITAL one. */
static Letter lower(Letter c)
{
    if (c == OE_CAPITAL)
        return OE;
    return is(c, CAPITAL) ? (Letter)(c + 0x20) : c;
}

/* --- Sets of letters ---------------------------------------------------------------- */

/* A bit each, named after what asks for it. */
enum set {
    VOWEL = 1,
    GLIDE = 1 << 1,
    WITH_A = 1 << 2, /* « a » and this letter are one sound; then for « e », « o ». */
    WITH_E = 1 << 3,
    WITH_O = 1 << 4,
    BEFORE_Y = 1 << 5,
    NOT_AFTER_Y = 1 << 6,
    SOFT_GU = 1 << 7,
    SOFT_GE = 1 << 8,
    BEFORE_ILL = 1 << 9,
    BEFORE_GLIDE_Y = 1 << 10,
    AFTER_GLIDE_Y = 1 << 11,
    BEFORE_GLIDE_I = 1 << 12,
    AFTER_GLIDE_I = 1 << 13,
    BEFORE_MUTE_E = 1 << 14,
    FIRST_OF_TWO = 1 << 15,
    AFTER_TWO_I = 1 << 16,
    AFTER_TWO_U = 1 << 17,
    AFTER_TWO_OU = 1 << 18,
    VERB_BEFORE_MENT = 1 << 19,
    ELIDED = 1 << 20,
    HEARD_AFTER = 1 << 21,
    HEARD_FIRST = 1 << 22,
    HEARD_SECOND = 1 << 23,
};

static const struct {
    enum set set;
    const Wide *letters;
} SETS[] = {
    {VOWEL, u"aàâäeéèêëiîïoôöuùûüyœæ"},
    {GLIDE, u"iîy"},
    {WITH_A, u"uiîô"},
    {WITH_E, u"iîuûae"},
    {WITH_O, u"uùûiîêeo"},
    {BEFORE_Y, u"aeo"},
    {NOT_AFTER_Y, u"aàâeéèêiou"},
    {SOFT_GU, u"eéèêiîïyë"},
    {SOFT_GE, u"aoâô"},
    {BEFORE_ILL, u"aeuoœ"},
    {BEFORE_GLIDE_Y, u"aeouâéèê"},
    {AFTER_GLIDE_Y, u"aeiouâéèêë"},
    {BEFORE_GLIDE_I, u"aou"},
    {AFTER_GLIDE_I, u"aeéèou"},
    {BEFORE_MUTE_E, u"aiuéoîû"},
    {FIRST_OF_TWO, u"bcdfgkptv"},
    {AFTER_TWO_I, u"aeéèêouâôîœ"},
    {AFTER_TWO_U, u"aeéèêoâ"},
    {AFTER_TWO_OU, u"aeéèêiïâ"},
    {VERB_BEFORE_MENT, u"rlsâèô"},
    {ELIDED, u"cdjlmnst"},
    {HEARD_AFTER, u"bcdfgjklmnpqrstvwxz"},
    {HEARD_FIRST, u"rlsx"},
    {HEARD_SECOND, u"bcdfgjkmnpqtvz"},
};

static uint32_t sets[256];

static int in(Letter letter, enum set set) { return (sets[letter] & set) != 0; }

static void fill_sets(void)
{
    memset(sets, 0, sizeof sets);
    for (size_t i = 0; i < sizeof SETS / sizeof *SETS; i++)
        for (const Wide *c = SETS[i].letters; *c; c++)
            sets[*c > 0xFF ? OE : *c] |= SETS[i].set;
}

/* --- Tables of words ---------------------------------------------------------------- */

/* Words with a small number each. A slot is empty, 0, or where the word lies among the
   bytes: its length, its number, its letters. There are four times as many slots as words. */
typedef struct {
    uint32_t *slots;
    uint32_t mask;
    uint8_t *bytes;
} Table;

/* The hash of a word grows with its letters. */
enum { HASH = 5381 };

static uint32_t hashed(uint32_t hash, Letter letter) { return hash * 33 ^ letter; }

static uint32_t hash_of(const Letter *word, int length)
{
    uint32_t hash = HASH;
    for (int i = 0; i < length; i++)
        hash = hashed(hash, word[i]);
    return hash;
}

static uint32_t first_slot(uint32_t hash) { return hash * 2654435769u >> 16; }

/* Return the number of a word, -1 when it is not in the table. */
static int find(const Table *table, const Letter *word, int length, uint32_t hash)
{
    for (uint32_t slot = first_slot(hash);; slot++) {
        uint32_t place = table->slots[slot & table->mask];
        if (!place)
            return -1;
        const uint8_t *held = table->bytes + place;
        if (held[0] == length && !memcmp(held + 2, word, (size_t)length))
            return held[1];
    }
}

/* Write the letters of a Python string in word; return how many, 0 when
   there are other signs. */
static int letters_of(PyObject *text, Letter word[LONGEST])
{
    Py_ssize_t length = PyUnicode_GetLength(text);
    if (length < 0 || length > LONGEST)
        return 0;
    for (Py_ssize_t i = 0; i < length; i++) {
        word[i] = seen_as(PyUnicode_ReadChar(text, i));
        if (!is(word[i], SMALL) && word[i] != '-')
            return 0;
    }
    return (int)length;
}

/* Fill a table with what a dict of str and int holds; words of other signs than small
   letters and hyphens, which are never looked up, are left out. Return -1 with an exception
   set when it is impossible. */
static int fill(Table *table, PyObject *dict)
{
    Py_ssize_t many = PyDict_Size(dict);
    uint32_t slots = 16, used = 1;
    if (many > 16384) {
        PyErr_SetString(PyExc_ValueError, "a table is too long");
        return -1;
    }
    while (slots < 4 * many)
        slots *= 2;
    table->mask = slots - 1;
    table->slots = PyMem_Calloc(slots, sizeof *table->slots);
    table->bytes = PyMem_Malloc(1 + (size_t)many * (LONGEST + 2));
    if (!table->slots || !table->bytes) {
        PyErr_NoMemory();
        return -1;
    }
    PyObject *key, *value;
    for (Py_ssize_t at = 0; PyDict_Next(dict, &at, &key, &value);) {
        Letter word[LONGEST];
        if (!PyUnicode_Check(key) || !PyLong_Check(value)) { /* runs nothing that adds words */
            PyErr_SetString(PyExc_TypeError, "a table is of str and int");
            return -1;
        }
        int length = letters_of(key, word);
        long number = PyLong_AsLong(value);
        if (number < 0 || number > 255) {
            PyErr_SetString(PyExc_ValueError, "a number of a table is not in 0 to 255");
            return -1;
        }
        if (!length)
            continue;
        uint32_t slot = first_slot(hash_of(word, length));
        while (table->slots[slot & table->mask])
            slot++;
        table->slots[slot & table->mask] = used;
        table->bytes[used] = (uint8_t)length;
        table->bytes[used + 1] = (uint8_t)number;
        memcpy(table->bytes + used + 2, word, (size_t)length);
        used += 2 + (uint32_t)length;
    }
    uint8_t *fitted = PyMem_Realloc(table->bytes, used);
    table->bytes = fitted ? fitted : table->bytes;
    return 0;
}

static void empty(Table *table)
{
    PyMem_Free(table->slots);
    PyMem_Free(table->bytes);
}

/* A word that was met, and its syllables. */
typedef struct {
    uint8_t length, syllables;
    Letter letters[FREQUENT];
} Met;

/* What prepare() was given: what is known of French; and words that were met. */
typedef struct {
    Table exceptions;    /* word → its syllables */
    Table mute_ent;      /* what stands before « -ent » → whether it is mute */
    Table apart;         /* beginnings of words → whether their last vowels are apart */
    uint8_t begins[256]; /* whether one of these begins with a letter */
    Table abbreviations; /* of three or four letters → 1 */
    int long_word;       /* longer words are long */
    uint8_t numbers[100]; /* the syllables of those under a hundred that were met, else 0 */
    Met met[REMEMBERED]; /* each at the place that its hash tells, the last one there stays */
} French;

/* --- The syllables of a plain word: syllable_rules.py ------------------------------- */

typedef struct {
    Letter letters[LONGEST];
    int length;
} Word;

/* Return a letter, 0 before and after the word. */
static Letter at(const Word *word, int i)
{
    return (unsigned)i < (unsigned)word->length ? word->letters[i] : 0;
}

static int is_at(const Word *word, int i, const char *letters)
{
    for (; *letters; letters++, i++)
        if (at(word, i) != (Letter)*letters)
            return 0;
    return 1;
}

static int ends_at(const Word *word, int i, const char *letters)
{
    return i + (int)strlen(letters) == word->length && is_at(word, i, letters);
}

/* Each rule tells how many letters go at a place where it applies, 0 elsewhere, and which
   one is left in their place. It looks at the word as it was before the rule. */
typedef int Rule(const Word *word, int i, Letter *left);

static int silent_after_q(const Word *word, int i, Letter *left)
{
    *left = 'q';
    return is_at(word, i, "qu") ? 2 : 0;
}

static int silent_after_g(const Word *word, int i, Letter *left)
{
    Letter silent = at(word, i + 1), next = at(word, i + 2);
    *left = 'g';
    if (at(word, i) != 'g')
        return 0;
    return (silent == 'u' && in(next, SOFT_GU)) || (silent == 'e' && in(next, SOFT_GE)) ? 2 : 0;
}

static int ill(const Word *word, int i, Letter *left)
{
    *left = 'l';
    if (!is_at(word, i, "il"))
        return 0;
    Letter before = at(word, i - 1), next = at(word, i + 2);
    if (next == 'l')
        return in(before, BEFORE_ILL) || before == 0xE2 /* â */ ? 3 : 0;
    return in(before, BEFORE_ILL) && (!next || ends_at(word, i + 2, "s")) ? 2 : 0;
}

static int glide_y(const Word *word, int i, Letter *left)
{
    *left = 'j';
    return at(word, i) == 'y' && in(at(word, i - 1), BEFORE_GLIDE_Y) &&
           in(at(word, i + 1), AFTER_GLIDE_Y);
}

static int glide_i(const Word *word, int i, Letter *left)
{
    *left = 'j';
    return at(word, i) == 0xEF /* ï */ && in(at(word, i - 1), BEFORE_GLIDE_I) &&
           in(at(word, i + 1), AFTER_GLIDE_I);
}

static int oa(const Word *word, int i, Letter *left)
{
    static const char *const ends[] = {"rd", "rds", "t", "ts", "l", "ls"};
    *left = 'o';
    if (!is_at(word, i, "oa"))
        return 0;
    i += 2;
    if (is_at(word, i, "ch") || is_at(word, i, "rding") || is_at(word, i, "st") ||
        is_at(word, i, "p") ||
        (is_at(word, i, "d") && !is_at(word, i, "dj") && !is_at(word, i, "da")))
        return 2;
    for (size_t k = 0; k < sizeof ends / sizeof *ends; k++)
        if (ends_at(word, i, ends[k]))
            return 2;
    return 0;
}

static int saoul(const Word *word, int i, Letter *left)
{
    *left = 'o';
    return is_at(word, i - 1, "saoul") ? 3 : 0;
}

/* Apply a rule wherever it applies, from left to right, in place. What is written never
   passes what is read, and no rule looks back at a letter that it has changed: when some are
   gone, those before a place still stand there as they were. */
static void apply(Rule *rule, Word *word)
{
    int to = 0;
    for (int from = 0; from < word->length;) {
        Letter left;
        int gone = rule(word, from, &left);
        word->letters[to++] = gone ? left : word->letters[from];
        from += gone ? gone : 1;
    }
    word->length = to;
}

/* Take away a mute « e » between a vowel and an ending: paiement, tuerie, étudiera. */
static void without_mute_e(Word *word)
{
    static const char *const ends[] = {"ment",  "ments", "ra",   "rai",  "ras",
                                       "raient", "rais",  "rait", "rez",  "rie",
                                       "ries",  "rions", "rons", "riez", "ront"};
    for (int i = 1; i < word->length - 2; i++) {
        if (at(word, i) != 'e' || !in(at(word, i - 1), BEFORE_MUTE_E))
            continue;
        for (size_t k = 0; k < sizeof ends / sizeof *ends; k++)
            if (ends_at(word, i + 1, ends[k])) {
                word->length--;
                memmove(word->letters + i, word->letters + i + 1, (size_t)(word->length - i));
                return;
            }
    }
}

/* Which letters a word has: the rules that look for others are not tried. */
static uint32_t bit(char letter) { return 1u << (letter - 'a'); }

static void without_silent_letters(Word *word)
{
    uint32_t seen = 0;
    int trema = 0;
    for (int i = 0; i < word->length; i++) {
        Letter letter = word->letters[i];
        if ('a' <= letter && letter <= 'z')
            seen |= bit((char)letter);
        trema |= letter == 0xEF;
    }
    if (seen & bit('q'))
        apply(silent_after_q, word);
    if (seen & bit('g'))
        apply(silent_after_g, word);
    if (seen & bit('i') && seen & bit('l'))
        apply(ill, word);
    if (seen & bit('y'))
        apply(glide_y, word);
    if (trema)
        apply(glide_i, word);
    if (seen & bit('o') && seen & bit('a')) {
        apply(oa, word);
        apply(saoul, word);
    }
    if (seen & bit('e') && seen & (bit('r') | bit('m')))
        without_mute_e(word);
}

static int is_mute_ent(const French *french, const Letter *stem, int length)
{
    int known = find(&french->mute_ent, stem, length, hash_of(stem, length));
    if (known >= 0)
        return known;
    Letter last = length > 0 ? stem[length - 1] : 0;
    Letter before = length > 1 ? stem[length - 2] : 0;
    Letter third = length > 2 ? stem[length - 3] : 0;
    if (last == 'm')
        return in(before, VERB_BEFORE_MENT) || (third == 'o' && before == 'm') ||
               (third == 't' && before == 'h');
    return !(third == 'e' && before == 's' && last == 'c');
}

/* Return how long a word is that is heard without its mute « -e », « -es », « -ent ». */
static int without_mute_ending(const French *french, const Word *heard, const Word *word)
{
    int length = heard->length;
    if (ends_at(word, word->length - 3, "ent"))
        return is_mute_ent(french, word->letters, word->length - 3) ? length - 3 : length;
    if (ends_at(heard, length - 2, "es"))
        return length - 2;
    return at(heard, length - 1) == 'e' ? length - 1 : length;
}

/* Return how many letters of a run of vowels make one sound, without a glide: 0 at its end. */
static int nucleus(const Letter *run, int length)
{
    if (length < 2)
        return length;
    Letter first = run[0], second = run[1], third = length > 2 ? run[2] : 0;
    if (third == 'u' && ((first == 'e' && second == 'a') || (first == 'o' && second == 'e')))
        return 3;
    if (second == 'y' && in(first, BEFORE_Y))
        return in(third, NOT_AFTER_Y) ? 1 : 2;
    int two = (first == 'a' && in(second, WITH_A)) || (first == 'e' && in(second, WITH_E)) ||
              (first == 'o' && in(second, WITH_O)) || (first == OE && second == 'u') ||
              (first == 0xE2 /* â */ && second == 'i');
    return two ? 2 : 1;
}

/* Return how many sounds a run of vowels has: _SOUND in Python. */
static int sounds_of(const Letter *run, int length)
{
    int sounds = 0;
    for (int i = 0; i < length; sounds++) {
        int glide = in(run[i], GLIDE) || run[i] == 'u';
        if (run[i] == 'o' && i + 1 < length && run[i + 1] == 'u')
            glide = 2;
        int rest = glide ? nucleus(run + i + glide, length - i - glide) : 0;
        i += rest ? glide + rest : nucleus(run + i, length - i);
    }
    return sounds;
}

/* Whether no glide is heard after a consonant and the l or r at a place: cli-ent, cru-el. */
static int is_after_two(const Word *word, int i)
{
    if ((at(word, i) != 'l' && at(word, i) != 'r') || !in(at(word, i - 1), FIRST_OF_TWO))
        return 0;
    Letter vowel = at(word, i + 1), next = at(word, i + 2);
    if (vowel == 'i' || vowel == 'y')
        return in(next, AFTER_TWO_I);
    if (vowel == 'o' && next == 'u')
        return in(at(word, i + 3), AFTER_TWO_OU);
    return vowel == 'u' && in(next, AFTER_TWO_U);
}

/* Whether the vowels are apart where a prefix ends: co-opérer. The longest known tells. */
static int is_after_prefix(const French *french, const Word *word)
{
    int apart = 0;
    uint32_t hash = HASH;
    if (!french->begins[at(word, 0)])
        return 0;
    for (int length = 1; length <= 5 && length <= word->length; length++) {
        hash = hashed(hash, word->letters[length - 1]);
        int known = find(&french->apart, word->letters, length, hash);
        apart = known < 0 ? apart : known;
    }
    return apart;
}

/* Return how many vowels are heard in a word, whose length is for a while another. */
static int sounds(const French *french, Word *word, int length)
{
    int whole = word->length, found = 0;
    word->length = length;
    for (int i = 0, end; i < length; i = end) {
        end = i + 1;
        if (!in(word->letters[i], VOWEL)) {
            found += is_after_two(word, i);
            continue;
        }
        while (end < length && in(word->letters[end], VOWEL))
            end++;
        found += end == i + 1 ? 1 : sounds_of(word->letters + i, end - i);
    }
    found += is_after_prefix(french, word);
    word->length = whole;
    return found;
}

static int count_by_rules(const French *french, const Word *word)
{
    Word heard = *word;
    without_silent_letters(&heard);
    int found = sounds(french, &heard, without_mute_ending(french, &heard, word));
    if (!found)
        found = sounds(french, &heard, heard.length);
    return found ? found : 1;
}

/* Return the syllables of a plain word: those of an exception, of the plural of one, or what
   the rules say. */
static int count_anew(const French *french, const Word *word, uint32_t hash)
{
    int last = word->length - 1;
    int known = find(&french->exceptions, word->letters, word->length, hash);
    if (known < 0 && word->letters[last] == 's')
        known = find(&french->exceptions, word->letters, last, hash_of(word->letters, last));
    return known < 0 ? count_by_rules(french, word) : known;
}

static int count_syllables(French *french, const Word *word, uint32_t hash)
{
    Met *met = french->met + first_slot(hash) % REMEMBERED;
    size_t length = (size_t)word->length;
    if (length > FREQUENT)
        return count_anew(french, word, hash);
    if (met->length != length || memcmp(met->letters, word->letters, length)) {
        met->syllables = (uint8_t)count_anew(french, word, hash);
        met->length = (uint8_t)length;
        memcpy(met->letters, word->letters, length);
    }
    return met->syllables;
}

/* Whether the « e » that ends a part of a compound is heard before the next part, of so
   many syllables: contre-champ, porte-clé, but porte-drapeau. */
static int is_heard(const Word *part, Letter next, int syllables)
{
    int e = part->length - 1;
    if (at(part, e) == 's')
        e--;
    if (at(part, e) != 'e' || !in(next, HEARD_AFTER))
        return 0;
    Letter second = at(part, e - 1), first = at(part, e - 2);
    if ((second == 'l' || second == 'r') && in(first, FIRST_OF_TWO))
        return 1;
    int two = is_at(part, e - 2, "qu") || is_at(part, e - 2, "gu") || is_at(part, e - 2, "ch");
    int cluster = (in(first, HEARD_FIRST) && in(second, HEARD_SECOND)) ||
                  (two && in(at(part, e - 3), HEARD_FIRST)) ||
                  (second == 's' && (first == 'r' || first == 'l'));
    return cluster && syllables == 1;
}

/* --- The words of a sentence: counts.py --------------------------------------------- */

/* The counts of a piece as counts.py packs them in one number, and what it marks there. */
#define FIELD ((1LL << 18) - 1)
#define SYLLABLES(packed) ((packed) >> 18 & FIELD)
#define WORDS(packed) ((packed) >> 36 & FIELD)
#define DIGITS (1LL << 54)   /* it begins with three digits */
#define CAPITALS (1LL << 58) /* it may be no acronym */

typedef struct {
    Py_ssize_t words, syllables, long_words;
} Counts;

typedef struct {
    French *french;
    PyObject *text;
    const Letter *letters; /* its characters as they are looked at */
    Py_ssize_t length;
    PyObject *pieces; /* [piece] → its packed counts */
    PyObject *reread; /* (sentence, has capitals) → its counts, or None as they stand */
    PyObject *usual;  /* (text, at) → whether a sentence usually ends there */
    PyObject *ends;   /* (text, start, begin, end) → where sentences end in a stretch */
} Job;

/* Return how long the elided form is that begins at a place: « l’ », « qu’ »; 0 if none. */
static int elided(const Letter *text, Py_ssize_t from, Py_ssize_t end)
{
    if (end - from > 1 && is_apostrophe(text[from + 1]) && in(text[from] | 0x20, ELIDED))
        return 2;
    int has_qu = end - from > 2 && (text[from] | 0x20) == 'q' && text[from + 1] == 'u';
    return has_qu && is_apostrophe(text[from + 2]) ? 3 : 0;
}

/* Read the plain word that begins at a place, as long as it goes on. Return where it ends. */
static Py_ssize_t read_word(const Letter *text, Py_ssize_t from, Py_ssize_t end, Word *word,
                            uint32_t *hash)
{
    uint32_t hashing = HASH;
    int length = 0;
    Py_ssize_t longest = end - from < LONGEST ? end : from + LONGEST;
    if (from < end && is(text[from], CAPITAL)) {
        word->letters[length++] = lower(text[from++]);
        hashing = hashed(hashing, word->letters[0]);
    }
    for (; from < longest && is(text[from], SMALL); from++) {
        word->letters[length++] = text[from];
        hashing = hashed(hashing, text[from]);
    }
    word->length = length;
    *hash = hashing;
    return from;
}

/* Return where a piece ends that has only marks from a place on, 0 when it has others. */
static Py_ssize_t end_of_piece(const Letter *text, Py_ssize_t from, Py_ssize_t end)
{
    while (from < end && is(text[from], AROUND))
        from++;
    return from == end || is(text[from], SPACE) ? from : 0;
}

/* Count words that hyphens join, as _compound does. Return where the piece ends, 0 when it
   is no such compound: its first part may be no Roman number, and « œ » is left out. */
static Py_ssize_t count_compound(const Job *job, Py_ssize_t from, Py_ssize_t end, Counts *counts)
{
    const Letter *text = job->letters;
    Word whole = {.length = 0}, part = {.length = 0};
    int syllables = 0, letters = 0, dropped = 0;
    for (Py_ssize_t to;; from = to + 1) {
        Word next;
        uint32_t hash;
        Letter capital = from < end ? text[from] : 0;
        to = read_word(text, from, end, &next, &hash);
        if (!next.length || (next.length == 1 && is(capital, CAPITAL)) || capital == 'I' ||
            capital == 'V' || capital == 'X' || memchr(next.letters, OE, (size_t)next.length) ||
            whole.length + 1 + next.length > LONGEST)
            return 0;
        int is_last = to == end || text[to] != '-';
        letters += next.length;
        if (capital == 't' && next.length == 1 && part.length && !is_last) { /* a-t-il */
            if (dropped)
                return 0;
            dropped = 1;
            continue;
        }
        dropped = 0;
        int more = count_syllables(job->french, &next, hash);
        syllables += more + (part.length && is_heard(&part, next.letters[0], more));
        if (whole.length)
            whole.letters[whole.length++] = '-';
        memcpy(whole.letters + whole.length, next.letters, (size_t)next.length);
        whole.length += next.length;
        part = next;
        if (is_last) {
            from = end_of_piece(text, to, end);
            break;
        }
    }
    if (from) {
        uint32_t hash = hash_of(whole.letters, whole.length);
        int known = find(&job->french->exceptions, whole.letters, whole.length, hash);
        counts->words++;
        counts->syllables += known < 0 ? syllables : known;
        counts->long_words += letters > job->french->long_word;
    }
    return from;
}

/* Count the piece that begins at a place when it is plain. Return where it ends, 0 when it
   is not plain. */
static Py_ssize_t count_plain(const Job *job, Py_ssize_t from, Py_ssize_t end, Counts *counts)
{
    const Letter *text = job->letters;
    Word word;
    uint32_t hash;
    while (from < end && is(text[from], AROUND))
        from++;
    int gone = elided(text, from, end);
    Py_ssize_t begin = from + gone;
    from = read_word(text, begin, end, &word, &hash);
    if (word.length && !gone && from < end && text[from] == '-')
        return count_compound(job, begin, end, counts);
    if ((gone && !word.length) || (word.length == 1 && is(text[begin], CAPITAL)))
        return 0;
    from = end_of_piece(text, from, end);
    if (from && word.length) {
        counts->words += gone ? 2 : 1;
        counts->syllables += count_syllables(job->french, &word, hash);
        counts->long_words += word.length > job->french->long_word;
    }
    return from;
}

/* Return the packed counts of a piece that Python counts; -1 with an exception set. The
   reference to the piece is taken. */
static long long packed_of(const Job *job, PyObject *piece)
{
    PyObject *packed = piece ? PyObject_GetItem(job->pieces, piece) : NULL;
    long long value = packed ? PyLong_AsLongLong(packed) : -1;
    Py_XDECREF(piece);
    Py_XDECREF(packed);
    if (value < 0 && !PyErr_Occurred())
        PyErr_SetString(PyExc_ValueError, "negative counts");
    return value < 0 ? -1 : value;
}

/* Return the syllables of a number, as _cardinal does, -1 with an exception set: those under
   a hundred are pieces that Python knows. */
static int count_number(const Job *job, int n)
{
    if (n < 100) {
        uint8_t *known = job->french->numbers + n;
        if (!*known) {
            long long packed = packed_of(job, PyUnicode_FromFormat("%d", n));
            if (packed < 0)
                return -1;
            *known = (uint8_t)SYLLABLES(packed);
        }
        return *known;
    }
    int step = n < 1000 ? 100 : 1000;
    int times = n / step == 1 ? 0 : count_number(job, n / step); /* « cent », « mille » */
    int rest = times >= 0 && n % step ? count_number(job, n % step) : 0;
    return times < 0 || rest < 0 ? -1 : times + 1 + rest;
}

/* Return the number from 1 to 999999 that a piece is, 0 when it is none. */
static int number_in(const Letter *text, Py_ssize_t from, Py_ssize_t to)
{
    int n = 0;
    while (to > from && is(text[to - 1], AROUND))
        to--;
    if (from == to || to - from > 6 || text[from] == '0')
        return 0;
    for (; from < to; from++) {
        if (!is(text[from], DIGIT))
            return 0;
        n = 10 * n + (text[from] - '0');
    }
    return n;
}

/* Whether a number may go on over the space before a piece: « 3 500 ». */
static int follows_digit(const Job *job, Py_ssize_t start, Py_ssize_t from)
{
    if (from - 2 < start)
        return 0;
    Letter before = job->letters[from - 2];
    return !before || is(before, DIGIT);
}

/* Whether two capitals follow, between two places, what may be a word in capitals or a name:
   without one, capitals.without_shouts changes nothing. */
static int may_shout(const Letter *text, Py_ssize_t start, Py_ssize_t end)
{
    for (Py_ssize_t at = start + 2; at + 1 < end; at++) {
        if (!is(text[at], CAPITAL) || !is(text[at + 1], CAPITAL) || !is_between(text[at - 1]))
            continue;
        Py_ssize_t i = at - 1;
        while (i > start && is_between(text[i]))
            i--;
        int particle = 0; /* « d’ », « de » */
        if (text[i] == 'd')
            particle = 1;
        else if (i > start && text[i] == 'e' && text[i - 1] == 'd')
            particle = 2;
        if (particle && i - particle > start && is_between(text[i - particle]))
            for (i -= particle; i > start && is_between(text[i]);)
                i--;
        for (; i >= start && (!text[i] || text[i] == '-' || is(text[i], IN_WORD)); i--)
            if (!text[i] || is(text[i], CAPITAL))
                return 1;
    }
    return 0;
}

/* Read the counts that Python gives. Return -1 with an exception set, else 0. */
static int read_counts(PyObject *given, Counts *counts)
{
    if (PyTuple_Check(given))
        return PyArg_ParseTuple(given, "nnn", &counts->words, &counts->syllables,
                                &counts->long_words) ? 0 : -1;
    PyErr_SetString(PyExc_TypeError, "counts are no tuple");
    return -1;
}

/* Change the counts of a sentence that Python reads otherwise than its pieces. Return -1
   with an exception set, else 0. */
static int read_anew(const Job *job, Py_ssize_t start, Py_ssize_t end, int capitals, Counts *counts)
{
    PyObject *sentence = PyUnicode_Substring(job->text, start, end);
    if (!sentence)
        return -1;
    PyObject *read = PyObject_CallFunction(job->reread, "Oi", sentence, capitals);
    int done = read && (read != Py_None || end - start <= MOST) ? 0 : -1;
    if (read == Py_None && done)
        PyErr_SetString(PyExc_ValueError, "a long sentence must be counted");
    else if (read && read != Py_None)
        done = read_counts(read, counts);
    Py_DECREF(sentence);
    Py_XDECREF(read);
    return done;
}

/* Count the sentence between two places. Return -1 with an exception set, else 0. */
static int count_sentence(const Job *job, Py_ssize_t start, Py_ssize_t end, Counts *counts)
{
    const Letter *text = job->letters;
    int capitals = 0, thousands = 0;
    *counts = (Counts){0, 0, 0};
    if (end - start > MOST)
        return read_anew(job, start, end, 1, counts);
    for (Py_ssize_t from = start, to; from < end; from = to) {
        to = from + 1;
        if (is(text[from], SPACE))
            continue;
        to = count_plain(job, from, end, counts);
        if (to)
            continue;
        for (to = from + 1; to < end && !is(text[to], SPACE);)
            to++;
        int number = number_in(text, from, to);
        if (number) {
            int syllables = count_number(job, number);
            if (syllables < 0)
                return -1;
            counts->words++;
            counts->syllables += syllables;
            thousands |= number >= 100 && number < 1000 && follows_digit(job, start, from);
            continue;
        }
        long long packed = packed_of(job, PyUnicode_Substring(job->text, from, to));
        if (packed < 0)
            return -1;
        counts->words += (Py_ssize_t)WORDS(packed);
        counts->syllables += (Py_ssize_t)SYLLABLES(packed);
        counts->long_words += (Py_ssize_t)(packed & FIELD);
        capitals |= packed >= CAPITALS;
        thousands |= (packed & DIGITS) && follows_digit(job, start, from);
    }
    capitals = capitals && may_shout(text, start, end);
    return capitals || thousands ? read_anew(job, start, end, capitals, counts) : 0;
}

/* --- The sentences of a text: sentences.py ------------------------------------------ */

/* Whether the text before a full stop is an abbreviation of so many letters, in any case. */
static int abbreviates(const Job *job, Py_ssize_t stop, int length)
{
    Letter word[4];
    if (stop < length || length > 4)
        return 0;
    for (int i = 0; i < length; i++) {
        Letter letter = job->letters[stop - length + i];
        if (!is(letter, SMALL | CAPITAL))
            return 0;
        word[i] = lower(letter);
    }
    return find(&job->french->abbreviations, word, length, hash_of(word, length)) >= 0;
}

static int ask_usual(const Job *job, Py_ssize_t stop)
{
    PyObject *found = PyObject_CallFunction(job->usual, "On", job->text, stop);
    int usual = found ? PyObject_IsTrue(found) : -1;
    Py_XDECREF(found);
    return usual;
}

/* Whether a sentence usually ends at a mark: sentences.USUAL_END, which is asked when
   characters are near that only Python knows. Return -1 with an exception set. */
static int is_usual_end(const Job *job, Py_ssize_t stop)
{
    const Letter *text = job->letters;
    if (text[stop] == '\n' || text[stop] == ELLIPSIS || stop < 1 || stop + 2 >= job->length)
        return 0;
    if ((text[stop + 1] != ' ' && text[stop + 1] != '\n') || !in_capital(text[stop + 2]))
        return 0;
    Letter last = text[stop - 1];
    if (text[stop] != '.') {
        if (is(last, SPACE) && last != '\n' && stop > 1)
            last = text[stop - 2];
        return in_small(last);
    }
    if (last == '"' || last == 0xBB /* » */ || last == CLOSE)
        return 1;
    int small = 0, digits = 0, unknown = 0, before = stop < 5 ? (int)stop : 5;
    while (small < before && in_small(text[stop - 1 - small]))
        small++;
    if (small == 5)
        return 1;
    if (small >= 3) { /* Is it an abbreviation, in any case? */
        if (small < before && !text[stop - 1 - small])
            return ask_usual(job, stop);
        return !abbreviates(job, stop, 3) && !abbreviates(job, stop, 4);
    }
    for (; digits < before && digits < 4; digits++) {
        Letter letter = text[stop - 1 - digits];
        if (letter && !is(letter, DIGIT))
            break;
        unknown |= !letter;
    }
    if (digits == 4)
        return unknown ? ask_usual(job, stop) : 1;
    if (before < 3 || last != ')')
        return 0;
    if (!text[stop - 2] || !text[stop - 3])
        return ask_usual(job, stop);
    return is(text[stop - 2], IN_WORD) && is(text[stop - 3], IN_WORD);
}

typedef struct {
    Counts counts;
    Py_ssize_t sentences, longest;
} Totals;

static int add_sentence(const Job *job, Py_ssize_t start, Py_ssize_t end, Totals *totals)
{
    Counts counts;
    if (count_sentence(job, start, end, &counts))
        return -1;
    totals->sentences += counts.words > 0;
    totals->counts.words += counts.words;
    totals->counts.syllables += counts.syllables;
    totals->counts.long_words += counts.long_words;
    if (counts.words > totals->longest)
        totals->longest = counts.words;
    return 0;
}

/* Add the sentences that end inside a stretch with unusual marks; *start moves on. */
static int add_unusual(const Job *job, Py_ssize_t *start, Py_ssize_t begin, Py_ssize_t end,
                       Totals *totals)
{
    PyObject *ends = PyObject_CallFunction(job->ends, "Onnn", job->text, *start, begin, end);
    Py_ssize_t many = ends ? PyList_Size(ends) : -1;
    int done = many < 0 ? -1 : 0;
    for (Py_ssize_t i = 0; !done && i < many && i < PyList_Size(ends); i++) {
        Py_ssize_t place = PyLong_AsSsize_t(PyList_GetItem(ends, i));
        if (place <= *start || place > job->length) {
            if (!PyErr_Occurred())
                PyErr_SetString(PyExc_ValueError, "no place where a sentence ends");
            done = -1;
        }
        else {
            done = add_sentence(job, *start, place, totals);
            *start = place;
        }
    }
    Py_XDECREF(ends);
    return done;
}

static int add_text(const Job *job, Totals *totals)
{
    const Letter *text = job->letters;
    Py_ssize_t start = 0, first = -1, after = 0, last = job->length; /* first unusual mark */
    while (last > 0 && is(text[last - 1], SPACE))
        last--;
    for (Py_ssize_t i = 0; i + 1 < last; i++) { /* The last mark ends the text, no more. */
        if (!is(text[i], STOP))
            continue;
        int usual = is_usual_end(job, i);
        if (usual < 0)
            return -1;
        if (!usual) {
            first = first < 0 ? i : first;
            after = i + 1;
            continue;
        }
        if (first >= 0 && add_unusual(job, &start, first, after, totals))
            return -1;
        if (add_sentence(job, start, i + 2, totals))
            return -1;
        start = i + 2;
        first = -1;
        i++;
    }
    if (first >= 0 && add_unusual(job, &start, first, after, totals))
        return -1;
    return add_sentence(job, start, job->length, totals);
}

/* --- What Python sees --------------------------------------------------------------- */

static const char PREPARED[] = "ppun_access.readability._tally.prepared";

static void forget(PyObject *capsule)
{
    French *french = PyCapsule_GetPointer(capsule, PREPARED);
    empty(&french->exceptions);
    empty(&french->mute_ent);
    empty(&french->apart);
    empty(&french->abbreviations);
    PyMem_Free(french);
}

static PyObject *prepare(PyObject *module, PyObject *arguments)
{
    (void)module;
    PyObject *exceptions, *mute_ent, *apart, *abbreviations;
    int long_word;
    if (!PyArg_ParseTuple(arguments, "O!O!O!O!i", &PyDict_Type, &exceptions, &PyDict_Type,
                          &mute_ent, &PyDict_Type, &apart, &PyDict_Type, &abbreviations,
                          &long_word))
        return NULL;
    Letter word[LONGEST];
    French *french = PyMem_Calloc(1, sizeof *french);
    if (!french)
        return PyErr_NoMemory();
    french->long_word = long_word;
    PyObject *capsule = PyCapsule_New(french, PREPARED, forget);
    if (!capsule) {
        PyMem_Free(french);
        return NULL;
    }
    if (fill(&french->exceptions, exceptions) || fill(&french->mute_ent, mute_ent) ||
        fill(&french->apart, apart) || fill(&french->abbreviations, abbreviations)) {
        Py_DECREF(capsule);
        return NULL;
    }
    PyObject *key, *value;
    for (Py_ssize_t at = 0; PyDict_Next(apart, &at, &key, &value);)
        if (letters_of(key, word))
            french->begins[word[0]] = 1;
    return capsule;
}

/* Read what is prepared, and the letters of the text. Return NULL with an exception set,
   else what is to be freed: each character becomes a byte where it stood as four. */
static Letter *begin(Job *job, PyObject *prepared)
{
    job->french = PyCapsule_GetPointer(prepared, PREPARED);
    job->length = PyUnicode_GetLength(job->text);
    Py_UCS4 *characters = job->french ? PyUnicode_AsUCS4Copy(job->text) : NULL;
    Letter *letters = (Letter *)characters;
    for (Py_ssize_t i = 0; letters && i < job->length; i++) {
        Py_UCS4 c = characters[i];
        letters[i] = seen_as(c);
    }
    job->letters = letters;
    return letters;
}

static PyObject *count(PyObject *module, PyObject *arguments)
{
    (void)module;
    Job job = {0};
    PyObject *prepared;
    Counts counts;
    if (!PyArg_ParseTuple(arguments, "OUOO", &prepared, &job.text, &job.pieces, &job.reread))
        return NULL;
    Letter *letters = begin(&job, prepared);
    int done = letters ? count_sentence(&job, 0, job.length, &counts) : -1;
    PyMem_Free(letters);
    return done ? NULL : Py_BuildValue("nnn", counts.words, counts.syllables, counts.long_words);
}

static PyObject *totals(PyObject *module, PyObject *arguments)
{
    (void)module;
    Job job = {0};
    PyObject *prepared;
    Totals all = {{0, 0, 0}, 0, 0};
    if (!PyArg_ParseTuple(arguments, "OUOOOO", &prepared, &job.text, &job.pieces, &job.reread,
                          &job.usual, &job.ends))
        return NULL;
    Letter *letters = begin(&job, prepared);
    int done = letters ? add_text(&job, &all) : -1;
    PyMem_Free(letters);
    return done ? NULL
                : Py_BuildValue("nnnnn", all.sentences, all.counts.words, all.counts.syllables,
                                all.counts.long_words, all.longest);
}

static PyMethodDef METHODS[] = {
    {"prepare", prepare, METH_VARARGS, "Return what is known of French, for the functions below."},
    {"count", count, METH_VARARGS, "Return the words, syllables and long words of a sentence."},
    {"totals", totals, METH_VARARGS, "Return the totals of a text, as counts.Totals has them."},
    {NULL, NULL, 0, NULL},
};

static int load(PyObject *module)
{
    (void)module;
    fill_kinds();
    fill_sets();
    return 0;
}

static PyModuleDef_Slot SLOTS[] = {{Py_mod_exec, load}, {0, NULL}};

static struct PyModuleDef MODULE = {
    .m_base = PyModuleDef_HEAD_INIT,
    .m_name = "_tally",
    .m_doc = "Counts a French text quickly: see counts.py.",
    .m_methods = METHODS,
    .m_slots = SLOTS,
};

PyMODINIT_FUNC PyInit__tally(void) { return PyModuleDef_Init(&MODULE); }
