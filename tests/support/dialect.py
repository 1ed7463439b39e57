"""The dialect of our SQL, in migrations and in Python alike: what a text does otherwise, line by line."""

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from pglast import ast as sql
from pglast import parse_sql, parser
from pglast.enums import ConstrType
from pglast.visitors import Visitor

ROOT = Path(__file__).parents[2]
STATEMENT = re.compile(
    r"\s*(SELECT\s|INSERT INTO\s|UPDATE \S+\s+(AS \S+\s+)?SET\s|DELETE FROM\s|WITH (RECURSIVE )?\w+ AS\b|"
    r"CREATE [A-Z]+\s|ALTER [A-Z]+\s|DROP [A-Z]+\s|TRUNCATE\s|GRANT [A-Z]+\s|CALL \S+\(|DO \$)"
)
"""How a text begins that is a statement, and not a part of one or a sentence."""

_TYPES = {
    "int": "integer",
    "int2": "smallint",
    "int4": "integer",
    "int8": "bigint",
    "bool": "boolean",
    "float4": "real",
    "float8": "double precision",
    "decimal": "numeric",
    "varchar": "text",
    "character": "text",
}
_LOWER_RESERVED = {
    "true", "false", "current_user", "session_user", "current_date", "current_timestamp", "current_role", "user",
}  # fmt: skip
_UPPER_COLUMN_WORDS = {"between", "exists", "values", "setof", "out", "inout", "none", "grouping"}
_FUNCTIONS_TOO = {"left", "right"}
_ALWAYS_SYNTAX = {
    "insert", "update", "delete", "set", "by", "begin", "conflict", "nothing", "over", "partition", "materialized",
    "skip", "locked", "nulls", "recursive", "cascade", "restrict", "filter", "within", "ordinality", "function",
    "procedure", "returns", "language", "security", "definer", "immutable", "stable", "volatile", "policy",
    "alter", "drop", "add", "index", "view", "replace", "truncate", "execute", "declare", "loop",
}  # fmt: skip
_WORDS_OF_SYNTAX = {
    "PERFORM", "LOOP", "RAISE", "ELSIF", "EXIT", "FOREACH", "DIAGNOSTICS", "GET", "RETURN", "REVERSE", "ROW_COUNT",
    "PUBLIC", "USAGE", "SAFE", "EXCEPTION", "ERRCODE", "SQLSTATE", "QUERY",
}  # fmt: skip
"""Words that PostgreSQL does not keep for itself, and that name nothing."""
_ENDS_AN_EXPRESSION = {"ASCII_41", "ASCII_93", "SCONST", "ICONST", "FCONST", "END_P", "NULL_P", "TRUE_P", "FALSE_P"}
_SECOND_WORDS = {"precision", "varying", "zone"}
_BEGINS_A_QUERY = {"SELECT", "INSERT", "UPDATE", "DELETE_P", "WITH", "VALUES", "TABLE"}


class Finding(NamedTuple):
    """Where a text leaves the dialect, and how to say it instead."""

    line: int
    advice: str


@dataclass(frozen=True, slots=True)
class _Word:
    """A token, with the text it stands for."""

    name: str
    kind: str
    text: str
    at: int

    @property
    def is_name(self) -> bool:
        """Whether it may name something: a lower-case word that is not reserved."""
        kinds = {"UNRESERVED_KEYWORD", "COL_NAME_KEYWORD"}
        return (self.name in {"IDENT", "UIDENT"} or self.kind in kinds) and self.text == self.text.lower()


def findings(text: str) -> list[Finding]:
    """Say where a text of statements, of a migration or of Python, leaves the dialect."""
    try:
        return sorted({*_layout(text), *_spoken(text, 0, text), *_structure(text)})
    except parser.ParseError as error:
        return [Finding(1, f"PostgreSQL does not understand it: {error.args[0]}")]


def findings_in_part(text: str) -> list[Finding]:
    """Say where a part of a statement leaves the dialect."""
    return sorted({*_layout(text), *_of_words(text, 0, text), *_of_aliases(_words(text), text)})


