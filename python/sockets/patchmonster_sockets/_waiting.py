"""Waiting that a signal can end: ``time.sleep`` and ``select.select``, both on top of ``poll``.

Those of the C library spin without ever looking at signals, or forget why they stopped.
"""

import operator
import select
import selectors
import time

_longest_ms = 2_000_000_000


def _sleep(seconds, /):
    """Delay execution for a given number of seconds. The argument may be a float for subsecond precision."""
    if isinstance(seconds, float):
        if seconds != seconds:
            raise ValueError("Invalid value NaN (not a number)")
    else:
        seconds = operator.index(seconds)
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    deadline = time.monotonic() + seconds
    waiter = select.poll()
    while (left := deadline - time.monotonic()) > 0:
        waiter.poll(min(left * 1000, _longest_ms))


def _descriptor(file):
    number = file if isinstance(file, int) else file.fileno() if hasattr(file, "fileno") else None
    if not isinstance(number, int):
        raise TypeError("argument must be an int, or have a fileno() method.")
    if number < 0:
        raise ValueError(f"file descriptor cannot be a negative integer ({number})")
    return number


def _select(rlist, wlist, xlist, timeout=None, /):
    """Wait until one or more file descriptors are ready for some kind of I/O; as in the standard library."""
    wanted = {}
    lists = []
    for files, events in ((rlist, select.POLLIN), (wlist, select.POLLOUT), (xlist, select.POLLPRI)):
        try:
            pairs = [(file, _descriptor(file)) for file in files]
        except TypeError as error:
            if "not iterable" in str(error):
                raise TypeError("arguments 1-3 must be sequences") from None
            raise
        lists.append(pairs)
        for _, number in pairs:
            wanted[number] = wanted.get(number, 0) | events
    if timeout is not None:
        if timeout < 0:
            raise ValueError("timeout must be non-negative")
        timeout = min(timeout * 1000, _longest_ms)
    waiter = select.poll()
    for number, events in wanted.items():
        waiter.register(number, events)
    ready = dict(waiter.poll(timeout))
    if any(events & select.POLLNVAL for events in ready.values()):
        import errno
        import os

        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    broken = select.POLLERR | select.POLLHUP
    masks = (select.POLLIN | broken, select.POLLOUT | select.POLLERR, select.POLLPRI)
    return tuple(
        [file for file, number in pairs if ready.get(number, 0) & mask] for pairs, mask in zip(lists, masks)
    )


def install():
    time.sleep = _sleep
    select.select = _select
    selectors.SelectSelector._select = staticmethod(_select)
