"""Copies of the embedded store while others read and write it, and back again. Both are checked before they count."""

from pathlib import Path

import apsw

from graph.errors import BadArgument, StoreUnavailable
from graph.stores.sqlite_schema import VERSION


def backup(connection: apsw.Connection, target: Path) -> int:
    """Writes the store, as it is at one moment, into a new file; its revision.

    Raises BadArgument if the file is there already, StoreUnavailable if the copy is not whole.
    """
    if target.exists():
        raise BadArgument(f"{target}: there is a file already; name another")
    try:
        connection.execute("VACUUM INTO ?", (str(target),))
    except apsw.Error as error:
        target.unlink(missing_ok=True)
        raise StoreUnavailable(f"{target}: could not be written: {error}") from error
    return checked(target)


def checked(file: Path) -> int:
    """The revision of a store's file that is whole and of this layout. Raises BadArgument."""
    if not file.is_file():
        raise BadArgument(f"{file}: there is no such file")
    try:
        connection = apsw.Connection(str(file), flags=apsw.SQLITE_OPEN_READONLY)
        try:
            ((found,),) = connection.execute("PRAGMA integrity_check(1)").fetchall()
            meta = {str(key): value for key, value in connection.execute("SELECT key, value FROM meta")}
        finally:
            connection.close()
    except apsw.Error as error:
        raise BadArgument(f"{file}: this is no store of Liaison: {error}") from error
    if found != "ok":
        raise BadArgument(f"{file}: this copy is damaged: {found}")
    if meta.get("version") != VERSION:
        raise BadArgument(f"{file}: layout {meta.get('version')}, not {VERSION}; load its articles into a new store")
    return int(str(meta["revision"]))


def restore(connection: apsw.Connection, source: Path) -> None:
    """Puts a copy in the place of all that the store holds, in one transaction for those who read it."""
    checked(source)
    copy = apsw.Connection(str(source), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        with connection.backup("main", copy, "main") as copying:
            while not copying.done:
                copying.step(-1)
    finally:
        copy.close()
