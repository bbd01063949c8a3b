"""Reads single cells as German providers write them: dates, prices, yes and no, levels, care, kinds of course.

Each function gives `None` (or an unknown value) for what it does not understand: a gap is never filled by a guess.
"""

import html
import re
from dataclasses import dataclass
from datetime import date

from knowledge_base.importers.private_details import without_private_details
from knowledge_base.models import Pauses
from knowledge_base.places import fold
from knowledge_base.results import PriceKind, SeatStatus
from knowledge_base.vocabulary import TEACHING_GERMAN, Childcare, CourseType, Format, Level, Pace

_YES = {"ja", "j", "x", "1", "true", "wahr", "yes", "y"}
_NO = {"nein", "n", "0", "false", "falsch", "no", "keine", "kein"}

_STATUS_WORDS = (
    (SeatStatus.CANCELLED, ("faellt aus", "abgesagt", "entfaellt", "cancelled")),
    (SeatStatus.WAITLIST, ("warteliste", "waitlist", "waiting list")),
    (SeatStatus.FEW, ("fast ausgebucht", "wenige", "few")),
    (SeatStatus.FULL, ("ausgebucht", "belegt", "voll", "full")),
    (SeatStatus.OPEN, ("frei", "open", "offen", "anmeldung moeglich")),
)

# First hit wins from top to bottom.
_COURSE_TYPE_WORDS = (
    (CourseType.PARENT_CHILD_COURSE, ("mama lernt deutsch", "eltern kind", "elternkurs mit kind", "krabbel", "pekip",
                                      "spielkreis")),
    (CourseType.LITERACY_COURSE, ("alphabetisierung", "alpha kurs", "alphakurs", "zweitschriftlern",
                                  "lesen und schreiben")),
    (CourseType.VOCATIONAL_GERMAN, ("berufssprachkurs", "bsk", "deufoev", "berufsbezogene deutsch",
                                    "berufsbezogenes deutsch", "deutsch in der pflege", "deutsch fuer pflege",
                                    "deutsch fuer die pflege", "deutsch fuer den beruf", "job sprachkurs")),
    (CourseType.INTEGRATION_COURSE, ("integrationskurs", " orientierungskurs")),
    (CourseType.EXAM, ("pruefung", "test", "sprachtest", "telc", "goethe zertifikat", "dtz", "dtb",
                       "einbuergerungstest", "testdaf", "leben in deutschland", "deutsch test")),
    (CourseType.CONVERSATION_GROUP, ("sprachcafe", "konversation", "gespraechskreis", "sprachtreff", "frauentreff",
                                     "mia", "migrantinnen einfach stark", "tandem")),
    (CourseType.GERMAN_COURSE, ("erstorientierung", "eok")),
    (CourseType.SCHOOL_CERTIFICATE, ("hauptschulabschluss", "realschulabschluss", "mittlere reife", "abendgymnasium",
                                     "schulfremdenpruefung", "fachhochschulreife")),
    (CourseType.VOCATIONAL_TRAINING, ("umschulung", "ausbildung", "praxisintegriert", "pflegefachassistenz")),
    (CourseType.COMPUTER_COURSE, ("computer", "edv", "excel", "word", "tastschreiben", "digital", "smartphone", "ecdl",
                                  "internet")),
    (CourseType.ORIENTATION, ("berufsorientierung", "wiedereinstieg", "bewerbung", "berufswegeplanung", "mentoring",
                              "coaching", "avgs", "aktivierung")),
    (CourseType.FURTHER_TRAINING, ("qualifizierung", "weiterbildung", "lehrgang", "fachkraft fuer", "betreuungskraft",
                                   "buchhaltung")),
    (CourseType.GERMAN_COURSE, ("deutsch", "daf", "daz", "sprachkurs", "grammatik", "aussprache")),
)  # fmt: skip
# Short stems count as whole words only.
_COURSE_TYPE_STEMS = tuple(
    (course_type, re.compile("|".join(stem if len(stem) > 4 else rf" {stem} " for stem in stems)))
    for course_type, stems in _COURSE_TYPE_WORDS
)
_PER_LESSON = re.compile(
    r"/\s*(?:ue|ustd|std|unterrichts|stunde|lesson)|\bpro (?:ue|ustd|unterrichts|stunde)|\bper lesson"
)
_NO_CARE = re.compile(
    r"\b(?:keine?|ohne|no)\s(?:\w+\s)?\w*(?:betreuung|childcare)|^(?:keine|ohne|none)$|leider nicht|nicht moeglich"
)
_REST_OF_TAG = r"""[^<>"']{0,500}(?:(?:"[^"]{0,2000}"|'[^']{0,2000}')[^<>"']{0,500}){0,20}>"""
_MARKUP = (
    (re.compile(r"<!\[CDATA\[|\]\]>", re.IGNORECASE), " "),
    (re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL), " "),
    (re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE), " "),
    (re.compile(rf"</?(?:p|br|li|div|tr|td|th|dt|dd|h[1-6])\b{_REST_OF_TAG}", re.IGNORECASE), "\n"),
    (re.compile(rf"<[/!?]?[a-zA-Z]{_REST_OF_TAG}"), ""),
)
_TAG = re.compile(r"<[/!?]?[a-zA-Z\[-]|\]\]>")
_NESTED = 3
"""HTML inside of escaped HTML inside of HTML is as far as sources go."""
_COURSE_FOR_AN_EXAM = ("vorbereitung", "kurs")
_EXAM_OF_GERMAN = ("deutsch", "telc", "goethe", "dtz", "dtb", "daf", "daz", "sprach", "einbuergerung")
_GERMAN = ("deutsch", "daf", "daz", "dtz", "dtb", "integration", "berufssprach", "alphabetisierung", "zweitschrift",
           "einbuergerung", "bsk")  # fmt: skip
