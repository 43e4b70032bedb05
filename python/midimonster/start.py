"""What the worker's TypeScript calls: connecting, loading, starting, changing channels, taking over files."""

import json
import random
import signal
import sys
import time

from . import api, budget, doors, guard, handlers, modules, reloading, running, selftest, sources, state, streams
from .profile import profile

bridge = None
# Put here by the worker.
fast_output = None
_assignment = {"folder": "/", "modules": [], "defaultHandler": None}
_load_problems = {}
# What the modules put out while loading, to tell at a reload which initial outputs are new.
_initial_outputs = {}
# Time of day at which the running version of a file was taken over; those that are missing came with the start.
_versions = {}
_loaded_at = ""
# Initial outputs on channels that don't have a slot yet.
_pending_outputs = {}


def connect(host):
    """`host` offers the worker's functions (see pythonRuntime.ts). Once per interpreter, before anything else."""
    global bridge
    bridge = host
    for part in (api, budget, doors, guard, handlers, modules, reloading, running):
        part.bridge = host
    running.begin_call = host.begin_call
    # A starved machine makes even the first entries last until the watchdog asks: its tick must find our answer, not Python's own
    # KeyboardInterrupt.
    signal.signal(signal.SIGINT, budget.on_tick)
    sys.unraisablehook = guard.print_ignored
    streams.open_streams()
    sources.install(modules.is_user_file)
    # A snapshot of the interpreter's memory holds the state of the generator of the machine that built it.
    random.seed()
    doors.close()


# The warm-up of the worker runs events of so many slots before any channel exists.
_WARM_UP_SLOTS = 2


def offer_module():
    """Makes `import midimonster` work. True with the WebAssembly output(), False with its twin (see fastOutput.ts)."""
    state.grow_to(_WARM_UP_SLOTS)
    is_fast = fast_output is not None and selftest.same_results(fast_output)
    sys.modules["midimonster"] = api.make_module(fast_output if is_fast else None)
    return is_fast


def load(text):
    """Loads the modules of an assignment. Returns the channels that they created and the problems."""
    global _loaded_at
    _assignment.update(json.loads(text))
    _loaded_at = time.strftime("%H:%M:%S")
    set_settings(text)
    folder = _assignment["folder"]
    modules.set_up_paths(folder, _assignment["showFolder"])
    sources.hold(_assignment["held"])
    state.staged_outputs = {}
    state.control[state.IS_STAGING] = 1
    _note_problems(modules.load_all(_assignment["modules"], folder))
    state.control[state.IS_STAGING] = 0
    _initial_outputs.update(state.staged_outputs)
    state.staged_outputs = None
    return json.dumps({"created": list(_initial_outputs), "problems": list(_load_problems.values()), "sources": sources.take_untold()})


def _note_problems(problems_by_spelling):
    _load_problems.clear()
    _load_problems.update(problems_by_spelling)


def set_settings(text):
    settings = json.loads(text)["settings"]
    state.settings.handler_budget = settings["handlerBudgetMs"] / 1000
    state.settings.blocking_budget = settings["blockingBudgetMs"] / 1000
    state.settings.import_budget = settings["importBudgetMs"] / 1000


def start(text):
    """The barrier has opened: binds handlers, puts out initial values in the order of the channels, starts the intervals."""
    channels = json.loads(text)
    problems = _set_channels(channels)
    last_outputs = channels["lastOutputs"] or ()
    kept = set()
    for name, value in zip(channels["specs"], last_outputs):
        if value is not None:
            kept.add(name)
            state.outputs[state.slots[name]] = value
    for name, value in zip(channels["specs"], channels["lastInputs"] or ()):
        if value is not None:
            state.inputs[state.slots[name]] = value
    for name in state.order:
        if name in _initial_outputs and name not in kept:
            api.output(name, _initial_outputs[name])
    api.registrations.intervals.start(state.box[state.NOW_MS])
    return _after_change(problems)


def change_channels(text):
    problems = _set_channels(json.loads(text))
    for name in [name for name in _pending_outputs if name in state.slots]:
        api.output(name, _pending_outputs.pop(name))
    return _after_change(problems)


def _after_change(problems):
    api.note_plans()
    return json.dumps(list(_load_problems.values()) + problems)


