"""Nothing that user code raises gets past here: tracebacks without our frames, counts, and the watchdog's side in Python."""

import json
import linecache
import os
import sys
import traceback
from time import perf_counter

from . import state

bridge = None

_own_files = os.path.dirname(os.path.dirname(__file__)) + "/"


class OverBudget(KeyboardInterrupt):
    """A call took longer than its budget. Not an Exception, so that `except Exception` doesn't keep it running."""


OverBudget.__module__ = "midimonster"


def is_own(filename):
    return filename.startswith(_own_files) or filename.startswith("<frozen importlib") or filename.endswith("/importlib/__init__.py")


# Innermost frames that are looked at. A frame takes a fifth of a millisecond to format, and endless recursion has a thousand.
_MOST_FRAMES = 25


def user_frames(error):
    return [frame for frame in traceback.extract_tb(error.__traceback__, -_MOST_FRAMES) if not is_own(frame.filename)]


def format_error(error):
    linecache.checkcache()
    report = traceback.TracebackException(type(error), error, error.__traceback__, limit=-_MOST_FRAMES)
    _strip(report, set())
    left_out = _depth(error.__traceback__) - _MOST_FRAMES
    note = f"(The outer {left_out} frames are left out.)\n" if left_out > 0 else ""
    return note + "".join(report.format())


def _depth(frame):
    depth = 0
    while frame is not None:
        depth += 1
        frame = frame.tb_next
    return depth


def _strip(report, seen):
    if report is None or id(report) in seen:
        return
    seen.add(id(report))
    report.stack = traceback.StackSummary.from_list([frame for frame in report.stack if not is_own(frame.filename)])
    _strip(report.__cause__, seen)
    _strip(report.__context__, seen)
    for inner in report.exceptions or ():
        _strip(inner, seen)


def place_of(error):
    """File and line where the error belongs, as far as known: of a syntax error its own, else the innermost frame of the user."""
    if isinstance(error, SyntaxError) and error.filename:
        return error.filename, error.lineno, error.offset
    frames = user_frames(error)
    return (frames[-1].filename, frames[-1].lineno, None) if frames else (None, None, None)


_NO_TEXT = "its text could not be made"


def sentence_of(error):
    try:
        # What was told already that its time is up is not asked once more.
        text = str(error) if not _tick.is_over else _NO_TEXT
    except BaseException:
        # An exception of the user's own whose text can't be made must not take us with it.
        text = _NO_TEXT
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def problem(code, message, error=None):
    file, line, column = place_of(error) if error is not None else (None, None, None)
    made = {"code": code, "message": message}
    if file is not None:
        made["file"] = file
    if line is not None:
        made["line"] = line
    if column is not None:
        made["column"] = column
    return made


def print_error(error):
    try:
        sys.stderr.write(format_error(error))
    except BaseException:
        # A user's own sys.stderr, or no memory left: say at least what it was.
        bridge.note("error", f"{type(error).__name__} (its traceback could not be printed)")


def report(error, name):
    """Prints and counts what a handler, interval, socket or cleanup function raised. Raises nothing itself.

    It has time of its own, not what the call left over: a first traceback on a starved machine takes more than a call's budget.
    """
    _end_overrun(name, error)
    state.begin_report()
    try:
        print_error(error)
        bridge.raised(json.dumps(problem("python-raised", f"{name}: {sentence_of(error)}", error)))
    except BaseException:
        # The text of an exception is made by code of the user's, which may hang like any other.
        bridge.note("error", f"{name} raised {type(error).__name__}, which could not be reported in time")
        bridge.raised(json.dumps(problem("python-raised", f"{name}: {type(error).__name__}")))
    finally:
        _end_overrun(name, None)
        state.end_report()


def report_load(error, name):
    """Prints what a module raised while loading; its problem stays with the instance, so it isn't counted as a call's."""
    _end_overrun(name, error)
    print_error(error)


def _end_overrun(name, error):
    if not _tick.is_over:
        return
    _tick.is_over = False
    bridge.set_over_budget(0)
    if isinstance(error, OverBudget):
        bridge.note("error", f"{name} was stopped: {_tick.reason}")


_LONGEST_TICK = 0.5


class Tick:
    """What the last tick of the watchdog saw."""

    key = None
    seen_at = 0.0
    # Time that the call has had so far. Ticks come several times a second; what lies between two that came late was not its own.
    elapsed = 0.0
    blocked_before = 0.0
    is_over = False
    reason = ""
    # The call that was told that its time is up. Told once more at each tick: what was raised may have been swallowed.
    told = None


_tick = Tick()


def on_tick(_signal, frame):
    """Runs whenever the supervisor asks after a long entry. Raises only when one and the same call has used up its budget."""
    bridge.tick_seen()
    running = state.running
    if running.kind == state.NONE:
        return
    position = running.rest.__length_hint__() if running.rest is not None else running.position
    key = (running.serial, position)
    if _tick.is_over:
        if key == _tick.told:
            raise OverBudget(_tick.reason)
        # User code caught what was raised and has returned since.
        _tick.is_over = False
        bridge.set_over_budget(0)
    now = perf_counter()
    blocked = bridge.blocked_ms() / 1000
    if key != _tick.key:
        _tick.key, _tick.seen_at, _tick.elapsed, _tick.blocked_before = key, now, 0.0, blocked
        return
    _tick.elapsed += min(now - _tick.seen_at, _LONGEST_TICK)
    _tick.seen_at = now
    elapsed = _tick.elapsed
    computing = elapsed - (blocked - _tick.blocked_before)
    settings = state.settings
    if running.kind == state.LOAD:
        budget, is_over = settings.import_budget, elapsed >= settings.import_budget
    elif running.is_reporting:
        budget, is_over = settings.blocking_budget, elapsed >= settings.blocking_budget
    elif elapsed >= settings.blocking_budget:
        budget, is_over = settings.blocking_budget, True
    else:
        budget, is_over = settings.handler_budget, computing >= settings.handler_budget
    if not is_over:
        return
    file, line = _user_place(frame)
    _tick.reason = f"it ran longer than {budget:g} s" + (f", in {file} line {line}" if file else "")
    _tick.is_over = True
    _tick.key, _tick.told = None, key
    # Of an entry of events its number in the batch, which the supervisor needs when the call goes on in spite of this.
    bridge.set_over_budget(running.count - position if running.kind == state.EVENTS else 1)
    bridge.overrun(_tick.reason)
    raise OverBudget(_tick.reason)


def _user_place(frame):
    while frame is not None:
        filename = frame.f_code.co_filename
        if not is_own(filename) and not filename.startswith("/lib/python"):
            return filename, frame.f_lineno
        frame = frame.f_back
    return None, None
