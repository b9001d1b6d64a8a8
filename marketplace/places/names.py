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


def fold(text: str) -> str:
    """As people type it in a hurry: lower case, no accents, single spaces, letters and digits alone."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^\w]+|_", " ", letters).split())


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
