"""The page, in a real browser: paste, correct by keys alone, download; nothing asked of anyone else, no error said."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import pytest

from convert.segment.gold import read_gold
from tests.intake.http.serving import serving

webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is absent: it is in the extra test")
from selenium.webdriver import ActionChains, ChromeOptions, ChromeService  # noqa: E402 - selenium may be absent
from selenium.webdriver.common.by import By  # noqa: E402 - selenium may be absent
from selenium.webdriver.common.keys import Keys  # noqa: E402 - selenium may be absent
from selenium.webdriver.support.ui import WebDriverWait  # noqa: E402 - selenium may be absent

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="no chromium or no chromedriver is installed")

WAIT = 60
TEXT = (
    "Old bridge reopens after two years of work\n\nBy Mary Miller\n\nPublished 3 May 2024, 17:47\n\n"
    "The old bridge over the river reopened on Tuesday, two years after it was closed for repairs.\n\n"
    "A long wait\n\n"
    "The town council paid 3 million for the work, the mayor said. “It was worth it,” he added.\n\n"
    "Share this article\n"
)
ARABIC = (
    "إعادة افتتاح الجسر القديم بعد عامين من العمل\n\nبقلم سامي حداد\n\n"
    "أعيد افتتاح الجسر القديم فوق النهر يوم الثلاثاء بعد عامين من إغلاقه لأعمال الترميم.\n\n"
    "وقال رئيس البلدية إن المجلس دفع ثلاثة ملايين مقابل العمل، وإن السكان كانوا ينتظرون ذلك منذ زمن طويل.\n"
)


def started(folder: Path):
    options = ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in ("headless=new", "no-sandbox", "disable-dev-shm-usage", "window-size=1100,1000", "disable-gpu"):
        options.add_argument(f"--{argument}")
    options.add_experimental_option("prefs", {"download.default_directory": str(folder)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(options=options, service=ChromeService(DRIVER))


@pytest.fixture(scope="module")
def browsing(tmp_path_factory):
    folder = tmp_path_factory.mktemp("downloads")
    browser = started(folder)
    yield browser, folder
    browser.quit()


@pytest.fixture
def browser(browsing, service):
    """A browser on the page; afterwards: no error was said, and nobody else was asked."""
    browser, folder = browsing
    for file in folder.iterdir():
        file.unlink()
    browser.get_log("performance"), browser.get_log("browser")
    browser.get(service.url + "/")
    yield browser
    assert [entry for entry in browser.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")] == []
    asked = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    addresses = {one["params"]["request"]["url"] for one in asked if one["method"] == "Network.requestWillBeSent"}
    assert addresses
    assert all(address.startswith((service.url, "blob:", "data:")) for address in addresses), addresses


def wait(browser, truth):
    return WebDriverWait(browser, WAIT, 0.05).until(truth)


def press(browser, *keys):
    for key in keys:
        ActionChains(browser).send_keys(key).perform()


def said(browser, text):
    wait(browser, lambda b: text in b.find_element(By.ID, "said").text)


def rows(browser):
    return browser.find_elements(By.CSS_SELECTOR, "#lines li")


def labels(browser):
    script = "return [...document.querySelectorAll('#lines .label')].map((one) => one.lastChild.data)"
    return browser.execute_script(script)


def labelled(browser, text):
    """Put a text in, as a person who pastes does."""
    browser.execute_script("document.querySelector('#text').value = arguments[0]", text)
    browser.find_element(By.CSS_SELECTOR, "#article button").click()
    said(browser, "Documents are up to date")


def active(browser):
    return browser.switch_to.active_element


def downloaded(folder, name):
    deadline = time.monotonic() + WAIT
    while time.monotonic() < deadline and not (folder / name).exists():
        time.sleep(0.05)
    return folder / name


def test_keys_alone_suffice(browser, browsing):
    folder = browsing[1]
    press(browser, Keys.TAB)
    assert active(browser).get_attribute("id") == "text"
    active(browser).send_keys(TEXT)
    for letter in ("a", "x", "v"):  # cut and paste, as from a mail
        ActionChains(browser).key_down(Keys.CONTROL).send_keys(letter).key_up(Keys.CONTROL).perform()
    assert active(browser).get_attribute("value") == TEXT
    press(browser, Keys.TAB, Keys.ENTER)
    said(browser, "Documents are up to date")
    assert active(browser).get_attribute("role") == "option"
    assert "Old bridge" in active(browser).text
    before = labels(browser)
    assert before[:2] == ["headline", "byline"]

    press(browser, Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ARROW_DOWN, "s")
    said(browser, "Line 4 is now standfirst.")
    said(browser, "Documents are up to date")
    assert labels(browser)[3] == "standfirst"
    assert active(browser).get_attribute("aria-selected") == "true"
    style = browser.execute_script("return getComputedStyle(document.activeElement).outlineStyle")
    assert style == "solid", "the focus is not to be seen"
    wait(browser, lambda b: "by you" in active(b).text)
    said(browser, "up to date")
    press(browser, Keys.HOME, "u")
    said(browser, "Taken back: line 4 is body.")
    press(browser, "s", Keys.END, "o")
    said(browser, "is")
    press(browser, Keys.ARROW_UP, Keys.DELETE)
    wait(browser, lambda b: "2 set by you" in b.find_element(By.ID, "sums").text)
    said(browser, "up to date")

    while active(browser).get_attribute("data-download") != "segments":
        press(browser, Keys.TAB)
    press(browser, Keys.ENTER)
    account = downloaded(folder, "article.segments.json")
    given = json.loads(account.read_text(encoding="utf-8"))["lines"]
    assert [line["label"] for line in given][3] == "standfirst"
    (gold,) = read_gold([account])
    assert gold.labels[3] == "standfirst", "what train reads"


def test_a_click_corrects_and_the_documents_follow(browser, browsing):
    folder = browsing[1]
    labelled(browser, TEXT)
    assert "Old bridge reopens" in browser.find_element(By.CSS_SELECTOR, "#preview .headline").text
    rows(browser)[0].click()
    browser.find_element(By.CSS_SELECTOR, "#labels [data-label=boilerplate]").click()
    said(browser, "Line 1 is now boilerplate.")
    said(browser, "Documents are up to date")
    assert not browser.find_elements(By.CSS_SELECTOR, "#preview .headline")
    assert "fields.no-headline" in browser.find_element(By.ID, "findings").text
    for name, suffix, mark in (("newsml-g2", ".newsml.xml", "<newsMessage"), ("json-ld", ".jsonld", "NewsArticle")):
        browser.find_element(By.CSS_SELECTOR, f"[data-download='{name}']").click()
        assert mark in downloaded(folder, f"article{suffix}").read_text(encoding="utf-8")
    pressed = browser.find_elements(By.CSS_SELECTOR, "#labels [aria-pressed=true]")
    assert [one.get_attribute("data-label") for one in pressed] == ["boilerplate"]


def test_unsure_lines_are_marked_and_confirmed(browser):
    labelled(browser, TEXT)
    unsure = browser.find_elements(By.CSS_SELECTOR, "#lines .unsure")
    marked = [row for row in rows(browser) if "unsure" in row.find_element(By.CLASS_NAME, "sure").text]
    assert unsure == marked
    assert unsure, "the text has a line that the model is not sure of"
    press(browser, "n")
    assert "unsure" in active(browser).get_attribute("class")
    press(browser, active(browser).find_element(By.CLASS_NAME, "letter").text.lower())
    said(browser, "is confirmed as")
    assert "unsure" not in active(browser).get_attribute("class")
    said(browser, "up to date")


def test_a_file_of_any_encoding_is_taken(browser, tmp_path):
    file = tmp_path / "Brücke.txt"
    file.write_bytes(TEXT.replace("Old bridge", "Brücke öffnet:").replace("“", "«").replace("”", "»").encode("cp1252"))
    browser.find_element(By.ID, "file").send_keys(str(file))
    said(browser, "Documents are up to date")
    assert "Brücke öffnet: reopens" in rows(browser)[0].text


def test_hostile_text_stays_text(browser):
    labelled(
        browser,
        f"<img src=x onerror=alert(1)> <script>alert(2)</script>\n\n{TEXT}</pre><style>*{{display:none}}</style>\n",
    )
    assert rows(browser)[0].text.count("<img") == 1
    assert not browser.find_elements(By.CSS_SELECTOR, "#preview img, #preview script, #preview style, #lines img")


def test_a_text_runs_from_right_to_left(browser):
    labelled(browser, ARABIC)
    script = "return getComputedStyle(document.querySelector('#lines .text span')).direction"
    assert browser.execute_script(script) == "rtl"
    assert browser.find_element(By.CSS_SELECTOR, "#preview > div").get_attribute("dir") == "rtl"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1100])
def test_it_is_legible_and_fits(browser, scheme, width):
    """Every text has at least 4.5 : 1 against what it stands on, and nothing is wider than the screen."""
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    metrics = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        labelled(browser, TEXT)
        for row, key in zip(rows(browser), "bhsydcxo", strict=False):
            browser.execute_script("arguments[0].click()", row)
            press(browser, key)
        said(browser, "up to date")
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width
        assert browser.execute_script(CONTRAST) == []
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


CONTRAST = """
const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
const light = (colour) => {
  const line = (v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const [r, g, b] = parts(colour).map((v) => line(v / 255));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const ground = (node) => {
  for (; node; node = node.parentElement) {
    const colour = getComputedStyle(node).backgroundColor;
    if (parts(colour)[3] !== 0) return colour;
  }
  return "rgb(255, 255, 255)";
};
const bad = [];
for (const node of document.querySelectorAll("body *")) {
  if (![...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim()) || !node.offsetParent) continue;
  const [a, b] = [light(getComputedStyle(node).color), light(ground(node))].sort((x, y) => y - x);
  const contrast = (a + 0.05) / (b + 0.05);
  if (contrast < 4.5) bad.push([node.outerHTML.slice(0, 120), contrast]);
}
return bad;
"""


def test_a_token_is_asked_for(browsing, tmp_path):
    browser, _ = browsing
    token = tmp_path / "token"
    token.write_text("a-token-that-is-long-enough\n")
    with serving("--token", token) as running:
        browser.get(running.url + "/")
        browser.execute_script("document.querySelector('#text').value = arguments[0]", TEXT)
        browser.find_element(By.CSS_SELECTOR, "#article button").click()
        wait(browser, lambda b: b.find_element(By.ID, "token").is_displayed())
        browser.find_element(By.ID, "token").send_keys("a-token-that-is-long-enough", Keys.ENTER)
        said(browser, "Documents are up to date")
    browser.get_log("browser")  # the refusal for want of a token is said there, rightly
