"""Cells on the clipboard come back as they were, and spreadsheets' ways of writing them are understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.block import from_html, from_own, from_tsv, to_html, to_own, to_tsv
from desktop_app.core.pasting import Fit, Place, fit

letters = st.text(st.sampled_from('ab \t\n"é漢😀\u05d0'), max_size=6)
blocks = st.integers(1, 4).flatmap(lambda wide: st.lists(st.tuples(*[letters] * wide), min_size=1, max_size=4))


@given(blocks)
def test_what_we_write_we_read(rows):
    assert from_tsv(to_tsv(rows) + "\n") == tuple(rows)
    assert from_own(to_own(rows)) == tuple(rows)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("a\tb\r\nc\td\r\n", (("a", "b"), ("c", "d"))),
        ('"two\nlines"\tb\r\n', (("two\nlines", "b"),)),
        ('"two\r\nlines"\tb', (("two\nlines", "b"),)),
        ('say "hi"\tb\n', (('say "hi"', "b"),)),
        ('"Yes," she said\tb\n', (('"Yes," she said', "b"),)),
        ('"quoted"\t"so"\n', (('"quoted"', '"so"'),)),
        ('"say ""hi"""\n', (('say "hi"',),)),
        ('"a\tb"\tc\n', (("a\tb", "c"),)),
        ('5" nails\n"open\n', (('5" nails',), ('"open',))),
        ("a\n\nb\n", (("a",), ("",), ("b",))),
        ("a\tb\nc\n", (("a", "b"), ("c",))),
        ("old\rmac", (("old",), ("mac",))),
        ("\t\n", (("", ""),)),
        ("", (("",),)),
    ],
)
def test_text_as_spreadsheets_write_it(text, cells):
    assert from_tsv(text) == cells


def test_the_html_of_calc_keeps_what_its_text_loses():
    html = (
        '<html><head><meta name="generator" content="LibreOffice 7.4.7.2 (Linux)"/><style>td {}</style></head><body>'
        '<table cellspacing="0"><colgroup span="3" width="89"></colgroup>\n\t<tr>\n\t\t<td height="18"> lead </td>\n'
        '\t\t<td>two<br>lines<br></td>\n\t\t<td sdnum="1033;0;@">007</td></tr>\n'
        "\t<tr><td><br></td><td>tab\there</td>"
        '<td><a class="comment-indicator"></a><comment>not this</comment><b>&lt;b&gt;</b> &amp; &quot;x&quot;</td></tr>'
        '<tr><td colspan="2">wide</td><td rowspan=2>high</td></tr><tr><td>x</td><td>y</td></tr>'
        "</table><table><tr><td>another</td></tr></table></body></html>"
    )
    assert from_html(html) == (
        (" lead ", "two\nlines\n", "007"),
        ("", "tab\there", '<b> & "x"'),
        ("wide", "", "high"),
        ("x", "y", ""),
    )
    assert from_html("<table><tr><td>of a page</td></tr></table>") is None


def test_html_is_offered_only_where_it_loses_nothing():
    offered = to_html([[" a  b", "<x>"], ["two\nlines", "007"]])
    assert "<pre> a  b</pre>" in offered
    assert "<pre>&lt;x&gt;</pre>" in offered
    assert "two<br>lines" in offered
    for lost in ("a\tb", "end\n", "\nbegin", "a\rb"):
        assert to_html([["fine", lost]]) is None


def test_what_is_no_block_of_ours_is_refused():
    for strange in (b"{}", b"nothing", b'["a"]'):
        with pytest.raises(ValueError, match=r"rows|Expecting"):
            from_own(strange)


@pytest.mark.parametrize(
    ("block", "place", "wanted"),
    [
        ((2, 2), Place(0, 0, 1, 1, 9, 4), Fit(2, 2, 0, 0)),
        ((2, 2), Place(0, 0, 4, 4, 9, 4), Fit(4, 4, 0, 0)),
        ((2, 2), Place(0, 0, 3, 1, 9, 4), Fit(2, 2, 0, 0)),
        ((1, 3), Place(0, 0, 5, 1, 9, 4), Fit(5, 3, 0, 0)),
        ((3, 1), Place(8, 3, 1, 1, 9, 4), Fit(3, 1, 2, 0)),
        ((1, 3), Place(0, 2, 1, 1, 9, 4), Fit(1, 3, 0, 1)),
    ],
)
def test_where_a_block_goes(block, place, wanted):
    high, wide = block
    assert fit(((("x",) * wide),) * high, place) == wanted


def test_a_block_without_cells_goes_nowhere():
    assert fit((), Place(0, 0, 1, 1, 9, 4)) == Fit(0, 0, 0, 0)
