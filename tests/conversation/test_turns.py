"""Whole turns: what she writes, what is found, what is stored, and what happens when a part fails."""

import asyncio
import logging
from collections.abc import Callable

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.conversation import Conversation
from bot.dialogue.actions import Action, ActionKind, Need
from bot.dialogue.events import ButtonPressed, Command, CommandGiven, Incoming
from bot.errors import StorageError
from bot.knowledge import KnowledgeBase
from bot.rendering.message import Message
from bot.storage.staff import StaffView
from bot.storage.store import ConversationStore
from knowledge_base.vocabulary import Level
from tests.conversation.parts import GivenRasa, She


def labels(message: Message) -> list[str]:
    return [button.label for row in message.buttons for button in row]


async def test_a_turkish_sentence_leads_to_the_offers_with_childcare_in_nuertingen(she: She, rasa: GivenRasa) -> None:
    rasa.understands("find_childcare_course", place="nuertingen", childcare="true")
    rasa.understands("deny")

    [question] = await she.writes("Nürtingen'de çocuk bakımı olan bir kurs arıyorum")
    [offers] = await she.writes("fark etmez")

    assert question.language == offers.language == "tr"
    assert offers.text.count("Beispiel:") == 3
    for title in (
        "Integrationskurs mit Kita-Plätzen nebenan",
        "Lesen und Schreiben für Frauen",
        "Berufssprachkurs B2 mit Brückenteil",
    ):
        assert title in offers.text


async def test_an_arabic_nurse_is_told_who_decides(she: She, rasa: GivenRasa) -> None:
    rasa.understands("ask_recognition", profession="nurse", country="SY")

    [answer] = await she.writes("كنت ممرضة بسوريا، بقدر اشتغل هون؟")

    assert answer.language == "ar"
    assert answer.direction == "rtl"
    assert "Regierungspräsidium Stuttgart" in answer.text
    assert "B2" in answer.text


async def test_danger_is_answered_without_asking_rasa(she: She, rasa: GivenRasa) -> None:
    rasa.is_up = False

    [help_] = await she.writes("Mein Mann schlägt mich")

    assert "110" in help_.text
    assert "116 016" in help_.text
    assert help_.is_sensitive
    assert rasa.texts == []


async def test_without_rasa_she_gets_the_menu_and_the_numbers_in_her_language(she: She, rasa: GivenRasa) -> None:
    rasa.is_up = False

    [menu] = await she.writes("Шукаю курси німецької мови в Есслінгені")

    assert menu.language == "uk"
    assert "110" in menu.text
    assert menu.buttons[0][0].data == "need:course"


async def test_an_answer_of_rasa_that_makes_no_sense_is_like_none(she: She, rasa: GivenRasa) -> None:
    rasa.answers = [{"intent": {"name": "invented"}, "intent_ranking": [], "entities": []}]

    [menu] = await she.writes("Ich suche einen Kurs")

    assert menu.buttons[0][0].data == "need:course"


async def test_an_emoji_in_which_rasa_reads_nothing_is_not_taken_for_a_rasa_that_is_away(
    she: She, rasa: GivenRasa
) -> None:
    rasa.answers = [{"intent": {"name": None, "confidence": 0.0}, "intent_ranking": [], "entities": []}]

    [answer] = await she.writes("🙃")

    assert "110" not in answer.text


async def test_a_redelivered_update_is_answered_once(she: She) -> None:
    first = await she.does(CommandGiven(Command.START), update_id="u1")
    again = await she.does(CommandGiven(Command.START), update_id="u1")

    assert len(first) == 1
    assert again == []


async def test_the_app_language_is_the_first_guess(she: She) -> None:
    [greeting] = await she.does(CommandGiven(Command.START), app_language="fa-IR")

    assert greeting.language == "fa"


async def test_an_app_in_another_language_gets_german(she: She) -> None:
    [greeting] = await she.does(CommandGiven(Command.START), app_language="vi")

    assert greeting.language == "de"


async def test_buttons_alone_lead_to_offers(she: She) -> None:
    await she.does(CommandGiven(Command.START))
    [level] = await she.does(ButtonPressed(Action(ActionKind.NEED, "course")))
    [place] = await she.does(ButtonPressed(Action(ActionKind.LEVEL, "A0")))
    [offers] = await she.does(ButtonPressed(Action(ActionKind.PLACE, "esslingen")))
    [offer] = await she.does(ButtonPressed(Action(ActionKind.OFFER, (offers.buttons[0][0].data or "").split(":")[1])))

    assert "level:A0" in [button.data for row in level.buttons for button in row]
    assert "place:esslingen" in [button.data for row in place.buttons for button in row]
    assert "Esslingen am Neckar" in offers.text
    assert "example.org" in offer.text


