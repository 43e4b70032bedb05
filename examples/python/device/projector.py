import socket

import midimonster

ADDRESS = ("127.0.0.1", 8012)
RETRY_MS = 500

_connection = None
_pending = b""
_wanted = b""


def power(value: float) -> None:
    """Sends the state that is wanted; it is kept until the projector can be reached."""
    global _wanted
    _wanted = b"POWER 1\n" if value > 0.5 else b"POWER 0\n"
    if _connection:
        _send(_wanted)


def _connect() -> None:
    global _connection, _pending
    try:
        _connection = socket.create_connection(ADDRESS, timeout=0.2)
    except OSError:
        return  # The interval tries again.
    midimonster.interval(_connect, 0)
    _pending = b""
    midimonster.manage(_receive, _connection)
    if _wanted:
        _send(_wanted)


def _send(line: bytes) -> None:
    try:
        _connection.sendall(line)
    except OSError:
        _lose()


def _receive(connection: socket.socket) -> None:
    global _pending
    try:
        data = connection.recv(4096)
    except OSError:
        data = b""
    if not data:
        _lose()
        return
    *lines, _pending = (_pending + data).split(b"\n")
    for line in lines:
        midimonster.output("is_on", line.strip() == b"POWER 1")


def _lose() -> None:
    global _connection
    if _connection:
        midimonster.manage(None, _connection)
        _connection.close()
    _connection = None
    midimonster.interval(_connect, RETRY_MS)


midimonster.interval(_connect, RETRY_MS)
