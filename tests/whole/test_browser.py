"""The page in a real browser, on a screen as small as an old phone's."""

from collections.abc import Iterator

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By

from tests.whole.conftest import Place, running_web
from tests.whole.pages import Page

pytestmark = pytest.mark.whole


@pytest.fixture
def browser() -> Iterator[webdriver.Chrome]:
    with Page.open_browser() as driver:
        yield driver


async def test_an_arabic_woman_is_led_to_offers_right_to_left(browser: webdriver.Chrome, place: Place) -> None:
    async with running_web(place) as url:
        page = Page(browser, f"{url}/?lang=ar")
        page.gets(1)
        page.writes("بدي كورس B1 بنورتينغن")
        messages = page.gets(2)
        complaints = page.complaints()

    assert browser.find_element(By.TAG_NAME, "html").get_attribute("dir") == "rtl"
    assert messages[-1].get_attribute("dir") == "rtl"
    assert "Integrationskurs" in messages[-1].text
    assert page.width_is_enough()
    assert complaints == []


async def test_buttons_alone_lead_to_an_offer_in_german(browser: webdriver.Chrome, place: Place) -> None:
    async with running_web(place) as url:
        page = Page(browser, url)
        page.gets(1)
        page.presses("📚")
        page.gets(2)
        page.presses("A1")
        page.gets(3)
        page.presses("Kirchheim")
        page.gets(4)
        page.presses("🔎")
        messages = page.gets(5)
        complaints = page.complaints()

    assert "example.org" in messages[-1].text
    assert page.width_is_enough()
    assert complaints == []


async def test_she_changes_the_language_and_the_page_follows(browser: webdriver.Chrome, place: Place) -> None:
    async with running_web(place) as url:
        page = Page(browser, url)
        page.gets(1)
        page.chooses_language("fa")
        messages = page.gets(2)

    assert messages[-1].get_attribute("lang") == "fa"
    assert browser.find_element(By.TAG_NAME, "html").get_attribute("dir") == "rtl"


async def test_help_in_danger_has_numbers_to_tap_and_can_be_taken_off_the_screen(
    browser: webdriver.Chrome, place: Place
) -> None:
    async with running_web(place) as url:
        page = Page(browser, url)
        page.gets(1)
        page.writes("mein mann schlägt mich")
        help_ = page.gets(2)[-1]
        numbers = [link.get_attribute("href") for link in help_.find_elements(By.TAG_NAME, "a")]
        browser.execute_script("arguments[0].click()", help_.find_element(By.CSS_SELECTOR, ".remove"))
        left = browser.find_element(By.ID, "messages").text

    assert "tel:110" in numbers
    assert "tel:116016" in numbers
    assert "110" not in left
    assert "schlägt" not in left


async def test_she_sees_her_week_takes_the_calendar_file_and_finds_the_map(
    browser: webdriver.Chrome, place: Place
) -> None:
    async with running_web(place) as url:
        page = Page(browser, f"{url}/?lang=ar")
        page.gets(1)
        for button, count in (("📚", 2), ("A1", 3), ("Kirchheim", 4), ("🔎", 5), ("🗓", 6), ("📅", 7), ("🗺", 8)):
            page.presses(button)
            messages = page.gets(count)
        _, week, calendar, map_ = messages[-4:]
        picture = week.find_element(By.TAG_NAME, "img")
        width = browser.execute_script("return arguments[0].decode().then(() => arguments[0].naturalWidth)", picture)
        file = calendar.find_element(By.CSS_SELECTOR, "a.file")
        links = [link.get_attribute("href") or "" for link in map_.find_elements(By.CSS_SELECTOR, ".row a")]
        complaints = page.complaints()

    assert width == 800
    assert picture.get_attribute("alt")
    assert (file.get_attribute("download") or "").endswith(".ics")
    assert links[0].startswith("https://www.openstreetmap.org/")
    assert page.width_is_enough()
    assert complaints == []