async def test_a_second_search_remembers_the_first_and_can_forget_it(she: She, rasa: GivenRasa) -> None:
    rasa.understands("find_course", level="A0", place="esslingen")

    await she.writes("Ich kann kein Deutsch, Kurs in Esslingen")
    [remembered, offers] = await she.does(ButtonPressed(Action(ActionKind.NEED, "course")))
    [question] = await she.does(ButtonPressed(Action(ActionKind.CHANGE)))

    assert "Esslingen am Neckar" in remembered.text
    assert [button.data for row in remembered.buttons for button in row] == ["change"]
    assert "Beispiel:" in offers.text
    assert "level:A0" in [button.data for row in question.buttons for button in row]


async def test_nothing_found_offers_a_way_on(she: She, rasa: GivenRasa) -> None:
    rasa.understands("find_course", level="B2", place="owen")

    [misses] = await she.writes("B2 Kurs in Owen")
    relax = next(button for row in misses.buttons for button in row if (button.data or "").startswith("relax:place"))
    [offers] = await she.does(ButtonPressed(Action(ActionKind.RELAX, "place")))

    assert "❗" in misses.text
    assert relax.label
    assert offers.text.count("Beispiel:") == 3


async def test_a_question_reaches_staff_masked_and_only_after_her_yes(
    she: She, rasa: GivenRasa, store: ConversationStore, staff: StaffView
) -> None:
    rasa.understands("out_of_scope", 0.05)
    rasa.understands("out_of_scope", 0.05)

    await she.writes("Blumen gießen")
    [_, asked] = await she.writes("Ich heiße Amina Muster, 0711 000000, wo gibt es Nähgarn?")
    held = (await store.recall("7", "new")).state
    before = await staff.questions()
    await she.does(ButtonPressed(Action(ActionKind.SHOW, "yes")))
    [kept] = await staff.questions()
    after = (await store.recall("7", "newer")).state

    assert [button.data for row in asked.buttons for button in row] == ["show:yes", "show:no"]
    assert held is not None and after is not None
    assert held.held_words == kept.text == "Ich heiße [Name], [Nummer], wo gibt es Nähgarn?"
    assert (before, after.held_words) == ([], "")


async def test_a_rating_is_thanked_for_once(she: She) -> None:
    [answer] = await she.does(ButtonPressed(Action(ActionKind.TOPIC, "rights")))
    [thanks] = await she.does(ButtonPressed(Action(ActionKind.RATE, "yes-rights")))
    [again] = await she.does(ButtonPressed(Action(ActionKind.RATE, "yes-rights")))

    assert {"rate:yes-rights", "rate:no-rights"} <= {button.data for row in answer.buttons for button in row}
    assert thanks.text != again.text


async def test_what_is_stored_is_told_handed_over_and_deleted(she: She, rasa: GivenRasa) -> None:
    rasa.understands("find_course", level="B2", place="owen")
    await she.writes("B2 Kurs in Owen")
    await she.does(ButtonPressed(Action(ActionKind.WATCH, "yes")))

    [notice] = await she.does(CommandGiven(Command.PRIVACY))
    [export] = await she.does(CommandGiven(Command.EXPORT))
    await she.does(ButtonPressed(Action(ActionKind.DELETE, "yes")))
    [afterwards] = await she.does(CommandGiven(Command.EXPORT))

    for message in (notice, export):
        assert message.text.count("Owen") == 2, "in her search and in what she is told about"
        assert message.text.count("B2") == 2
        assert "watch:stop" in [button.data for row in message.buttons for button in row]
    assert "90" in notice.text
    assert "Owen" not in afterwards.text


async def test_deleting_leaves_no_state(she: She, store: ConversationStore) -> None:
    await she.does(ButtonPressed(Action(ActionKind.LANGUAGE, "tr")))
    [deleted] = await she.does(ButtonPressed(Action(ActionKind.DELETE, "yes")))

    assert deleted.language == "tr"
    assert (await store.recall("7", "new")).state is None


@pytest.mark.parametrize(
    "text",
    ["", "   ", "\u200b\u200d\ufeff", "\x00\x01\x02\x7f", "\ud800", "‏‎⁦⁩", "...!!!???", "\U0001f600" * 3, "🙃", "٠"],
)
async def test_whatever_cannot_be_read_is_answered_with_a_way_on(she: She, rasa: GivenRasa, text: str) -> None:
    rasa.understands("out_of_scope", 0.1)

    [answer] = await she.writes(text)

    assert answer.buttons


