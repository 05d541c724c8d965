"""Drives a LibreOffice Calc that listens on a pipe: one JSON command a line in, one JSON answer a line out.

Run by the Python that LibreOffice's bridge (uno) is installed for, not by that of the tests.
"""

import json
import sys
import time

import uno
from com.sun.star.connection import NoConnectException


def connect(pipe):
    """Return LibreOffice's context; it may still be starting."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    end = time.monotonic() + 60
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def main():
    """Open an empty sheet, say so, and do what is asked for."""
    context = connect(sys.argv[1])
    make = context.ServiceManager.createInstanceWithContext
    desktop = make("com.sun.star.frame.Desktop", context)
    dispatcher = make("com.sun.star.frame.DispatchHelper", context)
    document = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, ())
    sheet, window = document.Sheets.getByIndex(0), document.CurrentController
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        command, *rest = json.loads(line)
        answer = None
        if command == "copy":
            row, rows = rest
            for down, cells in enumerate(rows):
                for across, cell in enumerate(cells):
                    sheet.getCellByPosition(across, row + down).setString(cell)
            window.select(sheet.getCellRangeByPosition(0, row, len(rows[0]) - 1, row + len(rows) - 1))
            dispatcher.executeDispatch(window.Frame, ".uno:Copy", "", 0, ())
        elif command == "paste":
            window.select(sheet.getCellByPosition(0, rest[0]))
            dispatcher.executeDispatch(window.Frame, ".uno:Paste", "", 0, ())
        elif command == "read":
            row, high, wide = rest
            answer = [[sheet.getCellByPosition(c, row + r).getString() for c in range(wide)] for r in range(high)]
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
