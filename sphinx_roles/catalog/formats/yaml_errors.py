"""What a YAML parser complains about, in plain words and at the place where the mistake is."""

from __future__ import annotations

# (part of the parser's problem, sentence); libyaml and PyYAML's own parser word some differently.
_SENTENCES = (
    ("mapping values are not allowed", "a ': ' stands where no key can be; put the value in quotes"),
    ("could not find expected ':'", "a line that is neither 'key: value' nor part of the value above it"),
    ("alphabetic or numeric character", "a value cannot begin with {character!r}; put it in quotes"),
    ("escape", "a backslash in double quotes that escapes nothing; use single quotes"),
    ("hexdecimal", "a backslash in double quotes that escapes nothing; use single quotes"),
    ("hexadecimal", "a backslash in double quotes that escapes nothing; use single quotes"),
    ("block sequence entries are not allowed", "a '- ' stands where no list item can be"),
    ("sequence entries are not allowed", "a '- ' stands where no list item can be"),
    (
        "document start",
        "text stands after the end of the document, or a key is indented less than its mapping",
    ),
    ("'-' indicator", "the indentation does not fit the list above"),
    ("expected the node content", "a value is missing here, or a character that needs quotes"),
    ("expected node content", "a value is missing here, or a character that needs quotes"),
    ("document indicator", "'---' or '...' stands inside a quoted text"),
    ("document separator", "'---' or '...' stands inside a quoted text"),
    ("tag", "a '!' that begins a value is a tag; put the value in quotes"),
    ("incompatible", "the %YAML directive asks for another version of YAML"),
    ("version", "the %YAML directive asks for another version of YAML"),
    ("directive", "a '%' at the beginning of a line is a directive; put the value in quotes"),
    ("comment or line break", "text stands after the '|' or '>' of a block"),
    ("comment or a line break", "text stands after the '|' or '>' of a block"),
    ("indentation indicator", "the number after '|' or '>' must be 1 to 9"),
)


def explain(error: Exception, text: str, line: int, column: int) -> tuple[str, int, int]:
    """Return the sentence, the line and the column (both from 0) of a parser's error.

    The text begins at ``line`` and ``column`` (both from 1) of its file.
    """
    problem = str(getattr(error, "problem", None) or error)
    context = str(getattr(error, "context", None) or "")
    mark = getattr(error, "problem_mark", None)
    started = getattr(error, "context_mark", None)
    lines = text.split("\n")
    row, index = (mark.line, mark.column) if mark is not None else (len(lines) - 1, 0)
    if row >= len(lines):
        # libyaml counts a line end that is not there.
        row, index = len(lines) - 1, len(lines[-1])
    here = lines[row] if row < len(lines) else ""
    indent = here[: len(here) - len(here.lstrip())]
    if "\t" in indent or here[index : index + 1] == "\t":
        at = indent.find("\t") if "\t" in indent else index
        return "a tab stands in the indentation, where YAML takes spaces only", row, at
    if started is not None and "quoted scalar" in context and "end of stream" in problem:
        return "a quote is opened here and not closed", started.line, started.column
    if started is not None and ("scanning an alias" in context or "scanning an anchor" in context):
        row, index = started.line, started.column
    elif started is not None and ("',' or" in problem or "flow" in context):
        opened = lines[started.line][started.column : started.column + 1] if started.line < len(lines) else ""
        if opened not in ("[", "{"):
            return _sentence(problem, here, index), row, index
        location = f"line {started.line + line}, column {started.column + column}"
        return _unclosed(opened, location), row, index
    return _sentence(problem, here, index), row, index


def _unclosed(bracket: str, location: str) -> str:
    closing = "]" if bracket == "[" else "}"
    return f"the {bracket!r} opened at {location} needs a ',' or its {closing!r} before this"


def _sentence(problem: str, line: str, index: int) -> str:
    character = line[index : index + 1]
    if "cannot start any token" in problem or ("node content" in problem and character in ("-", "?")):
        return f"a value cannot begin with {character!r}; put it in quotes"
    if "expected key" in problem or "<block end>" in problem:
        if line[:index].strip(" -"):
            return "text stands after the end of a value; a quote inside quotes is written twice"
        return "the indentation does not fit the lines above"
    for part, sentence in _SENTENCES:
        if part in problem:
            return sentence.format(character=character)
    return f"this is no YAML ({problem})"
