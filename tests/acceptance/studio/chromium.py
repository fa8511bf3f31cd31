"""A headless Chromium, driven over its DevTools protocol."""

from __future__ import annotations

import base64
import itertools
import json
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from websockets.sync.client import ClientConnection, connect

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 15.0
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
    "--window-size=1400,900", "--remote-debugging-port=0",
    # A mouse, without which the page shows nothing on hovering.
    "--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4",
)  # fmt: skip
_MODIFIERS = {"Alt": 1, "Control": 2, "Shift": 8}
_KEYS = {"Enter": ("\r", 13), "Escape": ("", 27), "Tab": ("", 9), "Delete": ("", 46), "Backspace": ("", 8)}

# Where an element can be clicked: its middle, once nothing moves any more and nothing lies upon it.
_PLACE = """async find => {
    const moves = each => each.playState === 'running' && each.effect.getComputedTiming().endTime !== Infinity;
    await new Promise(requestAnimationFrame);
    const element = find();
    if (!element || document.getAnimations().some(moves)) return null;
    element.scrollIntoView({block: 'nearest', inline: 'center'});
    const box = element.getBoundingClientRect();
    const place = [box.x + box.width / 2, box.y + box.height / 2];
    const top = document.elementFromPoint(...place);
    return top && (element.contains(top) || top.contains(element)) ? place : null;
}"""


def program() -> str | None:
    """Where Chromium is installed; None when it is not."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


@contextmanager
def browser(profile: Path) -> Iterator[int]:
    """A Chromium with a fresh profile; gives the port of its DevTools."""
    found = program()
    assert found
    process = subprocess.Popen(
        [found, *_FLAGS, f"--user-data-dir={profile}", "about:blank"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield _devtools_port(profile, process)
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        process.wait()


def _devtools_port(profile: Path, process: subprocess.Popen[bytes]) -> int:
    announcement = profile / "DevToolsActivePort"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with suppress(FileNotFoundError, IndexError, ValueError):
            return int(announcement.read_text().splitlines()[0])
        assert process.poll() is None, f"Chromium ended with {process.returncode}"
        time.sleep(0.05)
    raise AssertionError("Chromium did not open its DevTools port")


@contextmanager
def page(port: int, screenshots: Path) -> Iterator[Page]:
    """A new tab."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}/json/new?about:blank", method="PUT")
    with urllib.request.urlopen(request) as answer:
        target = json.load(answer)
    with connect(target["webSocketDebuggerUrl"], max_size=None, proxy=None) as connection:
        yield Page(connection, screenshots)


class Page:
    """One tab; ``requests`` are all addresses it asked for, ``problems`` what its console complained of."""

    def __init__(self, connection: ClientConnection, screenshots: Path) -> None:
        self._connection = connection
        self._numbers = itertools.count(1)
        self._screenshots = screenshots
        self.requests: list[str] = []
        self.posted: list[str] = []
        self.problems: list[str] = []
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Call a method of the protocol; notes what happened meanwhile."""
        number = next(self._numbers)
        self._connection.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._connection.recv(timeout=PATIENCE * 2))
            if message.get("id") == number:
                assert "error" not in message, message
                return message["result"]
            self._note(message)

    def _note(self, message: dict[str, Any]) -> None:
        details = message.get("params", {})
        if message["method"] == "Network.requestWillBeSent":
            self.requests.append(details["request"]["url"])
            if "postData" in details["request"]:
                self.posted.append(details["request"]["postData"])
        elif message["method"] == "Runtime.exceptionThrown":
            self.problems.append(json.dumps(details["exceptionDetails"])[:2000])
        elif message["method"] == "Log.entryAdded" and details["entry"]["level"] == "error":
            self.problems.append(f"{details['entry']['text']} {details['entry'].get('url', '')}")

    def open(self, link: str) -> None:
        self.call("Page.navigate", url=link)

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def wait(self, condition: str) -> None:
        """Wait until a condition is true."""
        self.value(f"Boolean({condition})")

    def value(self, expression: str) -> Any:
        """The value of an expression once it is true."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            value = self.evaluate(expression)
            if value:
                return value
            time.sleep(0.05)
        self.screenshot("failed")
        raise AssertionError(f"never true: {expression}\n{self.text()}")

    def text(self) -> str:
        return self.evaluate("document.body.innerText")

    def hosts(self) -> set[str]:
        """Whom the page asked for anything."""
        return {urlsplit(url).netloc for url in self.requests if not url.startswith(("data:", "blob:", "about:"))}

    def hover(self, element: str) -> dict[str, float]:
        """Move the mouse to where an element (a JavaScript expression) is, once it has stopped moving there."""
        x, y = self.value(f"({_PLACE})(() => {element})")
        place = {"x": x, "y": y}
        self.call("Input.dispatchMouseEvent", type="mouseMoved", **place)
        return place

    def click(self, element: str, times: int = 1) -> None:
        """Click on an element, once or twice."""
        place = self.hover(element)
        for count in range(1, times + 1):
            for kind in ("mousePressed", "mouseReleased"):
                self.call("Input.dispatchMouseEvent", type=kind, button="left", clickCount=count, **place)

    def click_until(self, element: str, condition: str) -> None:
        """Click on an element, again if need be: a page that draws anew between press and release loses the click."""
        for _ in range(5):
            self.click(element)
            deadline = time.monotonic() + PATIENCE / 5
            while time.monotonic() < deadline:
                if self.evaluate(f"Boolean({condition})"):
                    return
                time.sleep(0.05)
        self.wait(condition)

    def type(self, text: str) -> None:
        self.call("Input.insertText", text=text)

    def press(self, key: str, *held: str) -> None:
        """Press a key, with others held down."""
        text, code = _KEYS.get(key, ("" if held else key, ord(key[0].upper())))
        details: dict[str, Any] = {"key": key, "code": key if key in _KEYS else f"Key{key.upper()}"}
        details |= {"windowsVirtualKeyCode": code, "modifiers": sum(_MODIFIERS[each] for each in held)}
        self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **details)
        self.call("Input.dispatchKeyEvent", type="keyUp", **details)

    def screenshot(self, name: str) -> None:
        image = self.call("Page.captureScreenshot")["data"]
        (self._screenshots / f"{name}.png").write_bytes(base64.b64decode(image))
