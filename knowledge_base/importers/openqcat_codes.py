"""The code lists of openQ-cat that matter here, as canonical values.

Source: formats.md, section 3.
"""

import re
from collections.abc import Iterable
from datetime import date

from knowledge_base.importers import german
from knowledge_base.places import fold
from knowledge_base.vocabulary import CourseType, Format, Level, Pace

FUNDING_FEDERAL = {
    "1": "aufstiegs_bafoeg",
    "2": "bildungsgutschein",
    "4": "grant",
    "5": "grant",
    "8": "qualifizierungsgeld",
    "11": "employees",
    "12": "training_benefit",
}
FUNDING_REGIONAL = {"19": "coaching", "20": "esf_plus", "53": "bildungszeit"}
"""Of Baden-Württemberg only."""

AVGS_MEASURE = "3"
"""COURSE_TYPE of what is paid by an AVGS voucher."""
_LANGUAGE_SUPPORT = "4"

_EDUCATION_TYPES = {
    "102": CourseType.VOCATIONAL_TRAINING,
    "103": CourseType.FURTHER_TRAINING,
    "104": CourseType.FURTHER_TRAINING,
    "105": CourseType.VOCATIONAL_TRAINING,
    "109": CourseType.VOCATIONAL_TRAINING,
    "110": CourseType.VOCATIONAL_GERMAN,
    "130": CourseType.ORIENTATION,
}
_VOCATIONAL_GERMAN = re.compile(r"MC\s*0[1-3]\b|MC\s*0[1-3]\s*[\d.-]")
_GOAL = re.compile(r"MC\s*01[\s.\-]*0?([1-5])$")
_GOALS = (Level.A2, Level.B1, Level.B2, Level.C1, Level.C2)
_BY_PREFIX = (
    (re.compile(r"(?:EC|SA)\b"), CourseType.ORIENTATION),
    (re.compile(r"A(?![A-Z])"), CourseType.SCHOOL_CERTIFICATE),
    (re.compile(r"B(?![A-Z])"), CourseType.VOCATIONAL_TRAINING),
    (re.compile(r"[CD](?:[A-Z]{1,2}\d|(?![A-Z]))"), CourseType.FURTHER_TRAINING),
)
_LONGEST_DAYS = {"1": 3, "2": 7, "3": 31, "4": 92, "5": 184, "6": 366, "7": 731, "8": 1096}


def format_of(code: str) -> Format | None:
    """Where lessons are, from INSTRUCTION_FORM; the old codes 1-3 and 6-9 say nothing about it."""
    number = int(code) if code.isascii() and code.isdigit() else 0
    if 101 <= number <= 105:
        return Format.IN_PERSON
    if 301 <= number <= 304:
        return Format.HYBRID
    return Format.ONLINE if 201 <= number <= 206 or 401 <= number <= 403 or number in (4, 5) else None


def pace_of(time_code: str, form_code: str) -> Pace | None:
    """From INSTRUCTION_TIME, in old files from INSTRUCTION_FORM."""
    paces = {"1": Pace.FULL_TIME, "2": Pace.PART_TIME}
    return paces.get(time_code) or paces.get(form_code)


def course_type_of(title: str, *, course_type: str, education_type: str, features: Iterable[str]) -> CourseType | None:
    """What the codes say, or `None` where the words of the title say it better or nothing is known.

    Args:
        title: as the provider wrote it.
        course_type: code of COURSE_TYPE.
        education_type: code of EDUCATION_TYPE; those of old files have other meanings and are not in the list.
        features: codes of the Kurssystematik, such as "C  2203-i12".
    """
    codes = [" ".join(feature.upper().split()) for feature in features]
    if any(map(_VOCATIONAL_GERMAN.match, codes)):
        return CourseType.VOCATIONAL_GERMAN
    by_prefix = next((kind for pattern, kind in _BY_PREFIX for code in codes if pattern.match(code)), None)
    if by_prefix is CourseType.SCHOOL_CERTIFICATE:
        return by_prefix
    by_code = _EDUCATION_TYPES.get(education_type) or by_prefix
    if by_code is None and course_type == AVGS_MEASURE:
        return CourseType.ORIENTATION
    if by_code is None and course_type == _LANGUAGE_SUPPORT:
        return CourseType.VOCATIONAL_GERMAN
    by_title = german.course_type_from_words(title)
    if by_code is CourseType.FURTHER_TRAINING and by_title not in (None, CourseType.FURTHER_TRAINING):
        # All that is learned at work has this code; the title knows the subject, but "with German B2" is none.
        is_subject = by_title is not CourseType.GERMAN_COURSE or fold(title).startswith(("deutsch", "sprachkurs"))
        return None if is_subject else by_code
    return by_code


def goal_of(features: Iterable[str]) -> Level | None:
    """The level a Berufssprachkurs leads to: MC 01 3 is B2."""
    found = next(filter(None, (_GOAL.match(" ".join(feature.upper().split())) for feature in features)), None)
    return _GOALS[int(found[1]) - 1] if found else None


def is_far_from_duration(code: str, start_on: date, end_on: date) -> bool:
    """True when the days between are far more than the class of DURATION says; 0 and 9 say nothing."""
    longest = _LONGEST_DAYS.get(code)
    return longest is not None and (end_on - start_on).days > longest * 1.3 + 3
