"""Every error that a user can meet.

LiaisonError
├── InputError            what the user sent is wrong; the message says how to mend it
│   ├── BadArgument         BAD_ARGUMENT        a value that does not fit its argument
│   ├── BadDate             BAD_DATE            not YYYY, YYYY-MM or YYYY-MM-DD
│   ├── DecisionConflict    DECISION_CONFLICT   against an earlier decision, which the message names
│   ├── BadCursor           BAD_CURSOR          not a cursor of this field and order
│   ├── ChangesGone         CHANGES_GONE        a position whose changes are no longer kept
│   ├── PageTooLarge        PAGE_TOO_LARGE      `first` over the limit
│   ├── QueryTooCostly      QUERY_TOO_COSTLY    the plan's bound is over the limit
│   ├── QueryTooDeep        QUERY_TOO_DEEP      nested beyond the limit
│   ├── TooManyTokens       TOO_MANY_TOKENS     the query's text is longer than the limit
│   ├── TooManyDefinitions  TOO_MANY_DEFINITIONS  so many operations and fragments
│   ├── TooManyAliases      TOO_MANY_ALIASES    so many fields under another name
│   ├── TooManyDirectives   TOO_MANY_DIRECTIVES
│   ├── TooManyFields       TOO_MANY_FIELDS     fragments opened
│   ├── NeedsStream         NEEDS_STREAM        a subscription asked for as one answer
│   ├── NotAvailable        NOT_AVAILABLE       not offered by this server
│   ├── BadGraph            BAD_GRAPH           a prepared graph's line is wrong; names the line
│   ├── BadArticle          BAD_ARTICLE         an article that cannot be read; names the source
│   └── BadSetting          BAD_SETTING         a setting that does not fit; names it
├── ExtractionFailed      EXTRACTION_FAILED   articles could not be read on; what was written stays
└── StoreError
    ├── StoreUnavailable    STORE_UNAVAILABLE   no answer; names the address and the setting
    └── QueryTimeout        QUERY_TIMEOUT       stopped at the time limit
"""

from typing import ClassVar


class LiaisonError(Exception):
    """The base; `code` is stable and goes to `extensions.code`."""

    code: ClassVar[str] = "INTERNAL_ERROR"


class InputError(LiaisonError):
    code = "BAD_INPUT"


class BadArgument(InputError):
    code = "BAD_ARGUMENT"


class BadDate(InputError):
    code = "BAD_DATE"


class DecisionConflict(InputError):
    code = "DECISION_CONFLICT"


class BadCursor(InputError):
    code = "BAD_CURSOR"


class ChangesGone(InputError):
    code = "CHANGES_GONE"


class PageTooLarge(InputError):
    code = "PAGE_TOO_LARGE"


class QueryTooCostly(InputError):
    code = "QUERY_TOO_COSTLY"


class QueryTooDeep(InputError):
    code = "QUERY_TOO_DEEP"


class TooManyTokens(InputError):
    code = "TOO_MANY_TOKENS"


class TooManyDefinitions(InputError):
    code = "TOO_MANY_DEFINITIONS"


class TooManyAliases(InputError):
    code = "TOO_MANY_ALIASES"


class TooManyDirectives(InputError):
    code = "TOO_MANY_DIRECTIVES"


class TooManyFields(InputError):
    code = "TOO_MANY_FIELDS"


class NeedsStream(InputError):
    code = "NEEDS_STREAM"


class NotAvailable(InputError):
    code = "NOT_AVAILABLE"


class BadGraph(InputError):
    code = "BAD_GRAPH"


class BadArticle(InputError):
    code = "BAD_ARTICLE"


class BadSetting(InputError):
    code = "BAD_SETTING"


class ExtractionFailed(LiaisonError):
    code = "EXTRACTION_FAILED"


class StoreError(LiaisonError):
    code = "STORE_ERROR"


class StoreUnavailable(StoreError):
    code = "STORE_UNAVAILABLE"


class QueryTimeout(StoreError):
    code = "QUERY_TIMEOUT"
