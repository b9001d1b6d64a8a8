"""What streets are called: folding, abbreviations, and where the name ends and the house number begins."""

import re
import unicodedata

MONTHS = [
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
]
KINDS = [
    "via",
    "viale",
    "corso",
    "piazza",
    "piazzale",
    "piazzetta",
    "largo",
    "vicolo",
    "strada",
    "lungo",
    "borgo",
    "galleria",
    "rondo",
    "giardino",
    "parco",
    "ponte",
    "salita",
    "scala",
    "rotonda",
    "cascina",
    "frazione",
    "regione",
]
SHORT = {
    "v": "via", "vle": "viale", "cso": "corso", "pza": "piazza", "pzza": "piazza", "ple": "piazzale", "lgo": "largo",
    "vlo": "vicolo", "str": "strada", "lungodora": "lungo dora", "lungopo": "lungo po", "lungostura": "lungo stura",
    "s": "san", "sta": "santa",
}  # fmt: skip
# What stands inside a house: none of it belongs to the street's name.
INSIDE = (
    r"scala|sc\.|interno|int\.?|piano|citofono|campanello|presso|c/o|palazzina|snc|civico|numero|nr\.?|num\.?|n[.°º]?"
)
NUMBER = r"(?:n[.°º]?\s*)?\d+\s*(?:/\s*\w+|[a-z]\b|bis\b|ter\b|quater\b|int\b)?"
# "via 20 Settembre", "via 40 Martiri": a number right after the kind of street, before a word, is part of the name.
NAMED_BY_NUMBER = re.compile(rf"^\W*\w+\.?\s+\d+[°ª]?\s+(?!(?:{INSIDE}|bis|ter|quater)\b)[^\W\d_]{{3,}}", re.IGNORECASE)
NUMBER_FIRST = re.compile(rf"^\W*{NUMBER}\W+(?=\D)", re.IGNORECASE)
NUMBER_OR_INSIDE = re.compile(rf"[\s,;(-]+(?:{INSIDE})(?=[\s\d.:]|$).*$|[\s,;(-]*\d.*$", re.IGNORECASE | re.DOTALL)

# Written out, because the database folds what is searched by the same two lists (`places_fold`): it takes other signs
# for letters than Python does. What is on neither stays: letters, digits, the signs that stand for vowels in Bengali.
MARKS = (  # accents and points in any script
    r"\u0300-\u034e\u0350-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    r"\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08d3-\u08e1\u08e3-\u08ff"
    r"\u1ab0-\u1abd\u1dc0-\u1dff\u20d0-\u20dc\u20e1\u20e5-\u20f0\ufe20-\ufe2f\u3099\u309a"
)
GAPS = (  # what stands between words in any script
    r"\u0001-\u002f\u003a-\u0060\u007b-\u00bf\u00d7\u00f7\u02b9-\u02ff\u034f\u0375\u03f6\u0482\u055a-\u055f"
    r"\u0589-\u058f\u05be\u05c0\u05c3\u05c6\u05f3\u05f4\u0600-\u060f\u061b-\u061f\u066a-\u066d\u06d4\u06dd\u06de\u06e9"
    r"\u06fd\u06fe\u0964\u0965\u0970\u0e3f\u0e4f\u0e5a\u0e5b\u104a-\u104f\u10fb\u1360-\u1368\u166d\u1680\u17d4-\u17d6"
    r"\u17d8-\u17db\u1800-\u180e\u2000-\u20cf\u20dd-\u20e0\u20e2-\u20e4\u2100-\u214d\u214f\u218a-\u2bff\u2e00-\u2e7f"
    r"\u3000-\u3004\u3008-\u3020\u3030\u303d-\u303f\u30a0\u30fb\u4dc0-\u4dff\ue000-\uf8ff\ufd3e-\ufd4f\ufdfc-\ufe1f"
    r"\ufe45\ufe46\ufeff-\uff0f\ufff0-\uffff\U0001d000-\U0001d35f\U0001f000-\U0001fbef\U000e0000-\U0010ffff"
)
MARK, GAP = re.compile(f"[{MARKS}]"), re.compile(rf"[\0{GAPS}]+")


def fold(text: str) -> str:
    """As people type it in a hurry: lower case, no accents, single spaces, no signs."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return GAP.sub(" ", MARK.sub("", plain)).strip(" ")


def fold_street(text: str) -> str:
    """Folded, with abbreviations written out and days as digits: "C.so XI Febbraio" is "corso 11 febbraio"."""
    words = fold(re.sub(r"\b([A-Za-z])\.(?=[a-z])", r"\1", text)).split()
    long = " ".join(SHORT.get(word, word) for word in words).split()
    following = [*long[1:], ""]
    return " ".join(as_digits(word) if after in MONTHS else word for word, after in zip(long, following, strict=False))


def as_digits(word: str) -> str:
    """A Roman number up to 39 as digits; any other word as it is."""
    found = re.fullmatch(r"(x{0,3})(ix|iv|v?i{0,3})", word)
    if not word or not found:
        return word
    units = {"": 0, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
    return str(10 * len(found[1]) + units[found[2]])


def street_of(line: str) -> str:
    """An address without what tells the door: house number, stairs, bell. Empty when nothing else is left.

    It cuts too much rather than too little: the answer is shown to people who must not know the number yet.
    """
    named = NAMED_BY_NUMBER.match(line)
    kept = named.end() if named else 0
    rest = line if named else NUMBER_FIRST.sub("", line)
    street = rest[:kept] + NUMBER_OR_INSIDE.sub("", rest[kept:])
    return "" if fold(street) in {"", *KINDS} else street.strip(" ,;.-(")


def number_of(line: str) -> str:
    """The house number alone: "14/B", "5 bis"; empty when there is none."""
    street = street_of(line)
    _before, _street, after = line.partition(street) if street else ("", "", line)
    found = re.search(NUMBER, after or line.replace(street, ""), re.IGNORECASE)
    return found[0].strip() if found else ""


def without_kind(folded: str) -> str:
    """ "via cecchi" -> "cecchi"; a name that is only a kind stays."""
    first, _, rest = folded.partition(" ")
    return rest if first in KINDS and rest else folded


def kind_of(folded: str) -> str:
    first = folded.partition(" ")[0]
    return first if first in KINDS else ""
