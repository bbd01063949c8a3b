"""Women write to the running bot in their own words and get the example offers that fit; nothing is lost by a kill."""

import asyncio
import re
import signal

import pytest

from tests.telegram_peer import Her, Peer
from tests.telegram_peer.client import Shown
from tests.waiting import until
from tests.whole.conftest import Place

pytestmark = pytest.mark.whole

SECONDS = 40


async def all_offers(she: Her, shown: Shown) -> set[str]:
    """The titles of all pages."""
    titles = titles_of(shown)
    while "more" in shown.data:
        await she.presses("more", message_id=shown.message_id)
        [shown] = await she.gets(1, within_seconds=SECONDS)
        titles |= titles_of(shown)
    return titles


def titles_of(shown: Shown) -> set[str]:
    return {title.strip("\u2068\u2069") for title in re.findall("„(.+?)“", shown.text)}


def beispiel(*titles: str) -> set[str]:
    return {f"Beispiel: {title}" for title in titles}


NUERTINGEN_WITH_CARE = beispiel(
    "Integrationskurs mit Kita-Plätzen nebenan",
    "Lesen und Schreiben für Frauen",
    "Berufssprachkurs B2 mit Brückenteil",
    "Hauptschulabschluss für Frauen",
)
CARE_AT_TWO_WITHOUT_GERMAN = beispiel(
    "Integrationskurs, Frauengruppe",
    "Integrationskurs mit Kita-Plätzen nebenan",
    "Integrationskurs vormittags, kurze Tage",
    "Alphabetisierungskurs, Frauengruppe",
    "Lesen und Schreiben für Frauen",
    "Deutsch für Mütter",
    "Deutsch für Frauen mit Baby",
    "MiA-Kurs: Frauen lernen die Stadt kennen",
    "MiA-Kurs: Gesundheit und Familie",
)
ESSLINGEN_IN_KITA_HOURS = beispiel(
    "Integrationskurs vormittags",
    "Integrationskurs, Frauengruppe",
    "Alphabetisierungskurs",
    "Berufssprachkurs B2",
    "MiA-Kurs: Frauen lernen die Stadt kennen",
    "Computer-Grundlagen für Frauen",
    "Betreuungskraft",
)


@pytest.mark.parametrize(
    ("language", "messages", "expected"),
    [
        ("tr", ["Nürtingen'de çocuk bakımı olan bir kurs arıyorum", "fark etmez"], NUERTINGEN_WITH_CARE),
        (
            "ar",
            ["ابني عمره سنتين وما بعرف ألماني، بدي كورس مع رعاية أطفال", "ما بتفرق وين"],
            CARE_AT_TWO_WITHOUT_GERMAN,
        ),
        ("uk", ["Есслінген, дитина в садку з 7:30 до 13:30, шукаю курс", "немає різниці"], ESSLINGEN_IN_KITA_HOURS),
    ],
    ids=["tr", "ar", "uk"],
)
async def test_a_woman_writes_and_gets_exactly_the_offers_that_fit(
    peer: Peer, place: Place, language: str, messages: list[str], expected: set[str]
) -> None:
    process = place.spawn("part", "telegram", TELEGRAM_TOKEN=peer.token, TELEGRAM_API_URL=peer.url)
    she = peer.her(1001, language=language)
    try:
        shown = None
        for message in messages:
            await she.writes(message)
            [shown] = await she.gets(1, within_seconds=SECONDS)
        assert shown is not None
        found = await all_offers(she, shown)
    finally:
        process.terminate()
        process.wait(20)

    assert found == expected


async def test_killed_in_the_middle_of_200_messages_every_message_has_its_answer(peer: Peer, place: Place) -> None:
    women, messages_each = 20, 10
    telegram = {"TELEGRAM_TOKEN": peer.token, "TELEGRAM_API_URL": peer.url}
    process = place.spawn("part", "telegram", **telegram)
    all_of_them = [peer.her(chat) for chat in range(5001, 5001 + women)]
    try:
        for number in range(messages_each):
            for she in all_of_them:
                await she.writes(
                    f"/{('help', 'privacy', 'language')[number % 3]}" if number % 2 else "B1 Kurs in Esslingen"
                )
            if number in (3, 6):
                await asyncio.sleep(0.7)
                process.send_signal(signal.SIGKILL)
                process.wait(20)
                process = place.spawn("part", "telegram", **telegram)

        async def everything_is_answered() -> bool:
            if await peer.unconfirmed():
                return False
            answers = [len(await she.sees()) for she in all_of_them]
            return min(answers) >= messages_each

        await until(everything_is_answered, seconds=120, every=1)
        answers = [len(await she.sees()) for she in all_of_them]
    finally:
        process.terminate()
        process.wait(20)

    # After a kill the message that was just being sent may come twice; none may be missing.
    assert sum(answers) >= women * messages_each
    assert sum(answers) <= women * messages_each + 2 * women
    assert "Kurs in Esslingen" not in place.log()
