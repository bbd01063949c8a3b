"""The names of canonical values as they are said to her."""

from bot.dialogue.actions import CareMode, Need, WhyNot
from bot.rendering.language import Language
from knowledge_base.results import Adaptation, Procedure, Wish
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

# Translators: button; where she is on the way to work in her profession, and the next two steps.
PATH = N_("🧭 My next steps")

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
    Topic.REGULATED_OR_NOT: N_("Must I have recognition?"),
    Topic.GERMAN_NEEDED: N_("How much German do I need?"),
    Topic.WHO_PAYS: N_("Who pays for me?"),
    Topic.PARTIAL_RECOGNITION: N_("Only partly recognised"),
    Topic.WORK_WHILE_WAITING: N_("May I work while I wait?"),
    Topic.RECOGNITION_CRAFTS: N_("Crafts, trade, office"),
    Topic.RECOGNITION_HEALTH: N_("Health and social professions"),
    Topic.RECOGNITION_PARTNERSHIP: N_("Come to Germany for recognition"),
    Topic.INTEGRATION_COURSE: N_("What is an integration course?"),
    Topic.INTEGRATION_COURSE_WHO: N_("Who may join an integration course?"),
    Topic.INTEGRATION_COURSE_FREE: N_("Integration course for free"),
    Topic.LITERACY_COURSE: N_("Learn letters"),
    Topic.LANGUAGE_TEST: N_("The language test"),
    Topic.VOCATIONAL_GERMAN: N_("German for work"),
    Topic.FIRST_ORIENTATION: N_("First German"),
    Topic.MIA: N_("MiA: courses for women"),
    Topic.MEETING_GROUPS: N_("Meet and speak German"),
    Topic.LEVELS: N_("What are A1, B1, C1?"),
    Topic.PATH: N_("My way to work"),
    Topic.JOB_AND_COURSE: N_("A job and a course"),
    Topic.CHILDCARE_IN_COURSES: N_("Childcare during the course"),
    Topic.KITA_HOURS: N_("Which course fits Kita hours?"),
    Topic.SCHOOL_CARE: N_("Care for school children"),
    Topic.TRAINING_VOUCHER: N_("Who pays for a training?"),
    Topic.VOCATIONAL_TRAINING: N_("Learn a profession"),
    Topic.SCHOOL_CERTIFICATE: N_("Get a school certificate"),
    Topic.VIOLENCE: N_("Help against violence"),
    Topic.PRIVACY: N_("My data"),
}

PROCEDURES = {
    Procedure.LICENCE: "Erlaubnis zum Führen der Berufsbezeichnung",
    Procedure.APPROBATION: "Approbation",
    Procedure.TEACHING_DIPLOMA: "Anerkennung der Lehrerausbildung",
    Procedure.STATE_RECOGNITION: "Staatliche Anerkennung",
    Procedure.TITLE: "Erlaubnis für den Titel",
    Procedure.BAR_ADMISSION: "Zulassung als Rechtsanwältin",
    Procedure.EQUIVALENCE: "Gleichwertigkeitsprüfung",
    Procedure.DEGREE_STATEMENT: "Zeugnisbewertung",
}
"""What she asks for at the office, in German in every language."""

ADAPTATIONS = {
    Adaptation.KNOWLEDGE_EXAM: "Kenntnisprüfung",
    Adaptation.APTITUDE_TEST: "Eignungsprüfung",
    Adaptation.ADAPTATION_COURSE: "Anpassungslehrgang",
    Adaptation.QUALIFICATION: "Anpassungsqualifizierung",
}
"""What closes a gap, in German in every language."""

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
    Wish.START: N_("With another start (%(n)s)"),
    Wish.PRICE: N_("Also with costs (%(n)s)"),
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
    Wish.START: N_("But: it starts at another time."),
    Wish.PRICE: N_("But: it costs money."),
}

# Translators: something the provider has not said; she should ask before she registers.
UNKNOWN = {
    Wish.LEVEL: N_("Please ask: which level is it?"),
    Wish.TIME: N_("Please ask: at what times is it?"),
    Wish.WEEKDAY: N_("Please ask: at what times is it?"),
    Wish.CHILDCARE: N_("Please ask: is there childcare?"),
    Wish.CHILD_AGE: N_("Please ask: is the childcare for the age of your child?"),
    Wish.PACE: N_("Please ask: how many hours a week is it?"),
    Wish.START: N_("Please ask: when does it start?"),
    Wish.PRICE: N_("Please ask: what does it cost for you?"),
}
# Translators: buttons under "What does not fit?"; she taps what is wrong with a course for her.
WHY_NOT = {
    WhyNot.TIME: N_("🕘 The times"),
    WhyNot.PLACE: N_("📍 Too far away"),
    WhyNot.LEVEL: N_("📚 The level"),
    WhyNot.CARE: N_("👶 No childcare"),
    WhyNot.MONEY: N_("💶 Too expensive"),
    WhyNot.OTHER: N_("Something else"),
}
UNKNOWN_OTHERS = N_("Please ask the provider if it fits.")


def level_range(language: Language, level_from: Level | None, level_to: Level | None) -> str:
    """ "A0 → B1", "B1", or empty when no level is stated."""
    levels = [str(level) for level in (level_from, level_to) if level]
    arrow = " → "
    return language.isolate(arrow.join(dict.fromkeys(levels)))