def _set_channels(channels):
    specs, slots = channels["specs"], channels["slots"]
    state.grow_to(max(slots, default=-1) + 1)
    state.slots.clear()
    state.slots.update(zip(specs, slots))
    state.order[:] = specs
    for name, slot in zip(specs, slots):
        state.names[slot] = name
    state.targets = {slot for slot, is_target in zip(slots, channels["isTarget"]) if is_target}
    return _bind()


def _bind():
    return handlers.bind(_assignment["defaultHandler"], _failed_modules())


def _failed_modules():
    """Their channels are explained by the module's own problem."""
    failed = set()
    for spelling in _load_problems:
        failed.add(spelling.rpartition("/")[2].removesuffix(".py").split(".")[0])
    return failed


def file_changed(path):
    """Takes over a saved file. Returns what became of it, as in the notice `reloaded`."""
    state.begin_entry(state.LOAD)
    held = sources.held.pop(path, None)
    try:
        result = _take_over(path)
        if held is not None and result["outcome"] == "kept":
            sources.held[path] = held
        return json.dumps({**result, "sources": sources.take_untold()})
    finally:
        state.end_entry()


def _take_over(path):
    names = reloading.affected_by(path)
    failed = _failed_files()
    own = [entry for entry in failed if entry[1] == path]
    if not names and not own:
        return {"outcome": "untouched", "problem": None, "problems": _problems(_bind()), "created": []}
    try:
        outputs = _run_again(names, own)
    except reloading.Rejected as rejected:
        problem = _refuse(rejected, path)
        if names:
            said = problem["message"]
            end = "" if said.endswith((".", "!", "?")) else "."
            problem["message"] = f"{said}{end} The version of {_versions.get(path, _loaded_at)} goes on."
        for _name, _path, spelling in own:
            _load_problems[spelling] = problem
        return {"outcome": "kept", "problem": problem, "problems": _problems(_bind()), "created": []}
    for other in failed:
        # It may have failed because of the file that is right now.
        if other not in own:
            try:
                outputs.update(_run_again([], [other]))
            except reloading.Rejected:
                continue
    _versions[path] = time.strftime("%H:%M:%S")
    problems = _bind()
    created = _adopt_outputs(outputs)
    return {"outcome": "swapped", "problem": None, "problems": _problems(problems), "created": created}


def _failed_files():
    """(name, path, spelling) of the modules that failed to load although their file is there."""
    found = []
    for spelling in _load_problems:
        try:
            name, path = modules.split_spelling(spelling, _assignment["folder"])
        except modules.NoModule:
            continue
        if path is not None:
            found.append((name, path, spelling))
    return found


def _run_again(names, failed):
    outputs = reloading.run_again(names, [(name, path) for name, path, _spelling in failed])
    for _name, _path, spelling in failed:
        del _load_problems[spelling]
    return outputs


def _refuse(rejected, path):
    name = rejected.name or path
    guard.report_load(rejected.error, name, rejected.call)
    sources.quote_running()
    return modules.describe_failure(rejected.error, name, _assignment["folder"], rejected.call)


def _adopt_outputs(outputs):
    """An initial output is put out again only where the new version differs from the old: an edit must not make a show jump."""
    created = []
    for name, value in outputs.items():
        if _initial_outputs.get(name) == value:
            continue
        _initial_outputs[name] = value
        if name in state.slots:
            api.output(name, value)
        else:
            _pending_outputs[name] = value
            created.append(name)
    return created


def _problems(bound):
    return json.loads(_after_change(bound))


def clean_up():
    state.control[state.IS_STAGING] = 1
    running.run_cleanup()
    streams.flush()


def profile_rows(elapsed_ms):
    for name in state.order:
        slot = state.slots[name]
        if state.handlers[slot] is not None:
            state.stats[slot].calls = int(state.call_counts[slot])
    return json.dumps(profile.rows(elapsed_ms))


def addresses():
    """Where the worker finds what it calls and reads without a proxy. `id` is an object's address."""
    return json.dumps(
        {
            "runEvent": id(running.run_event),
            "noteSlowCall": id(running.note_slow_call),
            "runEvents": id(running.run_events),
            "runIntervals": id(running.run_intervals),
            "runSockets": id(running.run_sockets),
            "flushStreams": id(streams.flush),
            "slots": id(state.slots),
            "twin": id(api.output),
        }
    )


def view(name):
    return getattr(state, name)
