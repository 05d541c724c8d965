"""Taking a child of Qt away without its owner."""

from PySide6.QtCore import QMetaMethod, QObject, SignalInstance


def part(child: QObject, *signals: SignalInstance) -> None:
    """Delete `child` in the window's next turn; whoever listens to its `signals` is let go of now.

    An owner without a parent of its own may live by what listens to its child alone. Were that let go of while the
    child is being deleted, the owner would go in the middle of it and delete the child a second time.
    """
    owner = child.parent()  # held until the child is asked to go: an owner that goes after that takes it along
    for signal in signals:
        if child.isSignalConnected(QMetaMethod.fromSignal(signal)):
            signal.disconnect()
    child.deleteLater()
    del owner
