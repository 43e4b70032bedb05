"""Taking over a saved file as a transaction: either everything of the new version runs, or everything of the old one goes on.

The file's module and the user's modules that use it run again in fresh namespaces, in the order of their first load. What
they register meanwhile, and what they output, is staged. `__reload__(old)` of a module receives its old namespace.
"""

import importlib
import sys
import types

from . import api, modules, open_sockets, sources, state
from .profile import why_never_runs

bridge = None


class Rejected(Exception):
    """Carries the error of the user's code out of the transaction."""

    def __init__(self, error, name, call):
        self.error = error
        self.name = name
        # What raised it, where that is a function.
        self.call = call


def affected_by(path):
    """Names of the modules that a change of the file concerns, the changed one first; empty when it isn't loaded."""
    loaded = modules.user_modules()
    changed = [name for name, module in loaded.items() if module.__file__ == path]
    names = set(changed)
    size = -1
    while size != len(names):
        size = len(names)
        names.update(name for name, module in loaded.items() if name not in names and _uses(module, names))
    return changed + [name for name in loaded if name in names and name not in changed]


def _uses(module, names):
    for value in list(vars(module).values()):
        used = value.__name__ if isinstance(value, types.ModuleType) else getattr(value, "__module__", None)
        if isinstance(used, str) and used in names:
            return True
    return False


def run_again(names, retried):
    """Loads the modules anew with everything staged. `retried` are (name, path) of modules that failed to load before."""
    old = {name: sys.modules[name] for name in names}
    before = dict(sys.modules)
    live = api.registrations
    stage = api.Registrations()
    state.staged_outputs = {}
    state.control[state.IS_STAGING] = 1
    api.registrations = stage
    owner = modules.stage_owners.open()
    name = call = None
    try:
        importlib.invalidate_caches()
        for name, module in old.items():
            _check_syntax(module.__file__)
        for name in names:
            del sys.modules[name]
        for name, path in [(name, old[name].__file__) for name in names] + retried:
            state.running.position += 1
            if name not in sys.modules:
                modules.tell_load(state.running.position, name)
                _load(name, path)
                _attach_parts(name)
        for name in names:
            call = getattr(sys.modules[name], "__reload__", None)
            if call is not None:
                state.running.position += 1
                modules.tell_load(state.running.position, f"{name}, __reload__")
                # A copy: what it takes out of there stays with the old version should the new one be refused.
                _carry_over(call, name, dict(vars(old[name])))
    except BaseException as error:
        for added in list(sys.modules):
            if added not in before and modules.is_user_file(getattr(sys.modules[added], "__file__", None)):
                del sys.modules[added]
        sys.modules.update(old)
        for part, module in old.items():
            _attach(part, module)
        for descriptor in stage.managed.keys() - live.managed.keys():
            bridge.watch(descriptor, False)
        bridge.roll_back_stage()
        sources.drop()
        raise Rejected(error, name, call) from None
    finally:
        api.registrations = live
        outputs, state.staged_outputs = state.staged_outputs, None
        state.control[state.IS_STAGING] = 0
    sources.keep()
    _adopt(old, set(names) | {name for name, _ in retried}, stage)
    carried, left = _sort_sockets(old, stage)
    modules.stage_owners.commit(owner, names + [name for name, _ in retried], carried, left)
    return outputs


def _attach_parts(package):
    """A package that ran anew knows nothing of those of its modules that did not."""
    if "__path__" in vars(sys.modules[package]):
        for name, module in list(sys.modules.items()):
            if name.rpartition(".")[0] == package:
                _attach(name, module)


def _attach(name, module):
    """Makes `package.module` mean this one, as an import does."""
    package, _, last = name.rpartition(".")
    holder = sys.modules.get(package)
    if isinstance(holder, types.ModuleType):
        vars(holder)[last] = module


def _check_syntax(path):
    compile(sources.read(path), path, "exec", dont_inherit=True)


def _carry_over(call, name, old):
    why = why_never_runs(call) if callable(call) else "is not a function"
    if why is not None:
        raise TypeError(f"__reload__ of {name} {why}")
    call(old)


def _load(name, path):
    if "." in name or path.endswith("/__init__.py"):
        importlib.import_module(name)
    else:
        modules.load_file(name, path)


def _sort_sockets(old, stage):
    """Descriptors of the sockets that the new version has from the old one, and of those that only the old one leads to."""
    carried = open_sockets.of([vars(sys.modules[name]) for name in old]) | set(stage.managed)
    held = open_sockets.of([vars(module) for module in modules.user_modules().values()]) | set(api.registrations.managed)
    return carried, open_sockets.of([vars(module) for module in old.values()]) - carried - held


def _adopt(old, owners, stage):
    """Puts the new version in the place of the old one, or of what is left of a failed one. Nothing here runs user code."""
    live = api.registrations
    live.intervals.replace_owned(owners, stage.intervals, state.box[state.NOW_MS])
    for descriptor, entry in tuple(live.managed.items()):
        if entry[2] in owners and descriptor not in stage.managed:
            del live.managed[descriptor]
            bridge.watch(descriptor, False)
    live.managed.update(stage.managed)
    if stage.cleanup is not None or live.cleanup_owner in owners:
        live.cleanup = stage.cleanup
        live.cleanup_owner = stage.cleanup_owner
    # Other modules that hold the old module object see the new one.
    replaced = {id(module): sys.modules[name] for name, module in old.items()}
    for module in modules.user_modules().values():
        for key, value in list(vars(module).items()):
            if isinstance(value, types.ModuleType) and id(value) in replaced:
                vars(module)[key] = replaced[id(value)]
