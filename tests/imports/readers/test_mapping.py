"""The mapping is one JSON object, strictly checked."""

import json

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from imports import messages
from imports.readers.errors import MappingError
from imports.readers.mapping import CELLS, LAYOUTS, ORDERS, Mapping
from imports.readers.targets import NAMES

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=20)
FIELD = st.sampled_from(NAMES["memberships"])
WRONG = {
    "mapping_json": "{",
    "mapping_type": [],
    "mapping_key": {"colums": []},
    "mapping_value": {"date_order": "ddd"},
    "mapping_field": {"columns": [{"column": "Name", "field": "password"}]},
    "mapping_missing": {"columns": [{"column": "", "field": "note"}]},
    "mapping_brackets": {"columns": [{"column": "Net", "field": "network", "brackets": "acronym"}]},
    "mapping_across": {"layout": "cross"},
    "mapping_twice": {"columns": [{"column": "A", "field": "note"}, {"column": " a ", "field": "role"}]},
}
WRONG_PARTS = [
    {"columns": {}},
    {"columns": ["Name"]},
    {"columns": [{"column": 1, "field": "note"}]},
    {"columns": [{"column": "A", "field": "note", "x": ""}]},
    {"tables": [{"sheet": "A", "header_row": 0}]},
    {"tables": [{"sheet": "A", "header_row": True}]},
    {"tables": [{"sheet": "A", "header_row": 1, "header_rows": 99}]},
    {"constants": {"network": 1}},
    {"constants": {"colour": "red"}},
    {"values": {"role": ["a"]}},
    {"values": {"country": {}}},
    {"unknown": "-"},
    {"unknown": [None]},
    {"encoding": "rot13"},
    {"encoding": 8},
    {"delimiter": "ab"},
    {"delimiter": "a"},
    {"layout": "tree"},
    {"across": {"columns": "A"}},
    {"layout": "cross", "across": {"field": "role", "columns": ["A"]}},
    {"columns": [{"column": "A\0", "field": "note"}]},
    {"columns": [{"column": "\ud800", "field": "note"}]},
    {"unknown": ["x" * 3000]},
    None,
    7,
]


@pytest.mark.parametrize(("code", "data"), WRONG.items())
def test_each_fault_of_a_mapping_has_its_sentence(code, data):
    with pytest.raises(MappingError) as caught:
        Mapping.from_json(data).validate("memberships")

    assert caught.value.code == code
    with override("en"):
        said = messages.of_file({"code": code, "parameters": caught.value.parameters})
    assert said
    assert "%(" not in said


@pytest.mark.parametrize("data", WRONG_PARTS, ids=repr)
def test_a_part_of_the_wrong_kind_is_refused(data):
    with pytest.raises(MappingError):
        Mapping.from_json(data).validate("memberships")


def test_a_field_of_the_other_target_is_refused():
    mapping = Mapping.from_json({"columns": [{"column": "Signed", "field": "signed"}]})

    assert mapping.validate("parties") is mapping
    with pytest.raises(MappingError):
        mapping.validate("memberships")


@given(
    st.builds(
        dict,
        unknown=st.lists(TEXT, max_size=4),
        constants=st.dictionaries(FIELD, TEXT, max_size=3),
        values=st.dictionaries(
            st.sampled_from(["role", "act", "status"]), st.dictionaries(TEXT, TEXT, max_size=3)
        ),
        date_order=st.sampled_from(ORDERS),
        layout=st.sampled_from(LAYOUTS),
        columns=st.lists(
            st.fixed_dictionaries({"column": TEXT.filter(str.strip), "field": FIELD, "split": TEXT}),
            max_size=4,
        ),
        tables=st.lists(st.fixed_dictionaries({"sheet": TEXT, "header_row": st.integers(1, 99)}), max_size=3),
        across=st.fixed_dictionaries({"columns": st.lists(TEXT, max_size=3), "cell": st.sampled_from(CELLS)}),
    )
)
def test_a_mapping_survives_being_written_and_read(data):
    mapping = Mapping.from_json(data)

    assert Mapping.from_json(json.dumps(mapping.to_json())) == mapping
