"""The browser chat as a woman uses it."""

from collections.abc import Iterator
from contextlib import contextmanager

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait

SECONDS = 30
CHROMIUM = "/usr/bin/chromium"
CHROMEDRIVER = "/usr/bin/chromedriver"


class Page:
    """One open page."""

    def __init__(self, driver: webdriver.Chrome, url: str) -> None:
        self.driver = driver
        driver.get(url)

    @staticmethod
    @contextmanager
    def open_browser(language: str = "de") -> Iterator[webdriver.Chrome]:
        """A browser without any traffic of its own."""
        options = webdriver.ChromeOptions()
        options.binary_location = CHROMIUM
        flags = "headless no-sandbox disable-gpu disable-quic no-first-run disable-sync"
        flags += " disable-background-networking disable-component-update window-size=390,800"
        for flag in flags.split():
            options.add_argument(f"--{flag}")
        options.add_experimental_option("prefs", {"intl.accept_languages": language})
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        driver = webdriver.Chrome(options=options, service=Service(CHROMEDRIVER))
        try:
            yield driver
        finally:
            driver.quit()

    def gets(self, count: int) -> list[WebElement]:
        """All messages as soon as there are so many."""
        wait = WebDriverWait(self.driver, SECONDS)
        found: list[WebElement] = wait.until(
            lambda driver: (
                len(driver.find_elements(By.CSS_SELECTOR, "article")) >= count
                and driver.find_elements(By.CSS_SELECTOR, "article")
            )
        )
        return found

    def writes(self, text: str) -> None:
        """She writes and sends."""
        self.driver.find_element(By.ID, "text").send_keys(text)
        self.driver.find_element(By.ID, "send").click()

    def presses(self, label: str) -> None:
        """She taps a button of the last message."""
        last = self.driver.find_elements(By.CSS_SELECTOR, "article")[-1]
        button = next(each for each in last.find_elements(By.CSS_SELECTOR, ".row > *") if label in each.text)
        self.driver.execute_script("arguments[0].click()", button)

    def chooses_language(self, code: str) -> None:
        """She chooses a language at the top."""
        Select(self.driver.find_element(By.ID, "language")).select_by_value(code)

    def width_is_enough(self) -> bool:
        """Nothing is wider than the screen."""
        found = self.driver.execute_script("return document.documentElement.scrollWidth <= window.innerWidth")
        return bool(found)

    def complaints(self) -> list[str]:
        """What the browser did not like: refused requests, errors in scripts."""
        log: list[dict[str, str]] = self.driver.get_log("browser")  # type: ignore[no-untyped-call]
        return [entry["message"] for entry in log if entry["level"] == "SEVERE"]