def _layout(text: str) -> Iterator[Finding]:
    for number, line in enumerate(text.splitlines(), start=1):
        if len(line) > 120:
            yield Finding(number, "a line has at most 120 characters")
        if line != line.rstrip():
            yield Finding(number, "no space at the end of a line")
        if "\t" in line or (len(line) - len(line.lstrip(" "))) % 4:
            yield Finding(number, "indent by 4 spaces")
        code = re.sub(r"'[^']*'", "''", line.partition("--")[0])
        if "  " in code.strip():
            yield Finding(number, "one space between words")


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _words(text: str) -> list[_Word]:
    encoded = text.encode()
    return [
        _Word(token.name, token.kind, encoded[token.start : token.end + 1].decode(), token.start)
        for token in parser.scan(text)
        if token.name not in {"SQL_COMMENT", "C_COMMENT"}
    ]


def _spoken(text: str, offset: int, whole: str) -> Iterator[Finding]:
    """Judge the words of statements, and those of the functions that they make."""
    yield from _of_words(text, offset, whole)
    for at, statement in _statements(text):
        words = _words(statement)
        if words and words[0].name in _BEGINS_A_QUERY:
            yield from _of_aliases(words, whole, offset + at)
        elif "VIEW" in [word.name for word in words[:6]]:
            begins = next(place for place, word in enumerate(words) if word.name == "AS") + 1
            yield from _of_aliases(words[begins:], whole, offset + at)
        for body_at, body in _bodies(words):
            yield from _of_body(body, offset + at + body_at, whole)


def _statements(text: str) -> Iterator[tuple[int, str]]:
    for part in parser.split(_numbered(text), only_slices=True):
        yield part.start, text[part]


def _bodies(words: list[_Word]) -> Iterator[tuple[int, str]]:
    for word in words:
        if word.name == "SCONST" and word.text.startswith("$"):
            mark = word.text[: word.text.index("$", 1) + 1]
            yield word.at + len(mark), word.text[len(mark) : -len(mark)]


def _of_body(body: str, offset: int, whole: str) -> Iterator[Finding]:
    yield from _of_words(body, offset, whole)
    declared, begins, done = body.partition("BEGIN\n")
    work = done if begins else declared
    yield from _of_aliases(_words(work), whole, offset + len(body) - len(work))


def _of_words(text: str, offset: int, whole: str) -> Iterator[Finding]:
    before = _Word("", "", "", -1)
    words = _words(text)
    for place, word in enumerate(words):
        after = words[place + 1].name if place + 1 < len(words) else ""
        if advice := _judged(word, before, after):
            yield Finding(_line(whole, offset + word.at), advice)
        before = word


def _judged(word: _Word, before: _Word, after: str) -> str | None:
    lower, upper = word.text.lower(), word.text.upper()
    if word.name == "CAST" and after == "ASCII_40":
        return "value::type instead of CAST(value AS type)"
    if word.name in {"OUTER_P", "INNER_P"}:
        return "JOIN and LEFT JOIN need no INNER and OUTER"
    if word.name == "NOT_EQUALS" and word.text == "!=":
        return "<> instead of !="
    if before.name in {"ASCII_46", "ASCII_58"} or (word.kind == "NO_KEYWORD" and word.name != "IDENT"):
        return None
    if before.name != "AS" and lower in _TYPES:
        return f"{_TYPES[lower]} instead of {word.text}"
    if word.name == "IDENT":
        named = word.text.startswith('"') or word.text in _WORDS_OF_SYNTAX
        return None if named or word.text == lower else f"{lower} instead of {word.text}"
    if lower in _LOWER_RESERVED or (lower in _FUNCTIONS_TOO and after == "ASCII_40"):
        is_upper = False
    elif word.kind in {"RESERVED_KEYWORD", "TYPE_FUNC_NAME_KEYWORD"}:
        is_upper = True
    elif word.kind == "COL_NAME_KEYWORD":
        if lower == "row":
            return None
        is_upper = lower in _UPPER_COLUMN_WORDS or after == "ZONE"
    elif lower in _ALWAYS_SYNTAX:
        is_upper = True
    else:
        return None if word.text in {lower, upper} else f"{lower} or {upper} instead of {word.text}"
    wanted = upper if is_upper else lower
    if word.text == wanted or (before.name == "AS" and word.text == lower):
        return None
    return f"{wanted} instead of {word.text}"


