"""Amounts in words: bytes, spans of time and moments, in the user's locale."""

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale


def size(count: int) -> str:
    """Return a number of bytes as "93 MB"."""
    return QLocale().formattedDataSize(count, 0, QLocale.DataSizeFormat.DataSizeSIFormat)


def memory(count: int) -> str:
    """Return a number of bytes of memory as "8 GB": it is sold in powers of two, and so counted."""
    return QLocale().formattedDataSize(count, 0, QLocale.DataSizeFormat.DataSizeTraditionalFormat)


def number(value: float, decimals: int | None = None) -> str:
    """Return a number with the locale's separators; without `decimals` whole numbers get none, others two."""
    if decimals is None and value == int(value) and abs(value) < 1e15:
        return QLocale().toString(int(value))
    return QLocale().toString(float(value), "f", 2 if decimals is None else decimals)


def duration(seconds: float) -> str:
    """Return a span of time in round words, such as "about 4 minutes" or "about 2 days and 7 hours"."""
    translate = QCoreApplication.translate
    if seconds < 45:
        return translate("Amounts", "less than a minute")
    minutes = round(seconds / 60)
    if minutes <= 1:
        return translate("Amounts", "about a minute")
    if minutes < 90:
        return translate("Amounts", "about {0} minutes").format(number(minutes))
    hours = round(minutes / 60)
    if hours < 36:
        return translate("Amounts", "about {0} hours").format(number(hours))
    days, rest = divmod(hours, 24)
    if days >= 14 or rest in (0, 1, 23):
        return translate("Amounts", "about {0} days").format(number(round(hours / 24)))
    one, more = translate("Amounts", "about a day and {1} hours"), translate("Amounts", "about {0} days and {1} hours")
    return (one if days == 1 else more).format(number(days), number(rest))


def clock(seconds: float) -> str:
    """Return a span of time as minutes and seconds, with hours where there are any: "4:05", "1:04:05"."""
    whole = max(0, int(seconds))
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def moment(time: float) -> str:
    """Return a time in seconds since 1970 as "Today, 14:02" or with its date."""
    when = QDateTime.fromSecsSinceEpoch(int(time))
    at = QLocale().toString(when.time(), QLocale.FormatType.ShortFormat)
    if when.date() == QDate.currentDate():
        return QCoreApplication.translate("Amounts", "Today, {0}").format(at)
    return f"{QLocale().toString(when.date(), QLocale.FormatType.ShortFormat)}, {at}"


def at_moment(time: float) -> str:
    """Return a time in seconds since 1970 for the middle of a sentence: "today at 14:02", "on 20/11/2026 at 14:02"."""
    when = QDateTime.fromSecsSinceEpoch(int(time))
    at = QLocale().toString(when.time(), QLocale.FormatType.ShortFormat)
    if when.date() == QDate.currentDate():
        return QCoreApplication.translate("Amounts", "today at {0}").format(at)
    day = QLocale().toString(when.date(), QLocale.FormatType.ShortFormat)
    return QCoreApplication.translate("Amounts", "on {0} at {1}").format(day, at)


def hour(time: float) -> str:
    """Return the time of day of a time in seconds since 1970."""
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(time)).time(), QLocale.FormatType.ShortFormat)
