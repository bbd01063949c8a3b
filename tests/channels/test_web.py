"""The browser chat over HTTP: nothing lost or doubled, nobody reads another's messages, forged requests are refused."""

import re
from base64 import b64decode
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.channels.web import app as web
from bot.channels.web.app import Bell, WebChat, make_app
from bot.conversation import Conversation
from bot.rendering.language import load_languages
from bot.storage.store import ConversationStore
from tests.conversation.parts import GivenRasa

LANGUAGES = load_languages()


@pytest.fixture
async def browser(
    conversation: Conversation, store: ConversationStore, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[httpx.AsyncClient]:
    monkeypatch.setattr(web, "LONG_POLL_SECONDS", 0.05)

    async def parts_ready() -> dict[str, bool]:
        return {"web": True, "understanding": False}

    chat = WebChat(
        conversation.handle, store, Bell(), LANGUAGES, is_secure=False, cookie_days=90, parts_ready=parts_ready
    )
    transport = httpx.ASGITransport(make_app(chat))
    async with httpx.AsyncClient(transport=transport, base_url="http://chat") as client:
        await client.get("/")
        yield client


async def send(browser: httpx.AsyncClient, number: str = "update-1", **fields: Any) -> httpx.Response:
    return await browser.post("/api/messages", json={"id": number, **fields})


async def read(browser: httpx.AsyncClient, after: int = 0) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await browser.get("/api/messages", params={"after": after})).json()["messages"]
    return found


async def test_she_starts_and_is_greeted_in_the_language_of_her_browser(browser: httpx.AsyncClient) -> None:
    await send(browser, type="start", language="ar-SY")

    [greeting] = await read(browser)
    assert (greeting["language"], greeting["direction"]) == ("ar", "rtl")
    assert any(run["bold"] for run in greeting["runs"])
    assert greeting["buttons"][0][0]["data"] == "need:course"


async def test_messages_stay_until_the_page_says_that_it_has_them(browser: httpx.AsyncClient) -> None:
    await send(browser, type="start")

    [first] = await read(browser)
    [again] = await read(browser)
    after = await read(browser, after=first["id"])

    assert first == again
    assert after == []


async def test_a_repeated_request_is_answered_once(browser: httpx.AsyncClient) -> None:
    await send(browser, "update-1", type="start")
    await send(browser, "update-1", type="start")

    assert len(await read(browser)) == 1


async def test_a_sentence_leads_to_offers(browser: httpx.AsyncClient, rasa: GivenRasa) -> None:
    rasa.understands("find_course", level="B1", place="nuertingen")

    await send(browser, type="text", text="B1 kurs nürtingen", language="de")

    [offers] = await read(browser)
    assert "Integrationskurs" in "".join(run["text"] for run in offers["runs"])


async def test_a_command_can_be_typed(browser: httpx.AsyncClient) -> None:
    await send(browser, type="text", text="/privacy", language="de")

    [notice] = await read(browser)
    assert "90" in "".join(run["text"] for run in notice["runs"])


async def test_another_browser_sees_nothing(browser: httpx.AsyncClient) -> None:
    await send(browser, type="start")
    transport = browser._transport
    async with httpx.AsyncClient(transport=transport, base_url="http://chat") as other:
        await other.get("/")

        assert await read(other) == []


async def test_without_the_page_nothing_is_taken(browser: httpx.AsyncClient) -> None:
    async with httpx.AsyncClient(transport=browser._transport, base_url="http://chat") as stranger:
        assert (await send(stranger, type="start")).status_code == 401
        assert (await stranger.get("/api/messages")).status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no json",
        b"[]",
        b'{"id": "update-1"}',
        b"[" * 30_000,
        b'{"id": "x", "type": "start"}',
        b'{"id": "update-1", "type": "text"}',
        b'{"id": "update-1", "type": "text", "text": 7}',
        b'{"id": "update-1", "type": "dance"}',
        b'{"id": ["update-1"], "type": "start"}',
        b'{"id": "update-1", "type": "text", "text": "' + b"a" * 40_000 + b'"}',
    ],
)
async def test_requests_that_our_page_does_not_send_are_refused(browser: httpx.AsyncClient, body: bytes) -> None:
    answer = await browser.post("/api/messages", content=body, headers={"content-type": "application/json"})

    assert answer.status_code == 400
    assert await read(browser) == []


async def test_a_form_of_a_foreign_page_is_refused(browser: httpx.AsyncClient) -> None:
    answer = await browser.post("/api/messages", data={"id": "update-1", "type": "start"})

    assert answer.status_code == 400


async def test_forged_callback_data_is_answered_kindly(browser: httpx.AsyncClient) -> None:
    await send(browser, type="press", data="offer:-1; drop table", language="de")

    [answer] = await read(browser)
    assert answer["buttons"]


async def test_a_text_of_the_greatest_length_is_taken_in_every_script(
    browser: httpx.AsyncClient, rasa: GivenRasa
) -> None:
    rasa.understands("out_of_scope", 0.9)

    answer = await send(browser, type="text", text="ا" * 4096)

    assert answer.status_code == 200
    assert len(rasa.texts[0]) == 4096


async def test_a_picture_comes_with_its_description_and_a_calendar_with_its_name(browser: httpx.AsyncClient) -> None:
    await send(browser, "update-1", type="press", data="week:4", language="uk")
    await send(browser, "update-2", type="press", data="calendar:4", language="uk")

    week, calendar = [each["attachment"] for each in await read(browser)]
    assert (week["kind"], week["media_type"]) == ("picture", "image/png")
    assert b64decode(week["content"]).startswith(b"\x89PNG")
    assert week["alternative"]
    assert (calendar["kind"], calendar["name"]) == ("file", "wegweiserin-4.ics")
    assert b64decode(calendar["content"]).startswith(b"BEGIN:VCALENDAR")


async def test_a_map_is_an_address_and_a_link(browser: httpx.AsyncClient) -> None:
    await send(browser, type="press", data="map:4", language="uk")

    [found] = await read(browser)
    assert found["attachment"] is None
    assert "Nürtingen" in "".join(run["text"] for run in found["runs"])
    assert found["buttons"][0][0]["url"].startswith("https://www.openstreetmap.org/")


async def test_her_cookie_cannot_be_read_by_scripts_or_sent_by_other_pages(browser: httpx.AsyncClient) -> None:
    browser.cookies.clear()
    cookie = (await browser.get("/")).headers["set-cookie"].lower()

    assert "httponly" in cookie
    assert "samesite=strict" in cookie


async def test_the_page_asks_no_third_party_for_anything(browser: httpx.AsyncClient) -> None:
    page = await browser.get("/")
    files = [page.text, *[(await browser.get(f"/static/chat.{kind}")).text for kind in ("css", "js")]]

    assert "default-src 'none'" in page.headers["content-security-policy"]
    for text in files:
        loaded = re.findall(r"(?:src|href|url\(|import|fetch\()\s*=?\s*[\"'(`]*(https?:)?//", text)
        assert loaded == []


async def test_words_come_in_every_language_and_unknown_ones_in_german(browser: httpx.AsyncClient) -> None:
    for code, language in LANGUAGES.items():
        words = (await browser.get("/api/words", params={"language": code})).json()
        assert (words["language"], words["direction"]) == (code, language.direction)
        assert len(words["languages"]) == len(LANGUAGES)

    assert (await browser.get("/api/words", params={"language": "xx"})).json()["language"] == "de"


async def test_health_says_which_part_is_away(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/health")

    assert answer.status_code == 503
    assert answer.json() == {"web": True, "understanding": False}