_OTHER_LANGUAGE = re.compile(
    r"englisch|english|franzoesisch|spanisch|italienisch|portugiesisch|russisch|chinesisch|japanisch|niederlaendisch"
    r"|schwedisch|daenisch|norwegisch|tuerkisch|arabisch|griechisch|polnisch|kroatisch|persisch|ukrainisch|koreanisch"
    r"|lateinkurs|hebraeisch|gebaerdensprache|francais|espanol|italiano"
)

LANGUAGE_COURSES = frozenset(
    {
        CourseType.GERMAN_COURSE,
        CourseType.INTEGRATION_COURSE,
        CourseType.LITERACY_COURSE,
        CourseType.VOCATIONAL_GERMAN,
        CourseType.EXAM,
    }
)
"""Of these a single level is the goal; of all others it is where one enters."""


def plain_text(cell: str) -> str | None:
    """The words of a cell without HTML, control characters and private details; `None` when nothing is left."""
    if not cell:
        return None
    for _ in range(_NESTED):
        if "<" not in cell and "&" not in cell:
            break
        cell = _without_tags(cell) if _TAG.search(cell) else html.unescape(cell)
    cell = without_private_details(cell)
    if cell.isprintable():
        return " ".join(cell.split()) or None
    cell = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", " ", cell.replace("\r\n", "\n").replace("\r", "\n"))
    lines = [" ".join(line.split()) for line in cell.split("\n")]
    return "\n".join(line for line in lines if line) or None


def _without_tags(cell: str) -> str:
    """What `html.parser` would give, but in a time that does not grow with the square of a hostile text."""
    for pattern, replacement in _MARKUP:
        cell = pattern.sub(replacement, cell)
    return html.unescape(cell)


def parse_date(cell: str) -> date | None:
    """A day from "01.03.2027", "1.3.27" or "2027-03-01", also after a weekday and before a clock time."""
    try:
        if match := re.search(r"\b(\d{4})-(\d{2})-(\d{2})(?!\d)", cell):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := re.search(r"\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})(?!\d)", cell):
            year = int(match[3])
            return date(year + 2000 if year < 100 else year, int(match[2]), int(match[1]))
    except ValueError:
        return None
    return None


@dataclass(frozen=True, slots=True)
class Price:
    """What a price cell says."""

    kind: PriceKind
    cents: int | None = None
    per_lesson_cents: int | None = None


