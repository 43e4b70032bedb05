"""Nothing that user code raises gets past here: tracebacks without our frames, counts, and the watchdog's side in Python."""

import json
import linecache
import os
import sys
import traceback
from time import perf_counter

from . import state
from .profile import code_of

bridge = None

_own_files = os.path.dirname(os.path.dirname(__file__)) + "/"


class OverBudget(KeyboardInterrupt):
    """A call took longer than its budget. Not an Exception, so that `except Exception` doesn't keep it running."""


OverBudget.__module__ = "midimonster"


def is_own(filename):
    return filename.startswith(_own_files) or filename.startswith("<frozen importlib") or filename.endswith("/importlib/__init__.py")


def _is_library(filename):
    # In angle brackets stand texts without a file: what `eval` was given, or a frozen module.
    return is_own(filename) or filename.startswith(("/lib/python", "<"))


# Innermost frames that are looked at. A frame takes a fifth of a millisecond to format, and endless recursion has a thousand.
_MOST_FRAMES = 25


def user_frame(error):
    """Innermost frame that isn't ours nor the library's, as (file, line), or None."""
    found = None
    frame = error.__traceback__
    while frame is not None:
        if not _is_library(frame.tb_frame.f_code.co_filename):
            found = frame
        frame = frame.tb_next
    return found and (found.tb_frame.f_code.co_filename, found.tb_lineno)


def format_error(error, call=None):
    """`call` is what raised. It stands in the traceback when no line of the user's does: it was called with a value that it doesn't take, say."""
    linecache.checkcache()
    report = traceback.TracebackException(type(error), error, error.__traceback__, limit=-_MOST_FRAMES)
    _strip(report)
    left_out = _depth(error.__traceback__) - _MOST_FRAMES
    code = code_of(call)
    if not report.stack and code is not None:
        report.stack.append(traceback.FrameSummary(code.co_filename, code.co_firstlineno, code.co_name))
    elif left_out > 0 and all(_is_library(frame.filename) for frame in report.stack):
        # Deep in the library; what the user wrote is further out.
        place = user_frame(error)
        if place is not None:
            report.stack.insert(0, traceback.FrameSummary(*place, "..."))
    note = f"(The outer {left_out} frames are left out.)\n" if left_out > 0 else ""
    return note + "".join(report.format())


def _depth(frame):
    depth = 0
    while frame is not None:
        depth += 1
        frame = frame.tb_next
    return depth


# Exceptions behind one another that are shown. Recursion in a `finally` makes a thousand.
_LONGEST_CHAIN = 8


def _strip(report):
    """Takes our frames out of a report and of those that it hangs together with."""
    seen = set()
    waiting = [(report, 1)]
    while waiting:
        report, number = waiting.pop()
        if report is None or id(report) in seen:
            continue
        seen.add(id(report))
        report.stack = traceback.StackSummary.from_list([frame for frame in report.stack if not is_own(frame.filename)])
        if number == _LONGEST_CHAIN:
            report.__cause__ = report.__context__ = None
        waiting += [(other, number + 1) for other in (report.__cause__, report.__context__, *(report.exceptions or ()))]


def print_ignored(ignored):
    """What Python itself reports because nobody can catch it: raised by `__del__`, say."""
    try:
        what = "" if ignored.object is None else f" {ignored.object!r}"
        sys.stderr.write(f"{ignored.err_msg or 'Exception ignored in'}:{what}\n")
    except BaseException:
        # The object's text is made by code of the user's.
        pass
    print_error(ignored.exc_value)


def place_of(error, call=None):
    """File and line where the error belongs, as far as known: of a syntax error its own, else the innermost frame of the user, else `call`."""
    if isinstance(error, SyntaxError) and error.filename and not _is_library(error.filename):
        return error.filename, error.lineno, error.offset
    place = user_frame(error)
    if place is not None:
        return *place, None
    code = code_of(call)
    return (code.co_filename, code.co_firstlineno, None) if code is not None else (None, None, None)


_NO_TEXT = "its text could not be made"
# A problem is one line on the screen; the console has the whole text.
_LONGEST_TEXT = 300

# Looked up where a metaclass of the user's can't answer in its place.
type_name = type.__dict__["__name__"].__get__


def sentence_of(error):
    name = type_name(type(error))
    try:
        # What was told already that its time is up is not asked once more.
        text = _one_line(str(error)) if not _tick.is_over else _NO_TEXT
    except BaseException:
        # An exception of the user's own whose text can't be made must not take us with it.
        text = _NO_TEXT
    return f"{name}: {text}" if text else name


def _one_line(text):
    shown = text if len(text) <= _LONGEST_TEXT else text[:_LONGEST_TEXT] + "..."
    return " ".join("".join(character if character.isprintable() else " " for character in shown).split(" ")).strip()


def problem(code, message, error=None, call=None):
    file, line, column = place_of(error, call) if error is not None else (None, None, None)
    made = {"code": code, "message": message}
    if file is not None:
        made["file"] = file
    if line is not None:
        made["line"] = line
    if column is not None:
        made["column"] = column
    return made


def print_error(error, call=None):
    """Where the user's sys.stderr takes nothing (closed, None, replaced by something broken) the traceback goes past it."""
    try:
        text = format_error(error, call)
    except BaseException:
        # No memory left, or an exception that answers nobody: say at least what it was.
        bridge.note("error", f"{type_name(type(error))} (its traceback could not be made)")
        return
    try:
        sys.stderr.write(text)
    except BaseException:
        os.write(_STDERR, text.encode("utf-8", "backslashreplace"))


_STDERR = 2


def report(error, name, call=None):
    """Prints and counts what a handler, interval, socket or cleanup function raised. Raises nothing itself.

    It has time of its own, not what the call left over: a first traceback on a starved machine takes more than a call's budget.
    """
    _end_overrun(name, error)
    state.begin_report()
    try:
        print_error(error, call)
        bridge.raised(json.dumps(problem("python-raised", f"{name}: {sentence_of(error)}", error, call)))
    except BaseException:
        # The text of an exception is made by code of the user's, which may hang like any other.
        bridge.note("error", f"{name} raised {type_name(type(error))}, which could not be reported{' in time' if _tick.is_over else ''}")
        bridge.raised(json.dumps(problem("python-raised", f"{name}: {type_name(type(error))}")))
    finally:
        _end_overrun(name, None)
        state.end_report()


def report_load(error, name, call=None):
    """Prints what a module raised while loading; its problem stays with the instance, so it isn't counted as a call's."""
    _end_overrun(name, error)
    print_error(error, call)


def _end_overrun(name, error):
    if not _tick.is_over:
        return
    _tick.is_over = False
    bridge.set_over_budget(0)
    if issubclass(type(error), OverBudget):
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
        if not _is_library(filename):
            return filename, frame.f_lineno
        frame = frame.f_back
    return None, None
