"""The names of canonical values as they are said to her."""

from bot.dialogue.actions import CareMode, Need
from bot.rendering.language import Language
from knowledge_base.results import Wish
from knowledge_base.vocabulary import CourseType, Intent, Level, Profession, TimeOfDay, Topic


def N_(msgid: str) -> str:
    """Marks a text for the catalogs that is looked up later."""
    return msgid


# Translators: kinds of courses; keep the German name in brackets where one is given.
COURSE_TYPES = {
    CourseType.GERMAN_COURSE: N_("German course"),
    CourseType.INTEGRATION_COURSE: N_("Integration course (Integrationskurs)"),
    CourseType.LITERACY_COURSE: N_("Learn to read and write (Alphabetisierung)"),
    CourseType.VOCATIONAL_GERMAN: N_("German for work (Berufssprachkurs)"),
    CourseType.CONVERSATION_GROUP: N_("Speak German together (Sprachtreff)"),
    CourseType.PARENT_CHILD_COURSE: N_("Group for mother and child"),
    CourseType.EXAM: N_("Exam (Prüfung)"),
    CourseType.COMPUTER_COURSE: N_("Computer course"),
    CourseType.VOCATIONAL_TRAINING: N_("Training for a profession (Ausbildung)"),
    CourseType.FURTHER_TRAINING: N_("Further training (Weiterbildung)"),
    CourseType.SCHOOL_CERTIFICATE: N_("School certificate (Schulabschluss)"),
    CourseType.ORIENTATION: N_("Help to find a profession (Berufsorientierung)"),
}

# Translators: buttons for "How much German do you know?"; she taps one.
LEVELS = {
    Level.A0: N_("No German yet"),
    Level.A1: N_("A1 – a few words"),
    Level.A2: N_("A2 – everyday life"),
    Level.B1: N_("B1 – I can tell and ask"),
    Level.B2: N_("B2 – good"),
    Level.C1: N_("C1 – very good"),
    Level.C2: N_("C2 – nearly perfect"),
}

# Translators: the three big buttons of the greeting; she taps one.
NEEDS = {
    Need.COURSE: N_("📚 Find a course"),
    Need.CHILDCARE: N_("👶 Course and children"),
    Need.RECOGNITION: N_("🎓 My foreign diploma"),
}

# Translators: buttons for "Who looks after your child while you learn?"; she speaks ("I …").
CARE_MODES = {
    CareMode.CARE: N_("Childcare at the course"),
    CareMode.EVENING: N_("I can in the evening"),
    CareMode.ONLINE: N_("I learn at home (online)"),
    CareMode.WITH_CHILD: N_("I bring my child along"),
}

# Translators: when a course should be, in a list of her wishes.
TIMES_OF_DAY = {
    TimeOfDay.MORNING: N_("in the morning"),
    TimeOfDay.NOON: N_("at noon"),
    TimeOfDay.AFTERNOON: N_("in the afternoon"),
    TimeOfDay.EVENING: N_("in the evening"),
}

# Translators: professions, feminine form; the German title in brackets where it helps at an office.
PROFESSIONS = {
    Profession.NURSE: N_("Nurse (Pflegefachfrau)"),
    Profession.CARE_ASSISTANT: N_("Care assistant (Pflegehelferin)"),
    Profession.DOCTOR: N_("Doctor (Ärztin)"),
    Profession.DENTIST: N_("Dentist (Zahnärztin)"),
    Profession.PHARMACIST: N_("Pharmacist (Apothekerin)"),
    Profession.MIDWIFE: N_("Midwife (Hebamme)"),
    Profession.PHYSIOTHERAPIST: N_("Physiotherapist (Physiotherapeutin)"),
    Profession.MEDICAL_ASSISTANT: N_("Doctor's assistant (Medizinische Fachangestellte)"),
    Profession.LAB_TECHNICIAN: N_("Medical laboratory technician (MTL)"),
    Profession.PSYCHOLOGIST: N_("Psychologist (Psychologin)"),
    Profession.VETERINARIAN: N_("Vet (Tierärztin)"),
    Profession.TEACHER: N_("Teacher (Lehrerin)"),
    Profession.EDUCATOR: N_("Kita teacher (Erzieherin)"),
    Profession.SOCIAL_WORKER: N_("Social worker (Sozialarbeiterin)"),
    Profession.ENGINEER: N_("Engineer (Ingenieurin)"),
    Profession.ARCHITECT: N_("Architect (Architektin)"),
    Profession.IT_SPECIALIST: N_("IT specialist (Informatikerin)"),
    Profession.LAWYER: N_("Lawyer (Rechtsanwältin)"),
    Profession.ECONOMIST: N_("Economist (Betriebswirtin)"),
    Profession.ACCOUNTANT: N_("Accountant (Buchhalterin)"),
    Profession.OFFICE_CLERK: N_("Office worker (Bürokauffrau)"),
    Profession.SALESPERSON: N_("Saleswoman (Verkäuferin)"),
    Profession.ELECTRICIAN: N_("Electrician (Elektronikerin)"),
    Profession.MECHANIC: N_("Mechanic (Mechanikerin)"),
    Profession.HAIRDRESSER: N_("Hairdresser (Friseurin)"),
    Profession.BEAUTICIAN: N_("Beautician (Kosmetikerin)"),
    Profession.COOK: N_("Cook (Köchin)"),
    Profession.BAKER: N_("Baker (Bäckerin)"),
    Profession.TAILOR: N_("Tailor (Schneiderin)"),
    Profession.CLEANER: N_("Cleaner (Reinigungskraft)"),
    Profession.TRANSLATOR: N_("Translator (Übersetzerin)"),
    Profession.CHEMIST: N_("Chemist, natural scientist (Chemikerin)"),
    Profession.BIOLOGIST: N_("Biologist (Biologin)"),
    Profession.JOURNALIST: N_("Journalist (Journalistin)"),
    Profession.ARTIST: N_("Artist (Künstlerin)"),
    Profession.FARMER: N_("Farmer, gardener (Landwirtin, Gärtnerin)"),
    Profession.DRIVER: N_("Driver (Berufskraftfahrerin)"),
    Profession.HOTEL_SPECIALIST: N_("Hotel worker (Hotelfachfrau)"),
}

