"""Personal data is taken out of a question before anybody is shown it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.masking import LONGEST, masked

INTRODUCTIONS = (
    *("my name is ", "My name's ", "I am called ", "please call me ", "her name is "),
    *("Ich heiße ", "ich heisse ", "Mein Name ist ", "meine Tochter heißt ", "Name: "),
    *("Adım ", "benim adım ", "ismim ", "İsmim ", "kızımın adı ", "soyadım "),
    *("اسمي ", "أنا اسمي ", "إسمي ", "اسم ابني ", "اسمها ", "اسمي هو "),
    *("اسمم ", "اسم من ", "نام من ", "نامم ", "اسم دخترم "),
    *("мене звати ", "Мене звуть ", "моє ім'я ", "моє ім’я ", "моє прізвище "),
    *("меня зовут ", "Моё имя ", "моя фамилия ", "Зовут меня "),
    *("mă numesc ", "Ma numesc ", "mă cheamă ", "numele meu este ", "numele meu e "),
)
_LETTERS = "abcdefghijklmnoprstuvzäöüçğşăîșțабвгдежзийклмнопрстуфхцчшщьюяіїєبتثجحخدذرزسشصضطظعغفقكلمنوهيپچژگ"
NAMES = st.text(_LETTERS, min_size=5, max_size=12).map(str.capitalize)
DIGITS = st.sampled_from("0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３")
BETWEEN = st.sampled_from(["", " ", "-", "/", ".", " / ", ") ", "\u200b", "\u2060", "_", "–"])
PHONES = st.lists(st.tuples(DIGITS, BETWEEN), min_size=5, max_size=15).map(
    lambda pairs: "".join(digit + between for digit, between in pairs[:-1]) + pairs[-1][0]
)


@given(st.sampled_from(INTRODUCTIONS), st.lists(NAMES, min_size=1, max_size=3))
def test_who_tells_a_name_is_not_named(introduction: str, names: list[str]) -> None:
    shown = masked(f"Hallo, {introduction}{' '.join(names)}, Kurs?")

    for name in names:
        assert name not in shown
    assert shown.endswith(", Kurs?")


@given(st.text(max_size=10), PHONES, st.text(max_size=10))
def test_no_long_group_of_digits_is_left(before: str, phone: str, after: str) -> None:
    shown = masked(f"{before} {phone} {after}")

    assert not re.search(r"\d(?:[ \-/.()]{0,3}\d){4}", shown)


@given(st.text(max_size=10), st.text("abcdefghij._", min_size=1), st.text("klmnopq.", min_size=1))
def test_no_mail_address_is_left(before: str, name: str, host: str) -> None:
    shown = masked(f"{before} {name}@{host}")

    assert not re.search(r"\S@\S", shown)


@given(st.text(max_size=40), st.sampled_from(INTRODUCTIONS), st.text(max_size=40))
def test_what_is_masked_stays_as_it_is(before: str, introduction: str, after: str) -> None:
    once = masked(before + introduction + after)

    assert masked(once) == once


@given(st.text(st.characters(categories=("L", "N", "C", "Z")), min_size=LONGEST, max_size=4096))
def test_a_long_or_strange_message_is_cut_and_can_be_stored(text: str) -> None:
    shown = masked(text)

    assert len(shown) <= 2 * LONGEST
    shown.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ich heiße Amina Muster und suche einen Kurs", "Ich heiße [Name] und suche einen Kurs"),
        ("My name is Amina and I need help", "My name is [Name] and I need help"),
        ("Frau Muster aus der Musterstraße 12a", "Frau [Name] aus der [Adresse]"),
        ("Ruf an: +49 (0)711 / 000-000", "Ruf an: [Nummer]"),
        ("Mail an amina @ example.org bitte", "Mail an [E-Mail] bitte"),
        ("siehe https://example.org/kurs?id=7", "siehe [Link]"),
        ("ich bin @amina_muster", "ich bin [Name]"),
        ("меня зовут Амина и я ищу курс", "меня зовут [Name] и я ищу курс"),
        ("geboren 12.03.1990", "geboren [Nummer]"),
    ],
)
def test_what_is_left_can_still_be_understood(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Ich suche einen B1 Kurs von 8:30 bis 12:30, mein Sohn ist 3",
        "Wie heißt das Amt in Esslingen?",
        "Eine Frau sucht Arbeit als Lehrerin",
        "Kita bis 13:00, Kurs ab 2027",
        "Çocuğum kreşte saat 13'e kadar, kurs var mı?",
        "هل يوجد كورس مسائي في نورتينغن؟",
        "آیا می‌توانم با مدرک پرستاری کار کنم؟",
        "برای ثبت نام چه لازم است؟",
        "Чи є курси онлайн ввечері?",
        "Сколько стоит признание диплома?",
        "Caut un curs de seară, am doi copii",
    ],
)
def test_a_question_without_personal_data_stays_whole(text: str) -> None:
    assert masked(text) == text
