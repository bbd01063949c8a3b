"""The labels everyone shares: intents, entities and canonical values.

Source: the project's ontology. A label may be added; one that is here is never renamed.
"""

from enum import StrEnum
from functools import total_ordering


class Intent(StrEnum):
    """What she wants with one message."""

    FIND_COURSE = "find_course"
    FIND_CHILDCARE_COURSE = "find_childcare_course"
    ASK_RECOGNITION = "ask_recognition"
    FIND_WORK = "find_work"
    FIND_FAMILY_OFFER = "find_family_offer"
    TALK_TO_COUNSELLOR = "talk_to_counsellor"
    ASK_COST = "ask_cost"
    ASK_REGISTRATION = "ask_registration"
    ASK_DOCUMENTS = "ask_documents"
    ASK_RIGHTS = "ask_rights"
    CRISIS = "crisis"
    INFORM = "inform"
    AFFIRM = "affirm"
    DENY = "deny"
    MORE_RESULTS = "more_results"
    GREET = "greet"
    GOODBYE = "goodbye"
    THANK = "thank"
    HELP = "help"
    BOT_CHALLENGE = "bot_challenge"
    CHANGE_LANGUAGE = "change_language"
    RESTART = "restart"
    PRIVACY = "privacy"
    OUT_OF_SCOPE = "out_of_scope"


class Entity(StrEnum):
    """What can be read out of one message; the values are those of the enums below or as noted."""

    COURSE_TYPE = "course_type"
    LEVEL = "level"
    PLACE = "place"
    """Slug of a municipality, see `places.csv`."""
    WEEKDAY = "weekday"
    TIME_OF_DAY = "time_of_day"
    TIME_FROM = "time_from"
    """"HH:MM", from when she is free."""
    TIME_UNTIL = "time_until"
    """"HH:MM", until when she is free."""
    CHILDCARE = "childcare"
    """"true" when she asks for care during the course."""
    CHILD_AGE = "child_age"
    """Years as a number, 18 months is "1.5"."""
    FORMAT = "format"
    PACE = "pace"
    PROFESSION = "profession"
    COUNTRY = "country"
    """ISO 3166-1 alpha-2 of where the qualification is from."""
    LANGUAGE = "language"
    """BCP 47 code she wants to speak."""


class CourseType(StrEnum):
    GERMAN_COURSE = "german_course"
    INTEGRATION_COURSE = "integration_course"
    LITERACY_COURSE = "literacy_course"
    VOCATIONAL_GERMAN = "vocational_german"
    CONVERSATION_GROUP = "conversation_group"
    PARENT_CHILD_COURSE = "parent_child_course"
    EXAM = "exam"
    COMPUTER_COURSE = "computer_course"
    VOCATIONAL_TRAINING = "vocational_training"
    FURTHER_TRAINING = "further_training"
    SCHOOL_CERTIFICATE = "school_certificate"
    ORIENTATION = "orientation"


TEACHING_GERMAN = frozenset(
    {
        CourseType.GERMAN_COURSE,
        CourseType.INTEGRATION_COURSE,
        CourseType.LITERACY_COURSE,
        CourseType.VOCATIONAL_GERMAN,
        CourseType.CONVERSATION_GROUP,
        CourseType.PARENT_CHILD_COURSE,
        CourseType.EXAM,
    }
)
"""Kinds of offers whose level is what is learned or examined; of all others it is what she must know before."""


@total_ordering
class Level(StrEnum):
    """How much German, from none (A0) to nearly native (C2); ordered."""

    A0 = "A0"
    A1 = "A1"
    A2 = "A2"
    B1 = "B1"
    B2 = "B2"
    C1 = "C1"
    C2 = "C2"

    def __lt__(self, other: object) -> bool:
        return str(self) < str(other)


