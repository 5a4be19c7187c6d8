"""Settings as options: each command has those that it uses, made from the one definition in `service.settings`."""

import inspect
from collections.abc import Callable
from typing import Annotated, Any, Final

import typer

from service.settings import Settings, load_settings, option, variable

STORE: Final = ("store", "neo4j_user", "neo4j_password")
LIMITS: Final = (
    "max_page", "max_cost", "max_depth", "max_tokens", "max_definitions", "max_aliases", "max_directives",
    "max_fields", "query_seconds",
)  # fmt: skip
LLM: Final = ("llm_url", "llm_model", "llm_key")
SERVER: Final = (
    "host",
    "port",
    "workers",
    "threads",
    "cors_origins",
    "documents",
    "documents_only",
    "api_key",
    "keys_file",
    "public",
    "model",
)


def with_settings(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Gives a command the options of these settings, and the settings themselves as its argument `settings`."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        own = inspect.signature(command, eval_str=True).parameters.values()
        parameters = [parameter for parameter in own if parameter.name != "settings"]
        parameters += [_parameter(name) for name in names]

        def run(**given: Any) -> None:
            options = {name: given.pop(name) for name in names}
            command(settings=load_settings(**options), **given)

        run.__name__, run.__doc__, run.__module__ = command.__name__, command.__doc__, command.__module__
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        return run

    return decorate


def _parameter(name: str) -> inspect.Parameter:
    field = Settings.model_fields[name]
    flag = field.annotation in (bool, bool | None)
    declaration = f"{option(name)}/--no-{option(name)[2:]}" if flag else option(name)
    about = f"{field.description} [{variable(name)}]"
    # Texts, so that the settings' own check says what is wrong, the same for an option and a variable.
    metavar = None if flag else name.rpartition("_")[2].upper()
    info = typer.Option(declaration, help=about, show_default=False, metavar=metavar)
    annotation = Annotated[bool | None, info] if flag else Annotated[str | None, info]
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
