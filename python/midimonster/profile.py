"""Counts and times per callable. Calls and errors are exact; times come from the calls that were timed."""

import functools
import math
import types

_BUCKETS = 64


class CallStats:
    __slots__ = ("name", "kind", "number", "code", "calls", "errors", "timed", "seconds", "longest", "buckets")

    def __init__(self, name, kind, number):
        self.name = name
        self.kind = kind
        # From 1, in the order of the first calls.
        self.number = number
        # Of the callable that was last told of.
        self.code = None
        self.calls = 0
        self.errors = 0
        self.reset_times()

    def is_other_code(self, call):
        """True once per version of the function."""
        code = code_of(call) or type(call)
        if code is self.code:
            return False
        self.code = code
        return True

    def reset_times(self):
        self.timed = 0
        self.seconds = 0.0
        self.longest = 0.0
        # Quarter powers of two from a quarter microsecond upwards.
        self.buckets = [0] * _BUCKETS

    def add(self, seconds):
        self.timed += 1
        self.seconds += seconds
        if seconds > self.longest:
            self.longest = seconds
        # The log is of a positive number also where the clock is too coarse to see the call.
        index = int(2 * math.log2(max(seconds, 1e-9) * 4e6))
        self.buckets[min(max(index, 0), _BUCKETS - 1)] += 1

    def quantile_ms(self, share):
        wanted = share * self.timed
        seen = 0
        for index, count in enumerate(self.buckets):
            seen += count
            if count and seen >= wanted:
                return min(2 ** ((index + 1) / 2) / 4e3, self.longest * 1e3)
        return 0.0


class Profile:
    def __init__(self):
        self._stats = {}
        self._reported = {}

    def of(self, kind, name):
        stats = self._stats.get((kind, name))
        if stats is None:
            stats = self._stats[kind, name] = CallStats(name, kind, len(self._stats) + 1)
        return stats

    def rows(self, elapsed_ms):
        """What changed since the last time, as in `CallProfile`; times are those since then, counts are totals."""
        made = []
        for key, stats in self._stats.items():
            counts = (stats.calls, stats.errors)
            known = self._reported.get(key, (0, 0))
            if counts == known:
                continue
            self._reported[key] = counts
            mean = stats.seconds / stats.timed * 1e3 if stats.timed else 0.0
            made.append(
                {
                    "name": stats.name,
                    "kind": stats.kind,
                    "calls": stats.calls,
                    "errors": stats.errors,
                    "meanMs": mean,
                    "p50Ms": stats.quantile_ms(0.5),
                    "p99Ms": stats.quantile_ms(0.99),
                    "maxMs": stats.longest * 1e3,
                    "share": min(1.0, mean * (counts[0] - known[0]) / elapsed_ms) if elapsed_ms > 0 else 0.0,
                }
            )
            stats.reset_times()
        return made


profile = Profile()


def _function_of(call):
    """What stands behind partials and bound methods."""
    while True:
        if type(call) is functools.partial:
            call = call.func
        elif type(call) is types.MethodType:
            call = call.__func__
        else:
            return call


def code_of(call):
    """The code that runs first when it is called; None when that is not Python. An object is known by its type: its attributes may be anything."""
    target = _function_of(call)
    if type(target) is not types.FunctionType:
        target = getattr(type(target), "__call__", None)
    return target.__code__ if type(target) is types.FunctionType else None


def name_of(call):
    """module.function for people."""
    target = _function_of(call)
    name = _text_of(target, "__qualname__") or type(target).__qualname__
    module = _text_of(target, "__module__")
    return f"{module}.{name}" if module else name


def _text_of(target, attribute):
    try:
        text = getattr(target, attribute, None)
    except Exception:
        # An object of the user's that answers otherwise.
        return None
    return text if isinstance(text, str) else None


def place_of(call):
    """The same with file and line of its definition where it has any."""
    code = code_of(call)
    return name_of(call) + (f" ({code.co_filename} line {code.co_firstlineno})" if code is not None else "")


# Flags of code objects by their numbers: `inspect` takes long to import.
_NEVER_RUNS = (
    (0x80, "is an async function: calling it does not run it; use a plain def"),
    (0x20 | 0x200, "contains yield: calling it does not run it; use a plain def without yield"),
)


def why_never_runs(call):
    """A sentence without its subject when calling it does nothing, else None."""
    code = code_of(call)
    flags = code.co_flags if code is not None else 0
    return next((why for flag, why in _NEVER_RUNS if flags & flag), None)
