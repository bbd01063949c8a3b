"""Nothing of private persons gets out of free text into the knowledge base; what offices say of themselves does."""

import pytest

from knowledge_base.importers.offer_cells import read_offer
from knowledge_base.importers.private_details import is_of_an_office, without_private_details


@pytest.mark.parametrize(
    "number",
    [
        "0171 1234567", "0151/12345678", "+49 160 1234567", "0049-176-12345678", "+49 (0) 172 123 45 67",
        "(0157) 12 34 56 78", "01701234567", "+49(0)163.1234567",
    ],
)  # fmt: skip
def test_mobile_numbers_are_taken_out(number: str) -> None:
    assert without_private_details(f"Fragen an {number}, gern abends") == "Fragen an , gern abends"


@pytest.mark.parametrize(
    "text",
    [
        "Tel. 07022 12345", "+49 711 123456", "Beginn 01.05.2027 um 17:30 Uhr", "Kurs 0151", "1.603,00 EUR",
        "IBAN DE02 1203 0000 0000 2020 51", "15.03.-17.06.2027, 16-17 Uhr", "73230 Kirchheim", "20 x 15-17 Uhr",
        "Kinder von 0 bis 16 Jahren", "Leitung durch Fachkräfte", "info@example.org", "vhs@vhs.example.org",
    ],
)  # fmt: skip
def test_what_is_not_private_stays_letter_by_letter(text: str) -> None:
    assert without_private_details(text) == text


def test_number_called_private_is_taken_out_whatever_it_is() -> None:
    assert "12345" not in without_private_details("Frau Muster, privat: 07022 / 12345")


@pytest.mark.parametrize(
    ("mail", "is_office"),
    [
        ("info@example.org", True), ("anmeldung.deutsch@example.org", True), ("vhs-kurse@example.org", True),
        ("familienzentrum@example.org", True), ("muster@muster.example.org", True), ("sprachcafe@example.org", True),
        ("anna.muster@example.org", False), ("a.muster@vhs.example.org", False), ("muster77@example.org", False),
        ("neustadt@example.org", False), ("postel@example.org", False), ("hausmann@example.org", False),
    ],
)  # fmt: skip
def test_address_of_a_task_stays_and_of_a_person_goes(mail: str, is_office: bool) -> None:
    assert is_of_an_office(mail) is is_office
    assert (mail in without_private_details(f"Mail an {mail}.")) is is_office


def test_name_after_the_word_for_a_teacher_goes() -> None:
    text = without_private_details("Deutsch B1\nDozentin: Anna Muster, M.A.\nKursleitung: A. Muster\nRaum 3")

    assert "Anna" not in text
    assert "Deutsch B1" in text
    assert "Raum 3" in text


def test_all_texts_of_an_offer_are_cleaned_and_it_is_noted() -> None:
    private = "Fragen: 0171 1234567 oder anna.muster@example.org"
    cells = dict.fromkeys(
        ("title", "description", "eligibility", "registration", "childcare_note", "price_note"), private
    )

    record = read_offer({**cells, "source_id": "1", "provider": "vhs", "email": "anna.muster@example.org"})

    assert "1234567" not in repr(record)
    assert "anna.muster" not in repr(record)
    assert sum("Private Angaben" in note for note in record.notes) == 1
    assert record.values["email"] is None
