"""The bell between threads: every ring is answered once, in order, in the thread of the window."""

import threading

from desktop_app.gui.bell import Bell


def test_many_threads_ring_and_each_ring_is_answered_in_the_thread_of_the_window(qtbot):
    bell, heard, here = Bell(), [], []

    def ring(who):
        for number in range(200):
            bell.ring(lambda number=number: (heard.append((who, number)), here.append(threading.current_thread())))

    threads = [threading.Thread(target=ring, args=(who,)) for who in range(4)]
    for thread in threads:
        thread.start()
    qtbot.waitUntil(lambda: len(heard) == 800)
    for thread in threads:
        thread.join()
    for who in range(4):
        assert [number for whose, number in heard if whose == who] == list(range(200))
    assert set(here) == {threading.main_thread()}


def test_a_fault_in_one_answer_does_not_silence_the_bell(qtbot):
    bell, heard = Bell(), []
    with qtbot.captureExceptions() as faults:
        bell.ring(lambda: 1 // 0)
        bell.ring(lambda: heard.append(1))
        qtbot.waitUntil(lambda: heard == [1])
    assert [kind for kind, *_ in faults] == [ZeroDivisionError]
