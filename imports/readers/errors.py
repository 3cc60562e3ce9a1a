"""What is wrong with a file or a mapping, as a code with parameters: words come where it is shown."""

from __future__ import annotations

from typing import Any


class FileRefusedError(Exception):
    """The file cannot be read; ``code`` is a key of :data:`imports.messages.FILE`."""

    def __init__(self, code: str, **parameters: Any) -> None:
        super().__init__(code, parameters)
        self.code = code
        self.parameters = parameters


class MappingError(FileRefusedError):
    """A mapping says what cannot be; ``code`` is a key of :data:`imports.messages.FILE` too."""
