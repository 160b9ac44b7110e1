"""A real browser for tests: chromium without a window, spoken to over two pipes in the DevTools protocol.

Neither a port nor a package is needed: chromium reads its commands from file 3 and answers on file 4.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

FLAGS = [
    "--headless",
    "--no-sandbox",  # Servers run tests as root.
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--no-first-run",
    "--remote-debugging-pipe",
]
MISSING = "there is no chromium here: apt-get install chromium"


class Tab:
    """A tab of chromium. ``events`` holds everything that it has told of itself."""

    def __init__(self, commands: int, answers: int) -> None:
        """Open a tab in the browser that reads from the one file and writes to the other."""
        self.events: list[dict[str, Any]] = []
        self._commands = commands
        self._answers = answers
        self._rest = b""
        self._ids = count(1)
        self._session: str | None = None
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network", "DOM", "Audits"):
            self.send(f"{domain}.enable")

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command and return what is answered."""
        command: dict[str, Any] = {"id": next(self._ids), "method": method, "params": parameters}
        if self._session is not None:
            command["sessionId"] = self._session
        os.write(self._commands, json.dumps(command).encode() + b"\0")
        while True:
            told = self._read()
            if told.get("id") == command["id"]:
                assert "error" not in told, told["error"]
                return told["result"]
            self.events.append(told)

    def wait_for(self, method: str) -> None:
        """Wait until chromium tells of *method*."""
        while not any(event.get("method") == method for event in self.events):
            self.events.append(self._read())

    def told(self, method: str) -> list[dict[str, Any]]:
        """Return what chromium told of *method*."""
        return [event["params"] for event in self.events if event.get("method") == method]

    def open(self, page: Path, width: int = 1280, height: int = 900) -> None:
        """Open a page in a window of so many pixels."""
        self.resize(width, height)
        self.events.clear()
        self.send("Page.navigate", url=page.as_uri())
        self.wait_for("Page.loadEventFired")

    def resize(self, width: int, height: int = 900) -> None:
        """Make the window so many pixels wide and high."""
        self.send(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 500
        )

    def run(self, script: str) -> Any:
        """Run a script in the page and return its value."""
        told = self.send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in told, told["exceptionDetails"]
        return told["result"].get("value")

    def press(self, key: str, code: int, text: str = "", *, shift: bool = False) -> None:
        """Press a key and let it go."""
        named = {"key": key, "code": key, "windowsVirtualKeyCode": code, "modifiers": 8 if shift else 0}
        self.send("Input.dispatchKeyEvent", type="keyDown", text=text, **named)
        self.send("Input.dispatchKeyEvent", type="keyUp", **named)

    def close(self) -> None:
        """Ask the browser to end by itself, so that nothing of it is left."""
        self._session = None
        self.send("Browser.close")

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            more = os.read(self._answers, 1 << 20)
            assert more, "chromium has ended"
            self._rest += more
        message, _, self._rest = self._rest.partition(b"\0")
        return json.loads(message)


@contextmanager
def chromium(profile: Path) -> Iterator[Tab]:
    """Start chromium with a fresh profile, and end it afterwards."""
    program = shutil.which("chromium")
    assert program is not None, MISSING
    theirs_in, ours_out = os.pipe()
    ours_in, theirs_out = os.pipe()
    # The shell gives the pipes the numbers that chromium expects.
    wired = f'exec "$@" 3<&{theirs_in} 4>&{theirs_out}'
    command = ["bash", "-c", wired, "bash", program, *FLAGS, f"--user-data-dir={profile}"]
    # It is a test that fails, and not one that waits: chromium's own complaints are no part of what is tested.
    process = subprocess.Popen(
        command, pass_fds=(theirs_in, theirs_out), stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(theirs_in)
    os.close(theirs_out)
    try:
        tab = Tab(ours_out, ours_in)
        yield tab
        tab.close()
        process.wait(timeout=20)
    finally:
        process.kill()
        process.wait()
        os.close(ours_in)
        os.close(ours_out)
