"""No regular expression takes more than linear time on a text that others write.

The expressions are collected from the modules and from their source, so that a new one is tried by itself.
"""

import ast
import importlib
import re

from tests.patterns import ROOT, calls, killed, sources

#: Expressions that a function puts together, each as it is used. Those of a module are compiled in it.
PUT_TOGETHER = {
    "f'(^|&(amp;)?){PARAMETER}='": [r"(^|&(amp;)?)on="],
    r"f'(?<!\\s)\\s+{re.escape(word)}\\s+'": [r"(?<!\s)\s+and\s+"],
    r"""b'\\s' + name + b'\\s*=\\s*(?:"([^"]*)"|\'([^\']*)\')'""": [
        rb"""\sname\s*=\s*(?:"([^"]*)"|'([^']*)')"""
    ],
    r"f'((?:initial-)?{re.escape(prefix)})-(\\d+)-(.+)'": [r"((?:initial-)?names)-(\d+)-(.+)"],
}
#: The tags that this one is tried on are cut to 2,000 characters.
BOUNDED = {rb"""\sname\s*=\s*(?:"([^"]*)"|'([^']*)')"""}


def compiled():
    """Yield the compiled expressions of all modules, by where they are."""
    for path in sources():
        name = str(path.relative_to(ROOT)).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        if ".settings" in name or name == "hrnet.wsgi":
            continue
        for key, value in vars(importlib.import_module(name)).items():
            for number, one in enumerate(_patterns(value)):
                yield f"{name}.{key}[{number}]", one


def _patterns(value):
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _patterns(one)
    elif isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from _patterns(one)


def expressions():
    """Return every expression of the project with its flags, by where it is."""
    found = {(one.pattern, one.flags): name for name, one in compiled()}
    for where, _source, expression, flags in calls():
        is_whole = isinstance(expression, ast.Constant)
        texts = [expression.value] if is_whole else PUT_TOGETHER.get(ast.unparse(expression), [])
        for text in texts:
            one = re.compile(text, flags)
            found.setdefault((one.pattern, one.flags), f"{where}: {text!r}")
    return [(name, pattern, flags) for (pattern, flags), name in found.items()]


def test_each_expression_is_written_whole_or_named_here():
    put_together = {
        ast.unparse(one)
        for _where, _source, one, _flags in calls(in_functions=True)
        if not isinstance(one, ast.Constant)
    }

    assert put_together == set(PUT_TOGETHER)


def test_no_expression_of_the_project_is_superlinear():
    tried = [one for one in expressions() if one[1] not in BOUNDED]

    assert len(tried) > 90
    assert killed(tried) == []


def test_a_superlinear_expression_would_be_found():
    """What the release before had: two of them stopped the site with one line of spaces."""
    slow = [
        ("a line of spaces", r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$", 32),
        ("a date and an act", r"^(.*\d)\s*[(\[]?\s*([^\W\d_][^\d()]*?)\s*[)\]]?$", 32),
        ("a number of many digits", r"^[-+(]?[\d.,/\s:%-]*\d[\d.,/\s:%-]*\)?$", 32),
        ("tags that do not end", r"<a\b[^>]*\bhref=", 32),
    ]

    assert killed(slow, seconds=2) == [name for name, _pattern, _flags in slow]