def parse_price(cell: str) -> Price:
    """A price from "1.603,00 EUR", "2,29 €/UE", "kostenlos", "Bildungsgutschein"; unknown is not free."""
    words = fold(cell)
    amount = _amount_cents(cell)
    if amount and _PER_LESSON.search(cell.casefold()):
        return Price(PriceKind.PER_LESSON, per_lesson_cents=amount)
    if amount:
        return Price(PriceKind.FEE, cents=amount)
    if amount == 0 or re.search(r"\b(?:kostenlos|kostenfrei|gebuehrenfrei|entgeltfrei|frei|free)\b", words):
        return Price(PriceKind.FREE, cents=0)
    if re.search(r"bildungsgutschein|\bavgs\b|\bvoucher\b|gutschein", words):
        return Price(PriceKind.VOUCHER)
    if re.search(r"ausbildungsverguetung|verguetet|gehalt|paid", words):
        return Price(PriceKind.PAID_TRAINING)
    return Price(PriceKind.UNKNOWN)


def _amount_cents(cell: str) -> int | None:
    match = re.search(r"\d[\d.']*(?:,\d{1,2})?", cell)
    if match is None:
        return None
    number = match[0].replace("'", "").rstrip(".")
    if "," in number or re.fullmatch(r"\d{1,3}(?:\.\d{3})+", number):
        number = number.replace(".", "").replace(",", ".")
    try:
        return round(float(number) * 100)
    except ValueError:
        return None


def parse_yes_no(cell: str) -> bool | None:
    """Yes or no; an empty or another cell is not known."""
    word = fold(cell)
    if word in _YES or word.startswith("ja "):
        return True
    return False if word in _NO or word.startswith("nein ") or cell.strip() == "-" else None


def parse_number(cell: str) -> int | None:
    """A whole number that stands alone, "12" or "12 Termine"; not the 6 of "6 Monate"."""
    match = re.fullmatch(
        r"\s*(\d{1,5})(?:[.,]0+)?\s*(?:x|mal|termine?|abende?|ue|ustd\.?|plätze?)?\s*", cell.casefold()
    )
    return int(match[1]) if match else None


def parse_status(cell: str) -> SeatStatus:
    words = fold(cell)
    for status, stems in _STATUS_WORDS:
        if any(stem in words for stem in stems):
            return status
    return SeatStatus.UNKNOWN


def parse_levels(text: str) -> tuple[Level, ...]:
    """The levels named in a text, in their order, "A1.2" as A1; "ohne Vorkenntnisse" is A0."""
    if not text:
        return ()
    found = [Level(level.upper()) for level in re.findall(r"\b([abc][12]|a0)(?:[.+]\d)?\b", text.casefold())]
    if not found and re.search(r"ohne (?:deutsch|vor)kenntnisse|keine vorkenntnisse|nullanfänger", text.casefold()):
        found = [Level.A0]
    return tuple(dict.fromkeys(found))


def parse_format(text: str) -> Format | None:
    words = fold(text)
    if re.search(r"\b(?:hybrid|blended|online und praesenz|praesenz und online)\b", words):
        return Format.HYBRID
    if parse_yes_no(text) or re.search(r"\bonline\b|virtuell|webinar|e learning|fernkurs", words):
        return Format.ONLINE
    if re.search(r"praesenz|vor ort|in person|in_person|onsite", words) or parse_yes_no(text) is False:
        return Format.IN_PERSON
    return None


def parse_pace(text: str) -> Pace | None:
    words = fold(text)
    if re.search(r"vollzeit|full time", words):
        return Pace.FULL_TIME
    return Pace.PART_TIME if re.search(r"teilzeit|part time", words) else None


def parse_pauses(text: str) -> Pauses:
    words = fold(text)
    if re.search(r"keine pause|durchgehend|auch in den|ohne pause|^nein$|^none$", words):
        return Pauses.NONE
    if re.search(r"ferien|school holidays|^ja$", words):
        return Pauses.SCHOOL_HOLIDAYS
    return Pauses.UNKNOWN