def _of_aliases(words: list[_Word], whole: str, offset: int = 0) -> Iterator[Finding]:
    """Find a name that follows a value or a table without AS between them."""
    closing = _definition_lists(words)
    place = 0
    while place + 1 < len(words):
        place = closing.get(place, place)
        if place + 1 >= len(words):
            return
        one, two = words[place], words[place + 1]
        if (one.is_name or one.name in _ENDS_AN_EXPRESSION) and two.is_name and two.text not in _SECOND_WORDS:
            yield Finding(_line(whole, offset + two.at), f"AS {two.text}")
        place += 1


def _definition_lists(words: list[_Word]) -> dict[int, int]:
    """Give where lists of column definitions, such as ``AS given (id uuid)``, open and close."""
    lists: dict[int, int] = {}
    for place, word in enumerate(words[:-2]):
        if word.name == "AS":
            opens = place + 1 if words[place + 1].name == "ASCII_40" else place + 2
            if words[opens].name == "ASCII_40" and words[opens + 1].name not in _BEGINS_A_QUERY:
                depth, closes = 1, opens
                while depth and closes + 1 < len(words):
                    closes += 1
                    depth += {"ASCII_40": 1, "ASCII_41": -1}.get(words[closes].name, 0)
                lists[opens] = closes
    return lists


def _numbered(text: str) -> str:
    """Put numbered parameters of the same width in the place of named ones, which PostgreSQL does not know."""
    return re.sub(r"(?<![:\w]):([a-z_]\w*)", lambda found: "$1".ljust(len(found[0])), text)


def _structure(text: str) -> Iterator[Finding]:
    keys = _Keys()
    keys(parse_sql(_numbered(text)))
    yield from (Finding(_line(text, at), advice) for at, advice in keys.found)


class _Keys(Visitor):
    """Every table has a key: ``id``, or several columns that are others' ids and numbers within them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []

    def visit_CreateStmt(self, _ancestors: Any, node: sql.CreateStmt) -> None:  # noqa: N802
        """Judge the primary key of a table."""
        keys: list[list[Any]] = []
        table: Any = node.relation
        for element in node.tableElts or ():
            if isinstance(element, sql.ColumnDef):
                keys += [[element.colname] for one in element.constraints or () if _is_primary(one)]
            elif _is_primary(element):
                keys.append([one.sval for one in element.keys])
        if not keys:
            self.found.append((table.location, f"{table.relname} needs a primary key"))
        elif len(keys[0]) == 1 and keys[0] != ["id"]:
            self.found.append((table.location, f"the key is called id instead of {keys[0][0]}"))


def _is_primary(constraint: Any) -> bool:
    return bool(constraint.contype == ConstrType.CONSTR_PRIMARY)


def constants(path: Path) -> Iterator[tuple[str, str]]:
    """Give the texts of a module in upper case by name, those too that are put together when it is imported."""
    module = importlib.import_module(module_of(path))
    for name, value in vars(module).items():
        if name.isupper() and isinstance(value, str):
            yield name, value
    if hasattr(module, "statements"):
        yield from module.statements().items()


def module_of(path: Path) -> str:
    """Name the module of a file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[3:] if parts[0] == "layers" else parts)


def written(path: Path) -> Iterator[tuple[int, str, list[ast.expr]]]:
    """Give each text of a file that is a statement: its line, its beginning, and what is put into it."""
    tree = ast.parse(path.read_text())
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant):
            text = str(node.values[0].value)
            put = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            text, put = node.value, []
        else:
            continue
        if STATEMENT.match(text):
            yield node.lineno, text, put
