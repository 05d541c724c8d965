"""Pages that TuneDesk writes load nothing and run nothing, whatever stands on them."""

from html.parser import HTMLParser

import pytest

from desktop_app.core.markdown import plain
from desktop_app.core.rescue import Fate, Kind, Line, Stock
from desktop_app.work import rescue_report
from desktop_app.work.web_page import safe, web_page

NASTY = "</title></style><script>alert(1)</script><img src=http://192.0.2.1/x onerror=alert(1)>&\"'\0\ud800=1+1"
_HARMLESS = {"charset", "content", "dir", "http-equiv", "lang", "name"}


class Tags(HTMLParser):
    """Collects the tags of a page with their attributes, and its texts."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.texts = set(), set(), []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.texts.append(data)


def rescued():
    lines = [
        Line(Kind.FILE, NASTY, Fate.HOME, NASTY, 5, "ab" * 32),
        Line(Kind.FILE, "f", Fate.GONE, NASTY, reason="provider_refuses", details=NASTY),
    ]
    return rescue_report.page(rescue_report.report(NASTY, Stock(models={NASTY: None}), lines))


@pytest.mark.parametrize("page", [rescued(), web_page(NASTY, "p{}", [f"<p>{safe(NASTY)}</p>"])], ids=["rescue", "page"])
def test_a_page_holds_words_and_nothing_else(page):
    page.encode("utf-8")
    seen = Tags(page)
    assert not seen.tags & {"script", "img", "iframe", "object", "embed", "a", "link", "form", "svg", "base"}
    assert seen.attributes <= _HARMLESS
    assert "default-src 'none'" in page
    assert any("<script>alert(1)</script>" in said for said in seen.texts)  # to be read, as it was written


def test_a_card_holds_words_and_nothing_else():
    said = plain("<img src=x> [a](http://192.0.2.1) `b` # c\n# d | e ![f](g)")
    assert said == r"\<img src=x\> \[a\](http://192.0.2.1) \`b\` \# c \# d \| e !\[f\](g)"
