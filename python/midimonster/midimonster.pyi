"""Channels, intervals and sockets of one Python instance of a show.

A channel value is a float from 0.0 to 1.0. A function of a module is a target channel: `desk./fader > py.my_module.my_function`
calls `my_function(value)` for each event. Handlers, intervals, socket and cleanup functions of an instance never run at the
same time. What they put out is routed when they have returned.
"""

from collections.abc import Callable
from typing import Any, Protocol, SupportsFloat, SupportsIndex

class _HasFileno(Protocol):
    def fileno(self) -> int: ...

def output(channel: str, value: SupportsFloat | SupportsIndex, /) -> None:
    """Put a value out on a channel of this instance.

    channel: the name as the map has it, without the instance: `output("haze", 0.5)` for `py.haze > ...`.
    value: clamped to 0.0..1.0; infinity counts as 1.0 or 0.0.

    While a module loads, this makes the channel and sets its initial value (the last one counts), which is delivered when all
    Python instances have loaded. Later, channels that the map doesn't name are ignored.

    Raises TypeError for a channel that is no str or a value that is no number, ValueError for NaN or a NUL in the name,
    OverflowError for an int too large for a float.
    """

def inputvalue(channel: str, /) -> float | None:
    """Return the last value that arrived on a channel, 0.0 before the first one, None for an unknown channel.

    In the handler of the channel itself this is still the value before.
    """

def outputvalue(channel: str, /) -> float | None:
    """Return the last value that was put out on a channel, 0.0 before the first one, None for an unknown channel."""

def current() -> str | None:
    """Return the name of the channel whose event is being handled, None outside of handlers."""

def timestamp() -> int:
    """Return milliseconds of a clock that only goes forward. It stands still while a batch of events is handled."""

def interval(function: Callable[[], Any], milliseconds: int, /) -> None:
    """Call a function every so many milliseconds, first after one full period.

    milliseconds: rounded to the nearest 10. 0 stops the function. Calling again with an equal function changes its period.
    A function that was late is called once, not once for each period missed.

    Raises TypeError when function can't be called or milliseconds is no int, ValueError when it is negative.
    """

def manage(function: Callable[[Any], Any] | None, socket: _HasFileno, /) -> None:
    """Call function(socket) whenever the socket has something to read, again and again until it was read.

    function: None stops it. Managing the same socket again replaces the function.
    A peer that closes makes the socket readable with b"": stop managing it then, and close it.
    A socket that was closed while managed is dropped with a note in the console.

    Raises TypeError for a function that can't be called or an object without an open descriptor.
    """

def channels() -> list[str]:
    """Return the names of the instance's channels as a new list, in the order in which they were made."""

def cleanup_handler(function: Callable[[], Any] | None, /) -> Callable[[], Any] | None:
    """Set the function that runs once when the show stops; None removes it. Returns the one that was set before.

    Values can still be read then, sockets still send; what it puts out is not routed any more.

    Raises TypeError when function can't be called.
    """
