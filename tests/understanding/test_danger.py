"""Danger is seen in every language, and everyday words are left alone."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.danger import DangerRules
from bot.understanding.folding import fold

RULES = DangerRules()


@pytest.mark.parametrize(
    "text",
    [
        "Mein Mann schlägt mich und die Kinder",
        "ich will nicht mehr leben",
        "my husband beats me",
        "I want to kill myself",
        "kocam beni dövüyor",
        "artık yaşamak istemiyorum",
        "زوجي بيضربني",
        "ما عاد بدي عيش",
        "شوهرم منو می‌زنه",
        "دیگه نمی‌خوام زنده باشم",
        "чоловік мене б'є",
        "не хочу більше жити",
        "муж меня бьет",
        "я хочу покончить с собой",
        "soțul meu mă bate",
        "nu mai vreau să trăiesc",
        "MEIN MANN BEDROHT MICH!!!",
        "zawji byedrobni",
    ],
)
def test_danger_is_seen(text: str) -> None:
    assert RULES.find(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Ich suche einen B1 Kurs in Nürtingen",
        "Mein Mann arbeitet bis 18 Uhr",
        "my husband can watch the children in the evening",
        "I'm dying to learn German",
        "kocam akşam evde, akşam kursu arıyorum",
        "زوجي بيشتغل للساعة خمسة",
        "شوهرم سر کار است، کلاس صبح می‌خواهم",
        "чоловік працює, шукаю курс зранку",
        "муж на работе, ищу курсы утром",
        "soțul meu lucrează până la 5",
        "Anerkennung als Krankenschwester",
        "bye",
        "yalla bye bye",
        "ana bel bet ma3 el wlad",
        "",
    ],
)
def test_everyday_words_are_left_alone(text: str) -> None:
    assert RULES.find(text) is None


@pytest.mark.parametrize("text", ["Hilfe", "help me please", "yardım edin", "ajutor", "помогите", "کمک", "ساعدوني"])
def test_help_alone_is_a_question_and_its_answer_has_the_emergency_numbers(text: str) -> None:
    """Most who write it do not know what to ask; a cry for help out of danger says more or is urgent."""
    assert RULES.find(text) is None


@pytest.mark.parametrize("text", ["SOS", "imdat", "Hilfe schnell", "help me he beats me"])
def test_an_urgent_cry_for_help_is_danger(text: str) -> None:
    assert RULES.find(text) is not None


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("MÜTTER  und\tVÄTER!", "mutter und vater"),
        ("Çocuğum İçin", "cocugum icin"),
        ("б'є б’є бʼє", "бє бє бє"),
        ("أنـــا آسفة", "انا اسفه"),
        ("می‌خواهم", "مي خواهم"),
        ("hilfeeeeee", "hilfe"),
        ("٣ ۳ 3", "3 3 3"),
        ("\u200bte\u200dst\x00", "test"),
    ],
)
def test_the_many_ways_to_type_become_one(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=200))
def test_folding_again_changes_nothing(text: str) -> None:
    once = fold(text)

    assert fold(once) == once


@pytest.mark.parametrize(
    "text",
    [
        "war Beraterin im Frauenhaus, gibt es dazu eine Weiterbildung",
        "is there a job at the women's shelter, I can cook",
        "kadın sığınma evinde gönüllü çalıştım, iş arıyorum",
        "працювала психологом у притулку для жінок, визнають диплом?",
        "работала в приюте для женщин соцработником, признают диплом?",
        "lucrez cu oameni cu gânduri de suicid, cum îmi recunosc diploma de psiholog",
        "intihar önleme biriminde psikolog olarak çalıştım",
    ],
)
def test_the_trade_of_helping_is_no_danger(text: str) -> None:
    assert RULES.find(text) is None


@pytest.mark.parametrize("text", ["Frauenhaus bitte", "women's shelter near Esslingen", "sığınma evi nerede"])
def test_who_asks_for_a_shelter_is_in_danger(text: str) -> None:
    assert RULES.find(text) is not None


def test_named_words_and_patterns_over_several_lines_are_put_together(tmp_path: Path) -> None:
    (tmp_path / "xx.toml").write_text(
        "words.he = '''\n  he|\n  my ex'''\npatterns = ['''\n    <he> (?:hits|\n    beats) me''']\n", encoding="utf-8"
    )
    rules = DangerRules(tmp_path)

    assert [rules.find(text) for text in ("my ex beats me", "he hits me", "she hits me")] == ["xx", "xx", None]