def parse_childcare(text: str) -> Childcare:
    """What a cell says about care during the course; the "no" is looked for first, "on request" stays unknown."""
    words = fold(text)
    if parse_yes_no(text) is False or _NO_CARE.search(words):
        return Childcare.NONE
    if re.search(r"auf anfrage|bei bedarf|nach bedarf|auf nachfrage|on request", words):
        return Childcare.UNKNOWN
    if re.search(r"\bkita\b|kindergarten|tageseltern|tagesmutter|tagespflege|zusammenarbeit|partner", words):
        return Childcare.PARTNER
    if parse_yes_no(text) or re.search(
        r"mit kinderbetreuung|vor ort|im haus|werden betreut|betreuung wird angeboten|on site|vorhanden|moeglich", words
    ):
        return Childcare.ON_SITE
    return Childcare.UNKNOWN


def parse_child_ages(text: str) -> tuple[float | None, float | None]:
    """Youngest and oldest age in years from "1-6 Jahre", "ab 12 Monaten", "ab 1 Jahr bis Schuleintritt", "U3"."""
    words = text.casefold().replace(",", ".")
    if re.search(r"\bu\s?3\b", words):
        return 0.0, 3.0
    if re.search(r"\bü\s?3\b|\bue\s?3\b", words):
        return 3.0, 6.0
    number = r"(\d{1,2}(?:\.\d)?)\s*(monat|jahr)?\w*"
    youngest = oldest = None
    if match := re.search(rf"{number}\s*(?:-|–|bis(?: zu)?)\s*{number}", words):
        unit = match[4] or match[2]
        youngest, oldest = _years(match[1], match[2] or unit), _years(match[3], unit)
    elif match := re.search(rf"(?:ab|from)\s+{number}", words):
        youngest = _years(match[1], match[2])
    elif match := re.search(rf"(?:bis|up to)\s+{number}", words):
        oldest = _years(match[1], match[2])
    if oldest is None and re.search(r"schuleintritt|schulalter|einschulung", words):
        oldest = 6.0
    return youngest, oldest


def _years(number: str, unit: str | None) -> float:
    return round(float(number) / 12, 2) if unit == "monat" else float(number)


def course_type_from_words(text: str) -> CourseType | None:
    """The kind of course its words speak of; a canonical value counts as itself."""
    stripped = text.strip().casefold().replace(" ", "_")
    if stripped in list(CourseType):
        return CourseType(stripped)
    words = f" {fold(text)} "
    is_other_language = teaches_other_language(text)
    for course_type, stems in _COURSE_TYPE_STEMS:
        if not stems.search(words):
            continue
        if is_other_language and course_type in TEACHING_GERMAN:
            continue
        if course_type is CourseType.EXAM:
            if not any(word in words for word in _EXAM_OF_GERMAN) and not parse_levels(text):
                continue
            if any(stem in words for stem in _COURSE_FOR_AN_EXAM):
                return CourseType.GERMAN_COURSE
        return course_type
    return CourseType.GERMAN_COURSE if parse_levels(text) and not is_other_language else None


def teaches_other_language(text: str) -> bool:
    """True when the words name a language and it is not German: "Englisch A2", not "Deutsch für Arabischsprachige"."""
    words = fold(text)
    return _OTHER_LANGUAGE.search(words) is not None and not any(word in words for word in _GERMAN)


def tags_from_words(title: str) -> list[str]:
    """What the kind of course does not say: German beside the children, first steps."""
    words = fold(title)
    tags = []
    if "deutsch" in words and course_type_from_words(title) is CourseType.PARENT_CHILD_COURSE:
        tags.append("german")
    if re.search(r"erstorientierung|\beok\b", words):
        tags.append("first_steps")
    return tags


def is_for_women_only(text: str) -> bool | None:
    """True when the words shut men out; other words leave it open."""
    words = fold(text)
    if re.search(
        r"frauen und maenner|maenner und frauen|muetter und vaeter|\bnicht (?:nur|ausschliesslich)\b"
        r"|\b(?:auch|besonders|insbesondere) (?:\w+ ){0,2}fuer (?:frauen|muetter)\b",
        words,
    ):
        return None
    is_only = re.search(
        r"\bfuer frauen\b|\bnur frauen\b|frauenkurs|frauensprachkurs|frauengruppe|frauentreff|\bfuer muetter\b"
        r"|\bausschliesslich (?:\w+ ){0,2}(?:frauen|migrantinnen|muetter)\b|\bmia\b|migrantinnen einfach stark"
        r"|\bwomen only\b",
        words,
    )
    return True if is_only else None