@pytest.mark.parametrize(
    "text", ["ا" * 4096, "B1 " * 1365, "كورس \u202eB1\u202c in \u2066Nürtingen\u2069", "𝕶𝖚𝖗𝖘 𝟙", "кур\u0301с\x00"]
)
async def test_long_and_strange_messages_reach_understanding_whole(she: She, rasa: GivenRasa, text: str) -> None:
    rasa.understands("find_course", level="B1", place="esslingen")

    [answer] = await she.writes(text)

    assert answer.buttons
    assert len(rasa.texts[0]) >= len(text.strip()) - 2


async def test_turns_of_one_chat_run_in_order_and_of_many_side_by_side(
    conversation: Conversation, store: ConversationStore
) -> None:
    chats, steps = 10, 6

    def update(chat: int, step: int) -> Incoming:
        language = ("de", "tr", "ar", "uk", "ru", "ro")[step]
        return Incoming(str(chat), f"{chat}/{step}", ButtonPressed(Action(ActionKind.LANGUAGE, language)))

    await asyncio.gather(*(conversation.handle(update(chat, step)) for step in range(steps) for chat in range(chats)))

    for chat in range(chats):
        languages = [each.message.language for each in await store.waiting_for(str(chat))]
        assert languages == ["de", "tr", "ar", "uk", "ru", "ro"]


async def test_two_women_do_not_see_each_others_talk(make_her: Callable[[str], She], rasa: GivenRasa) -> None:
    rasa.understands("find_course", level="B1")
    rasa.understands("find_course", level="A1")
    amina, oksana = make_her("1"), make_her("2")

    [first] = await amina.writes("B1 Kurs bitte")
    [second] = await oksana.writes("курс A1 будь ласка, шукаю")

    assert (first.language, second.language) == ("de", "uk")


async def test_a_failure_on_our_side_is_an_apology_and_no_silence(
    she: She, conversation: Conversation, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_args: object, **_kwargs: object) -> None:
        raise ValueError("her secret words")

    monkeypatch.setattr(KnowledgeBase, "fetch", broken)
    with caplog.at_level(logging.DEBUG):
        [answer] = await she.does(ButtonPressed(Action(ActionKind.TOPIC, "work")))

    assert "integration@lra-es.de" in answer.text
    assert "her secret words" not in caplog.text
    assert "ValueError" in caplog.text


async def test_a_knowledge_base_that_is_away_is_told_with_the_numbers(
    she: She, knowledge_sessions: async_sessionmaker[AsyncSession], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_args: object, **_kwargs: object) -> None:
        raise OSError("disk gone")

    monkeypatch.setattr(KnowledgeBase, "_fetch", away)

    [answer] = await she.does(ButtonPressed(Action(ActionKind.TOPIC, "work")))

    assert "110" in answer.text


async def test_what_cannot_be_stored_is_not_acknowledged(
    conversation: Conversation, store: ConversationStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_args: object, **_kwargs: object) -> None:
        raise StorageError("disk full")

    monkeypatch.setattr(store, "commit", full)

    with pytest.raises(StorageError):
        await conversation.handle(Incoming("7", "1", CommandGiven(Command.START)))


async def test_nothing_she_writes_is_logged(she: She, rasa: GivenRasa, caplog: pytest.LogCaptureFixture) -> None:
    rasa.understands("find_course", level="B1", place="esslingen")

    with caplog.at_level(logging.DEBUG):
        await she.writes("Geheimwort Kurs 0711 123456")

    assert "Geheimwort" not in caplog.text
    assert "0711" not in caplog.text
    assert "find_course" in caplog.text


async def test_her_words_are_not_in_the_outbox(she: She, rasa: GivenRasa, conversation: Conversation) -> None:
    rasa.understands("out_of_scope", 0.99)

    [answer] = await she.writes("Geheimwort")

    assert "Geheimwort" not in answer.text


async def test_her_next_steps_name_real_courses_and_usual_times(she: She, rasa: GivenRasa) -> None:
    [question] = await she.does(ButtonPressed(Action(ActionKind.NEED, Need.PATH)))
    [steps] = await she.does(ButtonPressed(Action(ActionKind.LEVEL, Level.A0)))

    assert "level:A1" in {button.data for row in question.buttons for button in row}
    assert "Integrationskurs" in steps.text
    assert "Beispiel:" in steps.text
    assert "7–17" in steps.text
    assert any((button.data or "").startswith("offer:") for row in steps.buttons for button in row)


async def test_a_level_in_her_own_words_leads_to_her_next_steps_too(she: She, rasa: GivenRasa) -> None:
    rasa.understands("inform", level="B1")

    await she.does(ButtonPressed(Action(ActionKind.NEED, Need.PATH)))
    [steps] = await she.writes("B1")

    assert "Deutsch für den Beruf" in steps.text
    assert "4–7" in steps.text
