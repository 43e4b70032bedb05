"""The entries into user code: a batch of events, due intervals, readable sockets, cleanup. None of them ever raises.

A function that raises is reported and the entry goes on behind it. The loops over events are the hot path: one `for` in one
evaluation frame, nothing per event but the call and the store that `inputvalue()` needs.
"""

import atexit
import json
from itertools import repeat
from time import perf_counter

from . import api, guard, state
from .profile import name_of, place_of, profile
from .state import EVENTS, NONE, SLOW_CALL, batch_slots, batch_values, handlers, inputs, running, slow_slots

bridge = None
# `bridge.begin_call`, looked up once. Tells the supervisor which call runs, for the case that it never answers again.
begin_call = None

# Batches of so few events tell of each of their calls; in larger ones that would cost too much of the rate.
_FEW_EVENTS = 8
# Of a batch that is timed so many calls are. Timing one costs as much as fifteen calls of a small handler.
_TIMED_CALLS = 8


# What a batch of one leaves of its events while its call runs.
_no_rest = iter(())


def run_event():
    """A batch of one event, the common case of a show and the one that somebody waits for: nothing is done twice, no clock is read.

    The worker takes the time, and tells of a call that took long by `note_slow_call`. IS_TIMED is set where the call was timed here.
    """
    slot = batch_slots[0]
    handler = handlers[slot]
    value = batch_values[0]
    if handler is None:
        inputs[slot] = value
        return
    if slot in slow_slots:
        state.box[state.IS_TIMED] = 1.0
        state.box[state.EVENT_COUNT] = 1.0
        state.box[state.COMMON_SLOT] = slot
        run_events()
        return
    running.serial += 1
    running.count = 1
    running.rest = _no_rest
    running.kind = EVENTS
    state.current_slot = slot
    try:
        try:
            handler(value)
        except BaseException as error:
            _report(error, slot)
        inputs[slot] = value
    finally:
        state.current_slot = -1
        running.kind = NONE


def note_slow_call():
    slot = batch_slots[0]
    if handlers[slot] is not None:
        slow_slots.add(slot)
        state.stats[slot].add(state.box[state.CALL_SECONDS])


def run_events():
    state.begin_entry(state.EVENTS)
    try:
        count = running.count = int(state.box[state.EVENT_COUNT])
        slot = int(state.box[state.COMMON_SLOT])
        if slot < 0:
            _run_mixed(count)
        else:
            _run_one_channel(slot, count)
    finally:
        state.current_slot = -1
        state.end_entry()


def _run_one_channel(slot, count):
    values = batch_values[:count].tolist()
    handler = state.handlers[slot]
    inputs = state.inputs
    if handler is None:
        inputs[slot] = values[-1]
        return
    is_timed = state.box[state.IS_TIMED] or slot in slow_slots
    if count <= _FEW_EVENTS and not is_timed:
        _run_few([slot] * count, values)
        return
    running.rest = rest = iter(values)
    state.current_slot = slot
    if is_timed:
        _run_timed(zip(repeat(slot), rest), (slot,))
    started = perf_counter()
    value = 0.0
    while True:
        try:
            for value in rest:
                handler(value)
                inputs[slot] = value
            break
        except BaseException as error:
            inputs[slot] = value
            _report(error, slot)
    seconds = perf_counter() - started
    if seconds > SLOW_CALL * count:
        slow_slots.add(slot)


def _report(error, slot):
    state.stats[slot].errors += 1
    guard.report(error, state.names[slot], state.handlers[slot])


def _run_mixed(count):
    slots = batch_slots[:count].tolist()
    values = batch_values[:count].tolist()
    is_timed = state.box[state.IS_TIMED] or not slow_slots.isdisjoint(slots)
    if count <= _FEW_EVENTS and not is_timed:
        _run_few(slots, values)
        return
    running.rest = rest = iter(slots)
    pairs = zip(rest, values)
    if is_timed:
        _run_timed(pairs, slots)
    started = perf_counter()
    _run_pairs(pairs)
    if perf_counter() - started > SLOW_CALL * count:
        slow_slots.update(slots)


