"""Settings: where each comes from, what a bad one says, and the page about them."""

from pathlib import Path

import pytest

from graph.errors import BadSetting
from service.settings import Settings, load_settings, option, settings_page, variable
from tests.commands import run

DOCS = Path(__file__).parent.parent / "docs"

GOOD = {
    "store": "bolt://example.org:7687",
    "neo4j_user": "reader",
    "neo4j_password": "secret",
    "host": "::1",
    "port": "9000",
    "max_page": "50",
    "max_cost": "1000",
    "max_depth": "4",
    "max_tokens": "900",
    "max_definitions": "5",
    "max_aliases": "5",
    "max_directives": "5",
    "max_fields": "50",
    "query_seconds": "0.5",
    "workers": "2",
    "threads": "2",
    "cors_origins": "https://a.example, https://b.example",
    "documents": "asked",
    "documents_only": "true",
    "api_key": "secret",
    "keys_file": "keys.json",
    "public": "true",
    "model": "other_model",
    "llm_url": "http://127.0.0.1:8080/v1",
    "llm_model": "small",
    "llm_key": "secret",
}
BAD = {
    "store": "mysql://localhost",
    "host": "",
    "port": "70000",
    "max_page": "0",
    "max_cost": "many",
    "max_depth": "-1",
    "max_tokens": "0",
    "max_definitions": "0",
    "max_aliases": "-1",
    "max_directives": "-1",
    "max_fields": "0",
    "query_seconds": "0",
    "workers": "0",
    "threads": "none",
    "cors_origins": "example.org",
    "documents_only": "perhaps",
    "public": "perhaps",
    "model": "",
    "llm_url": "https://user:secret@example.org/v1",
    "llm_model": "",
}


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(variable(name), raising=False)
    monkeypatch.chdir(tmp_path)


def test_every_setting_is_tried_below() -> None:
    assert set(GOOD) == set(Settings.model_fields)


@pytest.mark.parametrize("name", GOOD)
def test_a_setting_comes_from_the_environment(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    default = getattr(load_settings(), name)
    monkeypatch.setenv(variable(name), GOOD[name])
    assert getattr(load_settings(), name) != default
    assert getattr(load_settings(), name) == getattr(load_settings(**{name: GOOD[name]}), name)


@pytest.mark.parametrize("name", GOOD)
def test_a_setting_comes_from_a_file(name: str, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"{variable(name)}={GOOD[name]}\nOTHER=1\n", encoding="utf-8")
    assert getattr(load_settings(), name) == getattr(load_settings(**{name: GOOD[name]}), name)


def test_an_option_wins_over_the_environment_and_that_over_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("LIAISON_PORT=1\nLIAISON_MAX_PAGE=1\nLIAISON_THREADS=1\n", encoding="utf-8")
    monkeypatch.setenv("LIAISON_PORT", "2")
    monkeypatch.setenv("LIAISON_MAX_PAGE", "2")
    settings = load_settings(port="3")
    assert (settings.port, settings.max_page, settings.threads) == (3, 2, 1)


def test_an_empty_variable_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIAISON_PORT", "")
    assert load_settings().port == 8000


@pytest.mark.parametrize("name", BAD)
def test_a_setting_that_does_not_fit_is_named(name: str) -> None:
    with pytest.raises(BadSetting) as refused:
        load_settings(**{name: BAD[name]})
    assert str(refused.value).startswith(f"{variable(name)} (or {option(name)}): ")
    assert "\n" not in str(refused.value)


def test_a_password_is_never_shown() -> None:
    settings = load_settings(neo4j_password="open sesame")
    assert "sesame" not in repr(settings)


def test_a_bad_setting_ends_a_command_with_one_line_and_status_2() -> None:
    outcome = run("stats", environment={"LIAISON_MAX_PAGE": "x"})
    assert outcome.status == 2
    assert outcome.messages.startswith("BAD_SETTING: LIAISON_MAX_PAGE (or --max-page): 'x' ")
    assert outcome.messages.count("\n") == 1


def test_a_file_of_settings_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"LIAISON_HOST=\xff\xfe\n")
    with pytest.raises(BadSetting, match=r"\.env"):
        load_settings()


def test_every_setting_is_an_option_of_some_command() -> None:
    helps = "".join(run(command, "--help").output for command in ("load", "serve"))
    assert [name for name in Settings.model_fields if option(name) not in helps] == []


def test_the_page_of_settings_is_golden(rewrite_golden: bool) -> None:
    page = DOCS / "settings.md"
    if rewrite_golden:
        page.write_text(settings_page(), encoding="utf-8")
    assert page.read_text(encoding="utf-8") == settings_page()
