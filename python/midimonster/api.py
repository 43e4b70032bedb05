"""The module `midimonster` as user code sees it: nine functions."""

import sys
import types
from math import ldexp

from . import state
from .intervals import Intervals, is_same
from .profile import name_of, why_never_runs

# Set by `start.connect`.
bridge = None


class Registrations:
    """What modules have registered. While a module loads anew, its registrations go to a set of their own first."""

    def __init__(self):
        self.intervals = Intervals()
        # File descriptor -> (handler, socket, owner).
        self.managed = {}
        self.cleanup = None
        self.cleanup_owner = None


registrations = Registrations()


def note_plans():
    """The worker plans its next wake by these."""
    state.box[state.NEXT_DUE_MS] = registrations.intervals.next_due()
    state.box[state.MANAGED_COUNT] = len(registrations.managed)


def output(name, value, /):
    """Puts a value out on a channel; it is routed when the running Python code has returned."""
    if not isinstance(name, str):
        raise TypeError(f"output() argument 1 must be str, not {type(name).__name__}")
    # Like every float argument of a built-in: __float__ and __index__ do, strings don't.
    value = ldexp(value, 0)
    if value != value:
        raise ValueError("output() can't take NaN: a channel value is a number from 0 to 1")
    value = 0.0 if value <= 0.0 else 1.0 if value >= 1.0 else value
    slot = state.slots.get(name)
    if slot is None or state.control[state.IS_STAGING]:
        return _stage_output(name, slot, value)
    state.outputs[slot] = value
    count = state.control[state.OUTPUT_COUNT]
    state.output_slots[count] = slot
    state.output_values[count] = value
    state.control[state.OUTPUT_COUNT] = count + 1
    if count + 1 == state.OUTPUT_EVENTS:
        bridge.flush()


def _stage_output(name, slot, value):
    _check_text(name)
    if state.staged_outputs is not None:
        # A repeated output keeps its place in the order of creation.
        state.staged_outputs[name] = value
    elif slot is not None:
        state.outputs[slot] = value


def _slot_argument(function, name):
    if not isinstance(name, str):
        raise TypeError(f"{function}() argument 1 must be str, not {type(name).__name__}")
    slot = state.slots.get(name)
    if slot is None:
        _check_text(name)
    return slot


def _check_text(name):
    """No channel has such a name; like every text argument of a built-in it is refused."""
    if "\0" in name:
        raise ValueError("embedded null character")
    name.encode()


def inputvalue(name, /):
    """Last value that came in on a channel: 0.0 before the first one, None for a channel that doesn't exist."""
    slot = _slot_argument("inputvalue", name)
    if slot is not None:
        return state.inputs[slot]
    return 0.0 if state.staged_outputs and name in state.staged_outputs else None


def outputvalue(name, /):
    """Last value that was put out on a channel: 0.0 before the first one, None for a channel that doesn't exist."""
    slot = _slot_argument("outputvalue", name)
    if state.staged_outputs and name in state.staged_outputs:
        return state.staged_outputs[name]
    return None if slot is None else state.outputs[slot]


def current(*_):
    """Name of the channel whose handler runs; None in all other code."""
    return None if state.current_slot < 0 else state.names[state.current_slot]


def timestamp(*_):
    """Milliseconds of a clock that only goes forward, as an int; stands still while handlers run."""
    return int(state.box[state.NOW_MS])


def channels(*_):
    """Names of the instance's channels, as a new list."""
    if state.staged_outputs is not None and not state.order:
        return list(state.staged_outputs)
    return list(state.order)


def interval(function, milliseconds, /):
    """Calls a function every so many milliseconds (rounded to 10); 0 stops it."""
    if not isinstance(milliseconds, int):
        raise TypeError(f"interval() argument 2 must be int, not {type(milliseconds).__name__}")
    if not callable(function):
        raise TypeError("interval() requires a callable")
    if milliseconds < 0:
        raise ValueError("interval() can't take a negative number of milliseconds; 0 stops the function")
    if milliseconds >= 1 << 64:
        raise ValueError("interval() can't take more than 64 bits of milliseconds")
    if milliseconds:
        _warn_if_never_runs("interval", function)
    registrations.intervals.set(function, int(milliseconds), _caller(), state.box[state.NOW_MS])
    note_plans()


def cleanup_handler(function, /):
    """Sets the function that runs when the show stops, or None; returns the one before."""
    if function is not None and not callable(function):
        raise TypeError("cleanup_handler() requires a callable or None")
    _warn_if_never_runs("cleanup_handler", function)
    previous = registrations.cleanup
    registrations.cleanup = function
    registrations.cleanup_owner = _caller()
    return previous


def manage(function, socket, /):
    """Calls function(socket) whenever the socket can be read; None instead of a function stops it."""
    if socket is None or not (function is None or callable(function)):
        raise TypeError("manage() requires a callable (or None) and a socket-like object")
    descriptor = _descriptor(socket)
    managed = registrations.managed
    known = managed.get(descriptor)
    is_other = known is not None and not is_same(socket, known[1]) and is_open(known[1], descriptor)
    if function is None:
        if known is not None and not is_other:
            del managed[descriptor]
            bridge.watch(descriptor, False)
    elif is_other:
        bridge.note("warning", f"manage(): descriptor {descriptor} is managed already by another object; unmanage that one first")
    else:
        _warn_if_never_runs("manage", function)
        managed[descriptor] = (function, socket, _caller())
        bridge.watch(descriptor, True)
    note_plans()


def _descriptor(socket):
    fileno = getattr(socket, "fileno", None)
    if fileno is None:
        raise TypeError("manage() requires a socket-like object with a fileno() method")
    try:
        descriptor = fileno()
    except Exception as error:
        raise TypeError("manage() requires an open socket") from error
    if not isinstance(descriptor, int) or descriptor < 0:
        raise TypeError("manage() requires an open socket: its fileno() must be a number that is not negative")
    return descriptor


def is_open(socket, descriptor):
    try:
        return socket.fileno() == descriptor
    except Exception:
        return False


def _warn_if_never_runs(function_name, call):
    why = why_never_runs(call)
    if why is not None:
        bridge.note("warning", f"{function_name}(): {name_of(call)} {why}")


def _caller():
    """Name of the module whose code calls the API: the owner of what it registers."""
    return sys._getframe(2).f_globals.get("__name__")


FUNCTIONS = (output, inputvalue, outputvalue, current, timestamp, interval, manage, channels, cleanup_handler)


def make_module(fast_output):
    """`fast_output` is the WebAssembly twin of `output`, or None."""
    module = types.ModuleType("midimonster", "Channels, intervals and sockets of a PatchMonster instance.")
    for function in FUNCTIONS:
        function.__module__ = "midimonster"
        setattr(module, function.__name__, function)
    if fast_output is not None:
        module.output = fast_output
    return module
