"""German names of canonical values, for staff and for files that leave the knowledge base."""

from collections.abc import Mapping

from knowledge_base.vocabulary import CourseType, Weekday

COURSE_TYPES: Mapping[CourseType, str] = {
    CourseType.GERMAN_COURSE: "Deutschkurs",
    CourseType.INTEGRATION_COURSE: "Integrationskurs",
    CourseType.LITERACY_COURSE: "Alphabetisierungskurs",
    CourseType.VOCATIONAL_GERMAN: "Berufssprachkurs",
    CourseType.CONVERSATION_GROUP: "Gesprächsgruppe",
    CourseType.PARENT_CHILD_COURSE: "Eltern-Kind-Kurs",
    CourseType.EXAM: "Prüfung",
    CourseType.COMPUTER_COURSE: "Computerkurs",
    CourseType.VOCATIONAL_TRAINING: "Ausbildung oder Umschulung",
    CourseType.FURTHER_TRAINING: "Weiterbildung",
    CourseType.SCHOOL_CERTIFICATE: "Schulabschluss",
    CourseType.ORIENTATION: "Orientierung",
}

WEEKDAYS: Mapping[Weekday, str] = dict(zip(Weekday, ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"), strict=True))
