"""The regular expressions of the project, and whether one of them takes more than linear time on some text.

Run as a program, it reads a list of ``[name, pattern, flags, is_bytes]`` as JSON, tries each on long texts in
a process of its own that the system kills after some seconds of processor time, and writes the names of those
that were killed. A linear expression needs milliseconds for what takes a quadratic one minutes.
"""

from __future__ import annotations

import ast
import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import permutations
from pathlib import Path
from re import _constants as sre
from re import _parser as parser
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("hrnet", "sources", "institutions", "networks", "mandates", "imports")
FUNCTIONS = {"compile", "match", "search", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
SECONDS = 4
LONG = 100_000  # characters
SHORT = 4_000
SUSPICIOUS = 0.002  # seconds
SIGNS = " a1.,:;-/|()[]<>='\"\n\t_éÉ\u0301ا中\u00a0"


def sources() -> list[Path]:
    """Return the modules of the project; what migrations hold is run once, on what is stored."""
    found = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


def calls(*, in_functions: bool = False) -> Iterator[tuple[str, str, ast.expr, int]]:
    """Yield each call of ``re`` in the project: where it is, its source, its expression, its flags.

    ``in_functions`` leaves out those that run once, when a module is loaded.
    """
    for path in sources():
        text = path.read_text()
        for node in _nodes(ast.parse(text), in_functions):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "re"
                and node.func.attr in FUNCTIONS
            ):
                source = ast.get_source_segment(text, node) or ""
                yield str(path.relative_to(ROOT)), source, node.args[0], _flags(source)


def _nodes(tree: ast.AST, in_functions: bool) -> Iterator[ast.AST]:
    """Yield the nodes of a module, or those in its functions, each once."""
    if not in_functions:
        yield from ast.walk(tree)
    elif isinstance(tree, ast.FunctionDef | ast.Lambda):
        for part in ast.iter_child_nodes(tree):
            yield from ast.walk(part)
    else:
        for part in ast.iter_child_nodes(tree):
            yield from _nodes(part, in_functions)


def _flags(source: str) -> int:
    found = re.findall(r"\bre\.(IGNORECASE|I|MULTILINE|M|DOTALL|S|VERBOSE|X)\b", source)
    return sum({int(getattr(re, name)) for name in found})


