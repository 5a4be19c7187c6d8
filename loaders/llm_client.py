"""Chat completions of an OpenAI-compatible endpoint: one question, one JSON answer; retried, counted, bounded."""

import json
import random
import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any, Final

import httpx

from graph.errors import ExtractionFailed

ATTEMPTS: Final = 5
"""How often one article is asked about, at most."""
RETRY_SECONDS: Final = 120.0
"""The most seconds that an article waits between its attempts, all told."""
MALFORMED: Final = 2
"""How often an answer that is no JSON, or is cut, is asked for again."""
TIMEOUT: Final = httpx.Timeout(120.0, connect=10.0)
MAX_ANSWER: Final = 4_000_000
"""Bytes; a longer answer is refused unread."""
_FATAL: Final = {
    401: "the key was not accepted; set LIAISON_LLM_KEY",
    403: "the key may not use it; check LIAISON_LLM_KEY and LIAISON_LLM_MODEL",
    404: "there is no such address or model; check LIAISON_LLM_URL and LIAISON_LLM_MODEL",
}
_FAILURES_IN_A_ROW: Final = 5
"""After so many articles without an answer the load stops: the endpoint is down, not an article wrong."""


class NoAnswer(Exception):
    """One article got no usable answer; `code` is stable."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


class _Again(Exception):
    """Worth another attempt, after `wait` seconds where the endpoint says how many."""

    def __init__(self, problem: str, *, wait: float | None = None, malformed: bool = False) -> None:
        super().__init__(problem)
        self.wait = wait
        self.malformed = malformed


@dataclass(slots=True)
class Usage:
    """What the answers cost; `dropped` counts what of them was not believed, by reason. Thread-safe by `add`."""

    requests: int = 0
    retries: int = 0
    cached: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def add(self, *, dropped: Mapping[str, int] | None = None, **counts: int) -> None:
        with self._lock:
            for name, count in counts.items():
                setattr(self, name, getattr(self, name) + count)
            self.dropped.update(dropped or {})

    def report(self) -> dict[str, Any]:
        return {
            "requests": self.requests,
            "retries": self.retries,
            "cached": self.cached,
            "tokens_in": self.tokens_in,
            "tokens_out": self.tokens_out,
            "dropped": dict(sorted(self.dropped.items())),
        }


class Client:
    """One endpoint. Thread-safe; the key is in no message."""

    def __init__(
        self, url: str, key: str | None, usage: Usage, *, pause: float = 1.0, timeout: httpx.Timeout = TIMEOUT
    ) -> None:
        """`pause` is the first wait, in seconds, that every further attempt doubles."""
        base = url.rstrip("/")
        self._url = httpx.URL(base if base.endswith("/chat/completions") else f"{base}/chat/completions")
        self._key = key
        self._usage = usage
        self._pause = pause
        self._http = httpx.Client(
            timeout=timeout,
            headers={"Authorization": f"Bearer {key}"} if key else {},
            limits=httpx.Limits(max_connections=64),
        )
        self._failed_in_a_row = 0

    def close(self) -> None:
        self._http.close()

    def ask(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """The JSON object that the model answers. Raises NoAnswer for this one, ExtractionFailed for all."""
        waited, malformed, problem = 0.0, 0, ""
        for attempt in range(ATTEMPTS):
            try:
                answer = self._once(body)
                self._failed_in_a_row = 0
                return answer
            except _Again as again:
                problem = str(again)
                malformed += again.malformed
                if malformed > MALFORMED:
                    raise NoAnswer(problem, "BAD_ANSWER") from None
                wait = again.wait if again.wait is not None else self._pause * 2**attempt * random.uniform(0.75, 1.25)
                waited += wait
                if attempt + 1 == ATTEMPTS or waited > RETRY_SECONDS:
                    break
                self._usage.add(retries=1)
                time.sleep(wait)
        self._failed_in_a_row += 1
        if self._failed_in_a_row >= _FAILURES_IN_A_ROW:
            raise self._fatal(f"{_FAILURES_IN_A_ROW} articles in a row got no answer; the last: {problem}")
        raise NoAnswer(f"no answer after {attempt + 1} attempts: {problem}", "NO_ANSWER")

    def _once(self, body: Mapping[str, Any]) -> dict[str, Any]:
        self._usage.add(requests=1)
        try:
            with self._http.stream("POST", self._url, json=body) as response:
                content = self._read(response)
        except httpx.TimeoutException as error:
            raise _Again(f"timed out ({type(error).__name__})") from None
        except httpx.TransportError as error:
            raise _Again(self._safe(f"{type(error).__name__}: {error}")) from None
        status = response.status_code
        if status == 429 or status >= 500:
            raise _Again(f"HTTP {status}: {self._excerpt(content)}", wait=_retry_after(response.headers))
        if status in _FATAL:
            raise self._fatal(f"HTTP {status}: {_FATAL[status]}")
        if status != 200:
            raise NoAnswer(f"HTTP {status}: {self._excerpt(content)}", "REFUSED")
        return self._answer(content)

    def _read(self, response: httpx.Response) -> bytes:
        content = bytearray()
        for piece in response.iter_bytes():
            content += piece
            if len(content) > MAX_ANSWER:
                raise NoAnswer(f"the answer is longer than {MAX_ANSWER:,} bytes", "ANSWER_TOO_LARGE")
        return bytes(content)

    def _answer(self, content: bytes) -> dict[str, Any]:
        try:
            told = json.loads(content)
            choice = told["choices"][0]
            text = choice["message"]["content"]
            used = told.get("usage") or {}
            self._usage.add(
                tokens_in=int(used.get("prompt_tokens") or 0), tokens_out=int(used.get("completion_tokens") or 0)
            )
        except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
            raise _Again("the answer is not in the form of chat completions", malformed=True) from None
        if choice.get("finish_reason") == "length":
            raise _Again("the answer was cut at the model's limit of tokens", malformed=True)
        try:
            answer = json.loads(text)
        except (ValueError, TypeError, RecursionError):
            raise _Again("the answer is no JSON", malformed=True) from None
        if not isinstance(answer, dict):
            raise _Again("the answer is no JSON object", malformed=True)
        return answer

    def _fatal(self, problem: str) -> ExtractionFailed:
        address = self._url.copy_with(userinfo=b"", query=None)
        return ExtractionFailed(f"{address}: {problem}. What was written stays; load the same again to go on")

    def _excerpt(self, content: bytes) -> str:
        return self._safe(" ".join(content[:300].decode("utf-8", "replace").split())) or "no reason given"

    def _safe(self, text: str) -> str:
        return text.replace(self._key, "…") if self._key else text


def _retry_after(headers: httpx.Headers) -> float | None:
    """Seconds, by the header's number or date."""
    told = headers.get("retry-after", "").strip()
    try:
        return max(0.0, float(told))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(told).timestamp() - time.time())
    except (ValueError, TypeError):
        return None