# Translators: buttons under an answer; each opens a short text.
TOPICS = {
    Topic.WHAT_IS_RECOGNITION: N_("What is recognition?"),
    Topic.RECOGNITION_SCHOOL: N_("School certificate"),
    Topic.RECOGNITION_UNIVERSITY: N_("University degree"),
    Topic.RECOGNITION_COST: N_("Costs"),
    Topic.RECOGNITION_DOCUMENTS: N_("Papers"),
    Topic.RECOGNITION_TRANSLATIONS: N_("Translations"),
    Topic.RECOGNITION_MISSING_PAPERS: N_("My papers are lost"),
    Topic.RECOGNITION_DURATION: N_("How long?"),
    Topic.RECOGNITION_APPLY: N_("How to apply"),
    Topic.RECOGNITION_ADVICE: N_("Free advice"),
    Topic.COURSE_COST: N_("What does a course cost?"),
    Topic.COURSE_REGISTRATION: N_("How to register"),
    Topic.COURSE_DOCUMENTS: N_("Which papers?"),
    Topic.RIGHTS: N_("Am I allowed?"),
    Topic.WORK: N_("Find work"),
    Topic.FAMILY: N_("For families"),
    Topic.KITA_PLACE: N_("A Kita place"),
    Topic.COUNSELLING: N_("Talk to a person"),
}

# Translators: buttons under "Did you mean …?"; she taps what she wanted.
INTENTS = {
    Intent.FIND_COURSE: N_("A course"),
    Intent.FIND_CHILDCARE_COURSE: N_("A course and my children"),
    Intent.ASK_RECOGNITION: N_("My foreign diploma or profession"),
    Intent.FIND_WORK: N_("Work"),
    Intent.FIND_FAMILY_OFFER: N_("Something for my family"),
    Intent.TALK_TO_COUNSELLOR: N_("Talk to a person"),
    Intent.ASK_COST: N_("Costs"),
    Intent.ASK_REGISTRATION: N_("Registration"),
    Intent.ASK_DOCUMENTS: N_("Papers"),
    Intent.ASK_RIGHTS: N_("What I am allowed to do"),
    Intent.CRISIS: N_("I am in danger or very unhappy"),
    Intent.CHANGE_LANGUAGE: N_("Another language"),
    Intent.PRIVACY: N_("My data"),
    Intent.HELP: N_("Help"),
}

# Translators: a wish she can give up so that more courses fit; %(n)s is how many courses fit then. Button.
RELAXATIONS = {
    Wish.COURSE_TYPE: N_("Other kinds of courses (%(n)s)"),
    Wish.LEVEL: N_("Any level (%(n)s)"),
    Wish.PLACE: N_("In other places (%(n)s)"),
    Wish.TIME: N_("At other times (%(n)s)"),
    Wish.WEEKDAY: N_("On other days (%(n)s)"),
    Wish.CHILDCARE: N_("Without childcare (%(n)s)"),
    Wish.CHILD_AGE: N_("Without childcare (%(n)s)"),
    Wish.FORMAT: N_("Online or on site (%(n)s)"),
    Wish.PACE: N_("Part-time or full-time (%(n)s)"),
    Wish.WOMEN_ONLY: N_("Also with men (%(n)s)"),
    Wish.START: N_("At other times (%(n)s)"),
}

# Translators: the one thing that does not fit her wish, on the card of a course that nearly fits.
BROKEN = {
    Wish.COURSE_TYPE: N_("But: it is another kind of course."),
    Wish.LEVEL: N_("But: it is another level."),
    Wish.PLACE: N_("But: it is in another place."),
    Wish.TIME: N_("But: the times do not fit."),
    Wish.WEEKDAY: N_("But: it is on other days."),
    Wish.CHILDCARE: N_("But: there is no childcare."),
    Wish.CHILD_AGE: N_("But: the childcare is for another age."),
    Wish.FORMAT: N_("But: look where it takes place."),
    Wish.PACE: N_("But: it has other weekly hours."),
    Wish.WOMEN_ONLY: N_("But: men take part too."),
    Wish.START: N_("But: the times do not fit."),
}

# Translators: something the provider has not said; she should ask before she registers.
UNKNOWN = {
    Wish.LEVEL: N_("Please ask: which level is it?"),
    Wish.TIME: N_("Please ask: at what times is it?"),
    Wish.WEEKDAY: N_("Please ask: at what times is it?"),
    Wish.CHILDCARE: N_("Please ask: is there childcare?"),
    Wish.CHILD_AGE: N_("Please ask: is the childcare for the age of your child?"),
    Wish.PACE: N_("Please ask: how many hours a week is it?"),
}
UNKNOWN_OTHERS = N_("Please ask the provider if it fits.")


def level_range(language: Language, level_from: Level | None, level_to: Level | None) -> str:
    """ "A0 → B1", "B1", or empty when no level is stated."""
    levels = [str(level) for level in (level_from, level_to) if level]
    arrow = " → "
    return language.isolate(arrow.join(dict.fromkeys(levels)))
