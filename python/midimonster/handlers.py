"""Which callable serves which channel: looked up when the instance starts, after a reload and when channels join."""

import json
import sys

from . import guard, state
from .profile import place_of, profile, why_never_runs

bridge = None

_missing = object()


def resolve(dotted):
    """The attribute that `module.name` (or `package.module.name`) stands for; `_missing` when there is none."""
    parts = dotted.split(".")
    for length in range(len(parts) - 1, 0, -1):
        found = sys.modules.get(".".join(parts[:length]))
        if found is None:
            continue
        for part in parts[length:]:
            found = getattr(found, part, _missing)
            if found is _missing:
                return _missing
        return found
    return _missing


def bind(default_handler, failed_modules):
    """Binds a handler to every channel; returns the problems of those that something is routed to."""
    problems = []
    # What the supervisor says of a call that never answers again.
    places = []
    fallback = None
    if default_handler and "." in default_handler:
        found = resolve(default_handler)
        fallback = found if callable(found) else None
        if fallback is None and default_handler.split(".")[0] not in failed_modules:
            problems.append(guard.problem("python-handler-missing", f"There is no function {default_handler} (default-handler)"))
    for name in state.order:
        slot = state.slots[name]
        state.handlers[slot] = fallback
        if "." in name:
            state.handlers[slot] = None
            found = resolve(name)
            if callable(found):
                state.handlers[slot] = found
            elif slot in state.targets and name.split(".")[0] not in failed_modules:
                problems.append(_describe(name, found))
        stats = state.stats[slot] = profile.of("handler", name)
        handler = state.handlers[slot]
        if handler is not None and stats.is_other_code(handler):
            places.append([name, place_of(handler)])
        why = why_never_runs(handler) if slot in state.targets else None
        if why is not None:
            problems.append(guard.problem("python-handler-never-runs", f"{name} {why}"))
    if places:
        bridge.functions(json.dumps({"calls": [], "handlers": places}))
    return problems


def _describe(name, found):
    module = name.split(".")[0]
    if found is not _missing:
        return guard.problem("python-handler-not-callable", f"{name} is not a function; values that arrive there are only stored")
    if module not in sys.modules:
        return guard.problem("python-handler-missing", f'Channel {name}: no module "{module}" is loaded')
    return guard.problem("python-handler-missing", f'Channel {name}: module "{module}" has no function "{name[len(module) + 1 :]}"')
