"""Blocks of cells as they travel over the clipboard: as spreadsheet programs write them, and as we do."""

import json
import re
from collections.abc import Iterable, Sequence
from html import escape
from html.parser import HTMLParser

Block = tuple[tuple[str, ...], ...]
"""Rows of cells; rows may differ in length."""

_QUOTED = re.compile(r'"((?:[^"]|"")*+)"(?=[\t\n]|\Z)')
_PLAIN = re.compile(r"[^\t\n]*")
_CALC = re.compile(r'<meta\s+name="generator"\s+content="LibreOffice', re.IGNORECASE)
_CALC_TAB = "\x01"
"""LibreOffice writes this for a tab in a cell of several lines."""
_LOST_IN_HTML = re.compile(r"\t|\r|\n\Z|\A\n")


def from_tsv(text: str) -> Block:
    """Return the cells of a text with tabs between them, one line a row.

    A cell in quotation marks that holds tabs, line breaks or doubled quotation marks was quoted to keep it together.
    Any other quotation marks are its own: spreadsheet programs do not quote a cell for their sake.
    """
    text = text.replace("\r\n", "\n")
    if "\n" not in text:
        text = text.replace("\r", "\n")
    text = text.removesuffix("\n")
    if '"' not in text:
        return tuple(tuple(line.split("\t")) for line in text.split("\n"))
    rows: list[tuple[str, ...]] = []
    row: list[str] = []
    at = 0
    while True:
        cell, at = _cell(text, at)
        row.append(cell)
        if at == len(text) or text[at] == "\n":
            rows.append(tuple(row))
            row = []
        if at == len(text):
            return tuple(rows)
        at += 1


def from_html(html: str) -> Block | None:
    """Return the cells of a table that LibreOffice has copied; None for other HTML.

    Its plain text has spaces in the place of line breaks, its HTML keeps every letter.
    """
    if not _CALC.search(html):
        return None
    reader = _Table()
    reader.feed(html)
    reader.close()
    return tuple(tuple(row) for row in reader.rows) if reader.rows else None


def from_own(kept: bytes) -> Block:
    """Return the cells that `to_own` wrote; ValueError for anything else."""
    found = json.loads(kept.decode("utf-8", "surrogatepass"))
    if not isinstance(found, list) or not all(isinstance(row, list) for row in found):
        raise ValueError("no rows of cells")
    return tuple(tuple(str(cell) for cell in row) for row in found)


def to_tsv(rows: Iterable[Iterable[str]]) -> str:
    """Return the cells with tabs between them, one line a row; a cell with tabs, line breaks or quotes is quoted."""
    return "\n".join("\t".join(_in_quotes(text) for text in row) for row in rows)


def to_html(rows: Sequence[Sequence[str]]) -> str | None:
    """Return the cells as a table, each marked as a text ("007" stays what it is); None where HTML would lose letters.

    Spreadsheet programs prefer HTML to plain text, but tabs and line breaks at the end of a cell are lost in it.
    """
    if any(_LOST_IN_HTML.search(text) for row in rows for text in row):
        return None
    lines = "".join(f"<tr>{''.join(_td(text) for text in row)}</tr>\n" for row in rows)
    # Excel would begin a new row at each line break, and take =1+1 for a formula, without these styles.
    style = "br {mso-data-placement:same-cell;} td {mso-number-format:'\\@'; white-space:pre-wrap;} pre {margin:0;}"
    return (
        '<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8">'
        f"<style>{style}</style></head><body><table>\n{lines}</table></body></html>"
    )


def to_own(rows: Sequence[Sequence[str]]) -> bytes:
    """Return the cells in a form that loses nothing, for this program alone."""
    return json.dumps(rows, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _cell(text: str, at: int) -> tuple[str, int]:
    """Return the cell that begins at a place, and where it ends."""
    quoted = _QUOTED.match(text, at) if text[at : at + 1] == '"' else None
    if quoted is not None:
        inner = quoted[1]
        if "\t" in inner or "\n" in inner or '"' in inner:
            return inner.replace('""', '"'), quoted.end()
    plain = _PLAIN.match(text, at)
    end = plain.end() if plain is not None else at
    return text[at:end], end


def _in_quotes(text: str) -> str:
    if any(mark in text for mark in ("\t", "\n", "\r", '"')):
        return '"' + text.replace('"', '""') + '"'
    return text


def _td(text: str) -> str:
    return f'<td sdnum="1033;0;@"><pre>{escape(text).replace(chr(10), "<br>")}</pre></td>'


class _Table(HTMLParser):
    """Collects the cells of the first table; those covered by a larger cell are empty."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._texts: list[str] | None = None
        self._wide = self._high = 1
        self._covered: set[tuple[int, int]] = set()
        self._aside = False
        self._over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a row or a cell, or a new line in one."""
        if self._over:
            return
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            named = dict(attrs)
            self._wide, self._high = (int(named.get(name) or 1) for name in ("colspan", "rowspan"))
            self._texts = []
        elif tag == "br" and self._texts is not None and not self._aside:
            self._texts.append("\n")
        elif tag == "comment":
            self._aside = True

    def handle_endtag(self, tag: str) -> None:
        """End a cell, a comment beside it, a row or the table."""
        if tag == "comment":
            self._aside = False
        elif tag in ("td", "th") and self._texts is not None:
            text = "".join(self._texts)
            self._texts = None
            self._put("" if text == "\n" else text)  # an empty cell holds a line break, so that it can be seen
        elif tag == "tr" and self.rows:
            self._skip_covered()
        elif tag == "table":
            self._over = True

    def handle_data(self, data: str) -> None:
        """Take the letters of a cell."""
        if self._texts is not None and not self._aside:
            self._texts.append(data.replace(_CALC_TAB, "\t"))

    def _put(self, text: str) -> None:
        row, number = self.rows[-1], len(self.rows) - 1
        self._skip_covered()
        at = len(row)
        row.extend([text, *[""] * (self._wide - 1)])
        for below in range(number + 1, number + self._high):
            for column in range(at, at + self._wide):
                self._covered.add((below, column))

    def _skip_covered(self) -> None:
        row, number = self.rows[-1], len(self.rows) - 1
        while (number, len(row)) in self._covered:
            row.append("")
