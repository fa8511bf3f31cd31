"""Errors: one clear message with a code, no traceback unless asked for."""

from __future__ import annotations

import json

import pytest

from prismstack.cli import _app
from prismstack.cli._printer import Printer
from prismstack.cli._reporting import report
from prismstack.errors import ConfigurationError
from prismstack.migrate._errors import ResetRequired


def test_an_error_is_its_code_and_message(capsys: pytest.CaptureFixture[str]) -> None:
    assert report(ConfigurationError("set DATABASE_URL")) == 1
    assert capsys.readouterr().err == "error CONFIGURATION_ERROR: set DATABASE_URL\n"


def test_the_traceback_is_shown_on_request(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRISMSTACK_DEBUG", "1")
    report(ConfigurationError("set DATABASE_URL"))
    assert "prismstack.errors.ConfigurationError" in capsys.readouterr().err


def test_what_a_person_could_answer_has_exit_code_130(capsys: pytest.CaptureFixture[str]) -> None:
    assert report(ResetRequired("drift")) == 130
    assert "RESET_REQUIRED" in capsys.readouterr().err


def test_ctrl_c_has_exit_code_130(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(_app, "app", interrupted)
    assert _app.run(["version"]) == 130
    assert "cancelled" in capsys.readouterr().err


def test_no_colour_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    printer = Printer()
    printer.success("done")
    printer.warning("careful")
    printer.json({"ä": 1})
    captured = capsys.readouterr()
    assert "\x1b" not in captured.out + captured.err
    assert captured.err == "warning: careful\n"
    assert json.loads(captured.out.removeprefix("done\n")) == {"ä": 1}