class Weekday(StrEnum):
    """Days of the week; `list(Weekday).index(day)` is Python's `date.weekday()`."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class TimeOfDay(StrEnum):
    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class Childcare(StrEnum):
    """What the provider says about care during the course; unknown is not no."""

    NONE = "none"
    ON_SITE = "on_site"
    PARTNER = "partner"
    """A Kita or childminder near by holds places."""
    UNKNOWN = "unknown"


class Format(StrEnum):
    ONLINE = "online"
    IN_PERSON = "in_person"
    HYBRID = "hybrid"
    """Shows up for both of the others; never asked for as such."""


class Pace(StrEnum):
    PART_TIME = "part_time"
    FULL_TIME = "full_time"


class Profession(StrEnum):
    NURSE = "nurse"
    CARE_ASSISTANT = "care_assistant"
    DOCTOR = "doctor"
    DENTIST = "dentist"
    PHARMACIST = "pharmacist"
    MIDWIFE = "midwife"
    PHYSIOTHERAPIST = "physiotherapist"
    MEDICAL_ASSISTANT = "medical_assistant"
    LAB_TECHNICIAN = "lab_technician"
    PSYCHOLOGIST = "psychologist"
    VETERINARIAN = "veterinarian"
    TEACHER = "teacher"
    EDUCATOR = "educator"
    SOCIAL_WORKER = "social_worker"
    ENGINEER = "engineer"
    ARCHITECT = "architect"
    IT_SPECIALIST = "it_specialist"
    LAWYER = "lawyer"
    ECONOMIST = "economist"
    ACCOUNTANT = "accountant"
    OFFICE_CLERK = "office_clerk"
    SALESPERSON = "salesperson"
    ELECTRICIAN = "electrician"
    MECHANIC = "mechanic"
    HAIRDRESSER = "hairdresser"
    BEAUTICIAN = "beautician"
    COOK = "cook"
    BAKER = "baker"
    TAILOR = "tailor"
    CLEANER = "cleaner"
    TRANSLATOR = "translator"
    CHEMIST = "chemist"
    BIOLOGIST = "biologist"
    JOURNALIST = "journalist"
    ARTIST = "artist"
    FARMER = "farmer"
    DRIVER = "driver"
    HOTEL_SPECIALIST = "hotel_specialist"


class Topic(StrEnum):
    """What an answer is about; the intents that ask for facts are mapped to these by the dialogue."""

    WHAT_IS_RECOGNITION = "what_is_recognition"
    RECOGNITION_SCHOOL = "recognition_school"
    RECOGNITION_UNIVERSITY = "recognition_university"
    RECOGNITION_COST = "recognition_cost"
    RECOGNITION_DOCUMENTS = "recognition_documents"
    RECOGNITION_TRANSLATIONS = "recognition_translations"
    RECOGNITION_MISSING_PAPERS = "recognition_missing_papers"
    RECOGNITION_DURATION = "recognition_duration"
    RECOGNITION_APPLY = "recognition_apply"
    RECOGNITION_ADVICE = "recognition_advice"
    COURSE_COST = "course_cost"
    COURSE_REGISTRATION = "course_registration"
    COURSE_DOCUMENTS = "course_documents"
    RIGHTS = "rights"
    WORK = "work"
    FAMILY = "family"
    KITA_PLACE = "kita_place"
    COUNSELLING = "counselling"
    REGULATED_OR_NOT = "regulated_or_not"
    GERMAN_NEEDED = "german_needed"
    WHO_PAYS = "who_pays"
    PARTIAL_RECOGNITION = "partial_recognition"
    WORK_WHILE_WAITING = "work_while_waiting"
    RECOGNITION_CRAFTS = "recognition_crafts"
    RECOGNITION_HEALTH = "recognition_health"
    RECOGNITION_PARTNERSHIP = "recognition_partnership"
    INTEGRATION_COURSE = "integration_course"
    INTEGRATION_COURSE_WHO = "integration_course_who"
    INTEGRATION_COURSE_FREE = "integration_course_free"
    LITERACY_COURSE = "literacy_course"
    LANGUAGE_TEST = "language_test"
    VOCATIONAL_GERMAN = "vocational_german"
    FIRST_ORIENTATION = "first_orientation"
    MIA = "mia"
    MEETING_GROUPS = "meeting_groups"
    LEVELS = "levels"
    PATH = "path"
    JOB_AND_COURSE = "job_and_course"
    CHILDCARE_IN_COURSES = "childcare_in_courses"
    KITA_HOURS = "kita_hours"
    SCHOOL_CARE = "school_care"
    TRAINING_VOUCHER = "training_voucher"
    VOCATIONAL_TRAINING = "vocational_training"
    SCHOOL_CERTIFICATE = "school_certificate"
    VIOLENCE = "violence"
    PRIVACY = "privacy"


PLACE_NAMES = {
    "aichtal": "Aichtal",
    "aichwald": "Aichwald",
    "altbach": "Altbach",
    "altdorf": "Altdorf",
    "altenriet": "Altenriet",
    "baltmannsweiler": "Baltmannsweiler",
    "bempflingen": "Bempflingen",
    "beuren": "Beuren",
    "bissingen": "Bissingen an der Teck",
    "deizisau": "Deizisau",
    "denkendorf": "Denkendorf",
    "dettingen": "Dettingen unter Teck",
    "erkenbrechtsweiler": "Erkenbrechtsweiler",
    "esslingen": "Esslingen am Neckar",
    "filderstadt": "Filderstadt",
    "frickenhausen": "Frickenhausen",
    "grossbettlingen": "Großbettlingen",
    "hochdorf": "Hochdorf",
    "holzmaden": "Holzmaden",
    "kirchheim": "Kirchheim unter Teck",
    "koengen": "Köngen",
    "kohlberg": "Kohlberg",
    "leinfelden_echterdingen": "Leinfelden-Echterdingen",
    "lenningen": "Lenningen",
    "lichtenwald": "Lichtenwald",
    "neckartailfingen": "Neckartailfingen",
    "neckartenzlingen": "Neckartenzlingen",
    "neidlingen": "Neidlingen",
    "neuffen": "Neuffen",
    "neuhausen": "Neuhausen auf den Fildern",
    "notzingen": "Notzingen",
    "nuertingen": "Nürtingen",
    "oberboihingen": "Oberboihingen",
    "ohmden": "Ohmden",
    "ostfildern": "Ostfildern",
    "owen": "Owen",
    "plochingen": "Plochingen",
    "reichenbach": "Reichenbach an der Fils",
    "schlaitdorf": "Schlaitdorf",
    "unterensingen": "Unterensingen",
    "weilheim": "Weilheim an der Teck",
    "wendlingen": "Wendlingen am Neckar",
    "wernau": "Wernau (Neckar)",
    "wolfschlugen": "Wolfschlugen",
    "stuttgart": "Stuttgart",
    "goeppingen": "Göppingen",
    "reutlingen": "Reutlingen",
    "tuebingen": "Tübingen",
}
"""The 44 municipalities of the district and four neighbours: slug to German name. Source: `municipalities.csv`."""

EU_RULE_COUNTRIES = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK CH IS LI NO".split()  # noqa: SIM905 (read more easily)
)
"""Countries whose training falls under directive 2005/36/EC: the EU, the EEA and Switzerland."""