def killed(patterns: list[tuple[str, str | bytes, int]], seconds: int = SECONDS) -> list[str]:
    """Return the names of the patterns that do not end in time on some text, tried in processes."""
    task = [
        (name, one.decode("latin-1") if isinstance(one, bytes) else one, flags, isinstance(one, bytes))
        for name, one, flags in patterns
    ]
    done = subprocess.run(
        [sys.executable, __file__, str(seconds)],
        input=json.dumps(task),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def texts(pattern: str, flags: int) -> Iterator[Callable[[int], str]]:
    """Yield makers of texts of a length, of the signs that ``pattern`` tells apart, and of its words.

    A sign stands alone, or two of them in turn, or one before or behind many of another.
    """
    tree = parser.parse(pattern, flags)
    signs = [*_apart(tree), *_words(tree)]
    for sign in signs:
        yield partial(_alone, sign)
    for one, two in permutations(signs, 2):
        for shape in (_in_turn, _before_many, _behind_many, _half_of_each):
            yield partial(shape, one, two)


def _alone(sign: str, length: int) -> str:
    return sign * (length // len(sign))


def _in_turn(one: str, two: str, length: int) -> str:
    return _alone(one + two, length)


def _before_many(one: str, two: str, length: int) -> str:
    return one + _alone(two, length)


def _behind_many(one: str, two: str, length: int) -> str:
    return _alone(two, length) + one


def _half_of_each(one: str, two: str, length: int) -> str:
    return _alone(one, length // 2) + _alone(two, length // 2)


def _words(tree: Any) -> list[str]:
    """Return the words in an expression, its longest first: «<a», «href="»."""
    found: set[str] = set()
    run = ""
    for kind, value in [*tree, (None, None)]:
        if kind is sre.LITERAL:
            run += chr(value)
            continue
        if len(run) > 1:
            found.add(run)
        run = ""
        parts: list[Any] = []
        if kind is sre.BRANCH:
            parts = value[1]
        elif kind is not None and isinstance(value, tuple) and hasattr(value[-1], "data"):
            parts = [value[-1]]
        found |= {word for part in parts for word in _words(part)}
    return sorted(found, key=len, reverse=True)[:3]


def _apart(tree: Any) -> list[str]:
    sets = list(_sets(tree))
    literals = {chr(value) for one in sets for value in _named(one)}
    known: dict[tuple[bool, ...], str] = {}
    for char in [*SIGNS, *sorted(literals)]:
        known.setdefault(tuple(_holds(one, char) for one in sets), char)
    return list(known.values())[:10]


def _named(one: tuple[Any, Any]) -> list[int]:
    """Return the characters that are named in what stands for one character."""
    kind, value = one
    if kind is sre.IN:
        return [char for item in value for char in _named(item)]
    return [value] if kind in (sre.LITERAL, sre.NOT_LITERAL) else [value[0]] if kind is sre.RANGE else []


def _sets(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Yield whatever in a parsed expression stands for one character."""
    for kind, value in tree:
        if kind in (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN):
            yield kind, value
        elif kind is sre.BRANCH:
            for one in value[1]:
                yield from _sets(one)
        elif kind in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            yield from _sets(value[2])
        elif kind in (sre.ASSERT, sre.ASSERT_NOT):
            yield from _sets(value[1])
        elif kind is sre.SUBPATTERN:
            yield from _sets(value[3])
        elif kind is sre.ATOMIC_GROUP:
            yield from _sets(value)


def _holds(one: tuple[Any, Any], char: str) -> bool:
    kind, value = one
    if kind is sre.IN:
        negated = value[0][0] is sre.NEGATE
        return negated != any(_holds(item, char) for item in value if item[0] is not sre.NEGATE)
    if kind is sre.ANY:
        return char != "\n"
    if kind is sre.RANGE:
        return value[0] <= ord(char) <= value[1]
    if kind is sre.CATEGORY:
        name = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}[str(value).rsplit("_", 1)[-1]]
        return bool(re.match(name, char)) != ("NOT" in str(value))
    return (char == chr(value)) == (kind is sre.LITERAL)


def _try(pattern: str, flags: int, is_bytes: bool) -> None:
    """Try an expression on each text while it is short, and on a long one where that took its time.

    On a short text, a linear expression takes a tenth of a millisecond, a quadratic one a hundred times that.
    """
    compiled = re.compile(pattern.encode("latin-1") if is_bytes else pattern, flags)
    for make in texts(pattern, flags):
        if _seconds(compiled, make(SHORT)) > SUSPICIOUS:
            _seconds(compiled, make(LONG))


def _seconds(compiled: re.Pattern[Any], text: str) -> float:
    """Return the processor time that an expression takes on a text; the system ends what takes too long."""
    began = time.process_time()
    resource.setrlimit(resource.RLIMIT_CPU, (int(began) + int(sys.argv[1]), resource.RLIM_INFINITY))
    if isinstance(compiled.pattern, bytes):
        compiled.sub(b"", text.encode("latin-1", "replace"))
    else:
        compiled.sub("", text)
    return time.process_time() - began


def main() -> None:
    """Try the patterns on stdin."""
    slow = []
    for name, pattern, flags, is_bytes in json.load(sys.stdin):
        child = os.fork()
        if not child:
            _try(pattern, flags, is_bytes)
            os._exit(0)
        if os.waitpid(child, 0)[1]:
            slow.append(name)
    print(json.dumps(slow))


if __name__ == "__main__":
    main()