def _run_pairs(pairs):
    handlers = state.handlers
    inputs = state.inputs
    slot = 0
    value = 0.0
    while True:
        try:
            for slot, value in pairs:
                handler = handlers[slot]
                if handler is not None:
                    state.current_slot = slot
                    handler(value)
                inputs[slot] = value
            break
        except BaseException as error:
            inputs[slot] = value
            _report(error, slot)


def _run_few(slots, values):
    started = perf_counter()
    running.rest = rest = iter(slots)
    number = 0
    for slot, value in zip(rest, values):
        number += 1
        handler = state.handlers[slot]
        if handler is not None:
            begin_call(number)
            state.current_slot = slot
            try:
                handler(value)
            except BaseException as error:
                _report(error, slot)
        state.inputs[slot] = value
    if perf_counter() - started > SLOW_CALL * number:
        slow_slots.update(slots)


def _run_timed(pairs, slots):
    """Times calls until some are timed and none of the batch's handlers is slow; the rest is left in `pairs`."""
    number = 0
    for slot, value in pairs:
        number += 1
        handler = state.handlers[slot]
        if handler is not None:
            begin_call(number)
            state.current_slot = slot
            started = perf_counter()
            try:
                handler(value)
            except BaseException as error:
                _report(error, slot)
            seconds = perf_counter() - started
            state.stats[slot].add(seconds)
            if seconds < SLOW_CALL:
                slow_slots.discard(slot)
            else:
                slow_slots.add(slot)
        state.inputs[slot] = value
        if number >= _TIMED_CALLS and (not slow_slots or slow_slots.isdisjoint(slots)):
            break
    # The next ones are not told of.
    begin_call(0)


def run_intervals():
    state.begin_entry(state.INTERVALS)
    try:
        intervals = api.registrations.intervals
        for entry in intervals.take_due(state.box[state.NOW_MS]):
            _call_timed("interval", entry.call)
        state.box[state.LATE_COUNT] += intervals.late
        intervals.late = 0
    finally:
        state.end_entry()
        api.note_plans()


def run_sockets():
    """Calls the handlers of managed sockets that are readable now; what is closed is dropped with a note."""
    state.begin_entry(state.SOCKETS)
    calls = 0
    try:
        managed = api.registrations.managed
        for descriptor, entry in tuple(managed.items()):
            if managed.get(descriptor) is not entry:
                continue
            call, socket, _owner = entry
            try:
                readiness = bridge.readiness(descriptor) if api.is_open(socket, descriptor) else "closed"
            except BaseException as error:
                # fileno() is code of the user's where it isn't a socket's.
                guard.report(error, name_of(call))
                readiness = "closed"
            if readiness == "closed":
                del managed[descriptor]
                bridge.watch(descriptor, False)
                bridge.note("info", f"A managed socket of {name_of(call)} was closed and is no longer managed")
            elif readiness == "readable":
                calls += 1
                _call_timed("socket", call, socket)
    finally:
        state.end_entry()
    state.box[state.EVENT_COUNT] = calls
    api.note_plans()


def run_cleanup():
    state.begin_entry(state.CLEANUP)
    try:
        call = api.registrations.cleanup
        if call is not None:
            api.registrations.cleanup = None
            _call_timed("cleanup", call)
        _run_exit_functions()
    finally:
        state.end_entry()


def _run_exit_functions():
    """What modules gave to `atexit`: for them the interpreter ends here."""
    running.position += 1
    try:
        atexit._run_exitfuncs()
    except BaseException as error:
        guard.report(error, "atexit")


def _call_timed(kind, call, *arguments):
    running.position += 1
    stats = profile.of(kind, name_of(call))
    stats.calls += 1
    if stats.is_other_code(call):
        bridge.functions(json.dumps({"calls": [[stats.number, place_of(call)]], "handlers": []}))
    begin_call(stats.number)
    started = perf_counter()
    try:
        call(*arguments)
    except BaseException as error:
        stats.errors += 1
        guard.report(error, stats.name, call)
    stats.add(perf_counter() - started)
