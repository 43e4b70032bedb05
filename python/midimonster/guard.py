"""Nothing that user code raises gets past here: it is printed without our frames, counted, and told as a problem with its place."""

import json
import linecache
import os
import sys
import traceback

from . import budget, state
from .frames import is_library, is_own, user_frame
from .profile import code_of

bridge = None

# Innermost frames that are looked at. A frame takes a fifth of a millisecond to format, and endless recursion has a thousand.
_MOST_FRAMES = 25


def format_error(error, call=None):
    """`call` is what raised. It stands in the traceback when no line of the user's does: it was called with a value that it doesn't take, say."""
    linecache.checkcache()
    report = traceback.TracebackException(type(error), error, error.__traceback__, limit=-_MOST_FRAMES)
    _strip(report)
    left_out = _depth(error.__traceback__) - _MOST_FRAMES
    code = code_of(call)
    if not report.stack and code is not None:
        report.stack.append(traceback.FrameSummary(code.co_filename, code.co_firstlineno, code.co_name))
    elif left_out > 0 and all(is_library(frame.filename) for frame in report.stack):
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
    if isinstance(error, SyntaxError) and error.filename and not is_library(error.filename):
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
        text = _one_line(str(error)) if not budget.is_over() else _NO_TEXT
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
    budget.end_overrun(name, error)
    state.begin_report()
    try:
        print_error(error, call)
        bridge.raised(json.dumps(problem("python-raised", f"{name}: {sentence_of(error)}", error, call)))
    except BaseException:
        # The text of an exception is made by code of the user's, which may hang like any other.
        bridge.note("error", f"{name} raised {type_name(type(error))}, which could not be reported{' in time' if budget.is_over() else ''}")
        bridge.raised(json.dumps(problem("python-raised", f"{name}: {type_name(type(error))}")))
    finally:
        budget.end_overrun(name, None)
        state.end_report()


def report_load(error, name, call=None):
    """Prints what a module raised while loading; its problem stays with the instance, so it isn't counted as a call's."""
    budget.end_overrun(name, error)
    print_error(error, call)
