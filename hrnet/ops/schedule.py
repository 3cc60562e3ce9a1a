"""A program that is started once a day, watched, and ended where it takes too long."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable

DAY = 24 * 60 * 60.0
HOUR = 60 * 60.0


class Daily:
    """Starts a program by ``start``: at the first :meth:`tick`, and again each time that a day has passed.

    Two never run beside each other. ``say`` is told what went wrong; ``end`` ends a process.
    """

    def __init__(
        self,
        start: Callable[[], subprocess.Popen[bytes]],
        end: Callable[[subprocess.Popen[bytes]], None],
        say: Callable[[str], None],
        *,
        every: float = DAY,
        at_most: float = HOUR,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._start, self._end, self._say = start, end, say
        self.every, self.at_most, self.clock = every, at_most, clock
        self.process: subprocess.Popen[bytes] | None = None
        self.began: float | None = None

    def tick(self) -> None:
        """Look whether there is something to start or to end; to be called again and again."""
        now = self.clock()
        if self.process is None:
            # A clock that was set back must not keep it waiting for longer than a day.
            if self.began is None or not 0 <= now - self.began < self.every:
                self.process, self.began = self._start(), now
        elif self.process.poll() is not None:
            if self.process.returncode:
                self._say("The daily maintenance failed in part: see the lines above.")
            self.process = None
        elif self.began is not None and now - self.began > self.at_most:
            self._say("The daily maintenance took too long and was ended; it goes on tomorrow.")
            self.stop()

    def stop(self) -> None:
        """End the program where it runs."""
        if self.process is not None and self.process.poll() is None:
            self._end(self.process)
        self.process = None
