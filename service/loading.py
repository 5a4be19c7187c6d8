"""What loads: extractors, where they run, and articles that come through the API.

Imported only by processes that load: the extractor brings spaCy along.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from graph.dates import is_partial_date
from graph.errors import BadArgument, BadSetting
from graph.model import Article, article
from graph.stores import Store
from loaders.cluster import on_cluster
from loaders.llm import LlmExtractor
from loaders.llm_client import Client, Usage
from loaders.pipeline import RuleExtractor, load_articles
from loaders.pools import Extractor, Pool, processes, threads
from loaders.readers import read
from service.settings import Settings, option, variable

Json = dict[str, Any]


@cache
def extractor(model: str) -> RuleExtractor:
    """The extractor over a spaCy pipeline, one a process. Raises BadSetting if the pipeline is not installed."""
    from importlib.util import find_spec

    if find_spec(model) is None:
        raise BadSetting(f"LIAISON_MODEL (or --model): {model!r} is no spaCy pipeline that is installed here")
    return RuleExtractor(model)


def llm_extractor(settings: Settings) -> LlmExtractor:
    """The extractor that asks the endpoint of the settings. Raises BadSetting where one of them is missing."""
    for name in ("llm_url", "llm_model"):
        if getattr(settings, name) is None:
            raise BadSetting(f"{variable(name)} (or {option(name)}) is not set; --extractor llm needs it")
    assert settings.llm_url is not None
    assert settings.llm_model is not None
    usage = Usage()
    key = settings.llm_key.get_secret_value() if settings.llm_key else None
    return LlmExtractor(Client(settings.llm_url, key, usage), settings.llm_model, usage)


def pool(extractor: Extractor, *, workers: int, cluster: str | None) -> Pool | None:
    """Where the extraction runs beside the writing: nowhere for one worker that computes."""
    if cluster is not None:
        if isinstance(extractor, LlmExtractor):
            raise BadArgument("--cluster: the llm extractor waits for its endpoint and gains nothing; use --workers")
        return on_cluster(extractor, cluster)
    if isinstance(extractor, LlmExtractor):
        return threads(extractor, workers)
    return processes(extractor, workers) if workers > 1 else None


def count(paths: Sequence[str], format: str | None, mapping: Mapping[str, str] | None = None) -> int | None:
    """How many articles and failures these will give; None where reading them twice would take them away."""
    if not all(Path(path).is_file() or Path(path).is_dir() for path in paths):
        return None
    return sum(1 for _ in read(paths, format=format, mapping=mapping))


def load_inputs(store: Store, inputs: list[Json], *, model: str) -> Json:
    """The mutation `loadArticles`: `ArticleInput`s in, a `LoadReport` out, both in the schema's names."""
    articles: list[Article] = []
    failed: list[Json] = []
    for index, given in enumerate(inputs):
        problem = _problem(given)
        if problem is None:
            try:
                articles.append(
                    article(
                        title=given["title"],
                        body=given["text"],
                        id=given.get("id"),
                        url=given.get("url"),
                        publisher=given.get("publisher"),
                        author=given.get("author"),
                        published=given.get("published"),
                    )
                )
            except ValueError as error:
                problem = f"url: {error}", "BAD_URL"
        if problem is not None:
            failed.append({"index": index, "title": given["title"], "message": problem[0], "code": problem[1]})
    report = load_articles(store, articles, extractor=extractor(model))
    return {
        "added": report.new,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "failed": failed,
        "entities": report.entities,
        "relations": report.relations,
    }


def _problem(given: Mapping[str, str | None]) -> tuple[str, str] | None:
    """What is wrong with an article, and its code."""
    for name in ("title", "text"):
        if not (given[name] or "").strip():
            return f"{name}: this is empty", "MISSING_FIELD"
    published = given.get("published")
    if published is not None and not is_partial_date(published):
        return f"published: {published!r} is not YYYY, YYYY-MM or YYYY-MM-DD", "BAD_DATE"
    return None
