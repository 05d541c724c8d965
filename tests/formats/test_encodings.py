"""Encodings: found out for the languages people write, said otherwise without a crash, damage only where it is."""

import codecs
import io

import pytest

from desktop_app.core.reading import ENCODINGS
from desktop_app.formats.encodings import encoding_of
from desktop_app.formats.records import Record, Unread
from tests.formats.reading import cells, left_out, problem, read, write

SENTENCES = {
    "English": ("I can’t log in,“Reset” your password… it’s easy – really.", ["cp1252"]),
    "German": ("Wie setze ich mein Paßwort zurück?,Die Größe ändert sich nicht.", ["cp1252", "cp850", "mac-roman"]),
    "French": ("Où est ma commande ?,Désolé pour le dérangement, elle arrive à l’été.", ["cp1252", "mac-roman"]),
    "Spanish": ("¿Dónde está mi pedido?,El señor lo envió mañana.", ["cp1252", "iso8859-1"]),
    "Polish": ("Jak zresetować hasło?,Kliknij „Zapomniałem hasła” i sprawdź pocztę.", ["cp1250"]),
    "Czech": ("Jak změním heslo?,Klikněte na tlačítko Zapomenuté heslo.", ["cp1250", "iso8859-2"]),
    "Hungarian": ("Hogyan állítom vissza a jelszót?,Kattintson a gombra, őrült űrhajó.", ["cp1250"]),
    "Russian": ("Как сбросить пароль?,Нажмите Забыли пароль и проверьте почту.", ["cp1251", "koi8-r", "cp866"]),
    "Greek": ("Πώς αλλάζω τον κωδικό μου;,Πατήστε και ελέγξτε την αλληλογραφία.", ["cp1253", "iso8859-7"]),
    "Turkish": ("Şifremi nasıl sıfırlarım?,“Şifremi unuttum” düğmesine tıklayın.", ["cp1254"]),
    "Hebrew": ("איך מאפסים סיסמה?,לחצו על שכחתי סיסמה ובדקו את הדואר.", ["cp1255", "iso8859-8"]),
    "Arabic": ("كيف أعيد تعيين كلمة المرور؟,انقر على نسيت كلمة المرور وتحقق من بريدك.", ["cp1256"]),
    "Lithuanian": ("Kaip atkurti slaptažodį?,Spustelėkite ir patikrinkite paštą.", ["cp1257"]),
    "Thai": ("ฉันจะรีเซ็ตรหัสผ่านได้อย่างไร,คลิกลืมรหัสผ่านแล้วตรวจสอบอีเมลของคุณ", ["cp874"]),
    "Japanese": ("パスワードをリセットするには？,「忘れた」を押してください。", ["cp932", "euc_jp", "iso2022_jp"]),
    "Chinese": ("如何重置密码？,点击“忘记密码”，然后检查您的邮箱。", ["gb18030"]),
    "Taiwanese": ("如何重設密碼？,點擊「忘記密碼」，然後檢查您的信箱。", ["big5"]),
    "Korean": ("비밀번호를 어떻게 재설정하나요?,비밀번호 찾기를 누르고 메일을 확인하세요.", ["cp949"]),
}  # fmt: skip
EVERYWHERE = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]


@pytest.mark.parametrize("above", [0, 30], ids=["alone", "under plain lines"])
@pytest.mark.parametrize(
    ("sentence", "encoding"), [(said, each) for said, own in SENTENCES.values() for each in EVERYWHERE + own]
)
def test_what_people_write_is_read_as_they_wrote_it(tmp_path, sentence, encoding, above):
    content = "question,answer\n" + "a plain line,yes\n" * above + (sentence + "\n") * 3
    path = write(tmp_path, "a.csv", content, encoding)
    found = encoding_of(path)
    assert found in ENCODINGS
    assert path.read_bytes().decode(found).lstrip("\ufeff") == path.read_bytes().decode(encoding).lstrip("\ufeff")


def test_letters_far_down_count_as_well(tmp_path):
    path = write(tmp_path, "a.csv", "a,b\n" + "plain,line\n" * 100_000 + "Größe,ändern\n", "cp1252")
    assert read(path)[0].reading.encoding == "cp1252"
    assert cells(path)[-1] == {"a": "Größe", "b": "ändern"}


def test_a_few_damaged_letters_make_no_other_encoding_of_utf_8(tmp_path):
    path = write(tmp_path, "a.csv", ("a,b\n" + "Größe,ändern\n" * 20).encode() + b"\xfc,1\nlast,2\n")
    assert read(path)[0].reading.encoding == "utf-8"
    assert left_out(path) == [(22, "row.damaged", "\ufffd,1")]
    assert cells(path)[-1] == {"a": "last", "b": "2"}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("written", ["utf-8", "utf-16", "cp932"])
def test_a_wrong_encoding_never_crashes_and_loses_no_line(tmp_path, encoding, written):
    path = write(tmp_path, "a.txt", "one\n日本語\nlast\n", written)
    found, items = read(path, encoding=encoding, kind="text")
    assert found.reading.encoding == encoding
    whole = path.read_bytes().decode(encoding, "replace").lstrip("\ufeff")
    assert len(items) == len(list(io.StringIO(whole, newline="")))
    assert all(isinstance(item, Record | Unread) for item in items)


def test_the_user_may_say_the_encoding_by_any_of_its_names(tmp_path):
    path = write(tmp_path, "a.csv", "a,b\nñ,1\n", "latin1")
    for name in ("latin1", "ISO-8859-1", "iso8859_1"):
        assert read(path, encoding=name)[0].reading.encoding == "iso8859-1"
    for name in ("no-such", "base64", "unicode_escape", "undefined", "a\0b"):
        assert problem(path, encoding=name).key == "encoding_unknown"
    marked = write(tmp_path, "b.csv", "a,b\n1,2\n", "utf-16")
    assert cells(marked, encoding="utf-16") == [{"a": "1", "b": "2"}]


def test_every_name_that_is_offered_is_one_python_knows():
    assert [codecs.lookup(name).name for name in ENCODINGS] == list(ENCODINGS)
