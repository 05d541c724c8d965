"""Taking a child of Qt away without its owner."""

from PySide6.QtCore import QMetaMethod, QObject


def part(child: QObject) -> None:
    """Delete `child` in the window's next turn; whoever listens to it is let go of now.

    An owner without a parent of its own may live by what listens to its child alone. Were that let go of while the
    child is being deleted, the owner would go in the middle of it and delete the child a second time.
    """
    owner = child.parent()  # held until the child is asked to go: an owner that goes after that takes it along
    for name in listened_to(child):
        getattr(child, name).disconnect()
    child.deleteLater()
    del owner


def listened_to(child: QObject) -> list[str]:
    """Return the names of the signals that the child's class added and somebody listens to.

    Asked for by their numbers: `QMetaMethod.fromSignal` never lets go of the child (docs/decisions/0025).
    """
    about = child.metaObject()
    added = [about.method(number) for number in range(about.methodOffset(), about.methodCount())]
    signals = [each for each in added if each.methodType() == QMetaMethod.MethodType.Signal]
    return [bytes(each.name().data()).decode() for each in signals if child.isSignalConnected(each)]
