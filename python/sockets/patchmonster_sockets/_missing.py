"""What there is not: a sentence that names the alternative, where Python's own words would leave a user in the dark."""

import _thread
import socket
import threading

_threads = (
    "Threads can't be started in PatchMonster's Python. Use midimonster.interval() for what happens again and again, "
    "midimonster.manage() to be called when a socket has data, or asyncio."
)
_unix_sockets = "AF_UNIX sockets are not available in PatchMonster's Python. Use TCP or UDP on 127.0.0.1 instead."


def _start_thread(*arguments, **named):
    raise RuntimeError(_threads)


def _missing_attribute(name):
    if name == "AF_UNIX":
        raise AttributeError(_unix_sockets)
    raise AttributeError(f"module 'socket' has no attribute {name!r}")


def install():
    for name in ("start_new_thread", "start_new", "start_joinable_thread"):
        setattr(_thread, name, _start_thread)
    threading._start_joinable_thread = _start_thread
    socket.__getattr__ = _missing_attribute
