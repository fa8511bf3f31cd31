"""Filters compile to the client's dictionaries and compare as values."""

from __future__ import annotations

import pytest

from prismstack.data import And, Contains, Equals, In, LessThan, Not, Or, OrderBy, StartsWith, compile_filters


def test_no_filter_matches_everything_and_one_stands_alone() -> None:
    assert compile_filters([]) == {}
    assert compile_filters([Equals("plate", "A")]) == {"plate": "A"}


def test_filters_on_one_field_do_not_overwrite_each_other() -> None:
    where = compile_filters([StartsWith("plate", "A"), Contains("plate", "1")])
    assert where == {"AND": [{"plate": {"startswith": "A"}}, {"plate": {"contains": "1"}}]}


def test_combinations_nest() -> None:
    where = Or(Equals("a", 1), And(Not(Equals("b", 2)), In("c", {3}))).where()
    assert where == {"OR": [{"a": 1}, {"AND": [{"NOT": [{"b": 2}]}, {"c": {"in": [3]}}]}]}


def test_filters_are_values() -> None:
    assert LessThan("a", 1) == LessThan("a", 1) != LessThan("a", 2)
    assert StartsWith("a", "x") != Contains("a", "x")
    assert hash(In("a", [1, 2])) == hash(In("a", (1, 2)))
    assert repr(In("a", [1])) == "In(field='a', values=(1,))"
    with pytest.raises(AttributeError):
        LessThan("a", 1).value = 2  # type: ignore[misc]


@pytest.mark.parametrize("combination", [And, Or, Not])
def test_a_combination_of_nothing_is_refused(combination: type) -> None:
    with pytest.raises(TypeError):
        combination()


def test_order() -> None:
    assert OrderBy("plate").as_dict() == {"plate": "asc"}
    assert OrderBy("plate", "desc").as_dict() == {"plate": "desc"}
