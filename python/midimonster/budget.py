"""The watchdog's side in Python: at each of its ticks the running call is asked how long it has had, and ended when that is too long."""

from time import perf_counter

from . import state
from .frames import user_place

bridge = None


class OverBudget(KeyboardInterrupt):
    """A call took longer than its budget. Not an Exception, so that `except Exception` doesn't keep it running."""


OverBudget.__module__ = "midimonster"


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
        budget, is_used_up = settings.import_budget, elapsed >= settings.import_budget
    elif running.is_reporting:
        budget, is_used_up = settings.blocking_budget, elapsed >= settings.blocking_budget
    elif elapsed >= settings.blocking_budget:
        budget, is_used_up = settings.blocking_budget, True
    else:
        budget, is_used_up = settings.handler_budget, computing >= settings.handler_budget
    if not is_used_up:
        return
    file, line = user_place(frame)
    _tick.reason = f"it ran longer than {budget:g} s" + (f", in {file} line {line}" if file else "")
    _tick.is_over = True
    _tick.key, _tick.told = None, key
    # Of an entry of events its number in the batch, which the supervisor needs when the call goes on in spite of this.
    bridge.set_over_budget(running.count - position if running.kind == state.EVENTS else 1)
    bridge.overrun(_tick.reason)
    raise OverBudget(_tick.reason)


def is_over():
    """The running call was told that its time is up, and has not ended yet."""
    return _tick.is_over


def end_overrun(name, error):
    """The call has ended. `error` is what it raised, or None."""
    if not _tick.is_over:
        return
    _tick.is_over = False
    bridge.set_over_budget(0)
    if issubclass(type(error), OverBudget):
        bridge.note("error", f"{name} was stopped: {_tick.reason}")
