/**
 * Python that goes with a show to the real MIDIMonster. There an exception in a handler, interval, socket or cleanup function is
 * never printed and stays pending, which kills the whole instance; so does a handler that is missing, and `sys.exit()` while a
 * module loads ends the program. The guard is loaded before the user's modules, which stay as they are:
 *  - functions that the core calls are wrapped when they are handed over. The wrapper is equal to what it wraps, because the
 *    core finds intervals by `==`. The user's own calls reach the function itself, so his `try` and `except` work as ever;
 *  - the core looks handlers up once, as attributes of modules, with no Python on the stack: only then a module of the show
 *    answers with a wrapper, and with one that does nothing for a name that it does not have.
 * Runs on CPython 3.9 and later.
 */
export const guardModuleName = 'patchmonster_guard';

export const guardModule = `"""Keeps exceptions of this show's modules from killing their MIDIMonster instance.

Written by PatchMonster's export. Load it before the modules of the show and patchmonster_ready after them.
"""
import importlib.machinery
import os
import sys
import traceback
import types

import midimonster

_root = os.path.dirname(os.path.abspath(__file__)) + os.sep
_core_cleanup_handler = midimonster.cleanup_handler
_core_interval = midimonster.interval
_core_manage = midimonster.manage
_core_output = midimonster.output

_guarded_modules = []
_managed = {}
_output_names = set()
_state = {"started": False}


def say(message):
    """Print a line to stderr; never raises."""
    try:
        print(message, file=sys.stderr, flush=True)
    except BaseException:
        pass


def report():
    """Print the exception being handled, without the guard's own frame; never raises."""
    try:
        kind, value, trace = sys.exc_info()
        inner = trace.tb_next if trace is not None and trace.tb_next is not None else trace
        traceback.print_exception(kind, value, inner)
        sys.stderr.flush()
    except BaseException:
        pass


class Guard:
    """A function as the core calls it. Equal to the function and to every other guard of it."""

    def __init__(self, function):
        self.function = function

    def __call__(self, *arguments):
        if not _state["started"]:
            _start()
        try:
            return self.function(*arguments)
        except BaseException:
            report()
        finally:
            if _managed:
                _drop_closed_sockets()
        return None

    def __eq__(self, other):
        if isinstance(other, Guard):
            other = other.function
        try:
            return bool(self.function == other)
        except BaseException:
            report()
            return False

    __hash__ = None


def _nothing(*arguments):
    return None


def _start():
    """The core has looked up all handlers: modules become plain and quick again."""
    _state["started"] = True
    for module in _guarded_modules:
        try:
            module.__class__ = types.ModuleType
        except TypeError:
            pass
    _guarded_modules.clear()


class _Module(types.ModuleType):
    """A module of the show until the core has looked up its handlers."""

    def __getattribute__(self, name):
        plain = super().__getattribute__
        if name.startswith("__") or sys._getframe().f_back is not None:
            return plain(name)
        own = plain("__name__")
        try:
            value = plain("__dict__").get(name, self)
            if value is self:
                value = _find(self, own, name)
        except BaseException:
            say("%s.%s does not exist; values on this channel call nothing." % (own, name))
            return Guard(_nothing)
        if callable(value):
            return Guard(value)
        say("%s.%s is not a function; values on this channel call nothing." % (own, name))
        return Guard(_nothing)


def _find(module, own, path):
    """A function of a module below: the core asks the module pkg for sub.f."""
    value = module
    name = own
    for part in path.split("."):
        name = name + "." + part
        value = sys.modules[name] if name in sys.modules else getattr(value, part)
    return value


def guard_module(module):
    """Let a module answer the core with guarded functions."""
    if _state["started"]:
        return
    try:
        module.__class__ = _Module
        _guarded_modules.append(module)
    except TypeError:
        pass


class _Loader:
    def __init__(self, loader):
        self._loader = loader

    def create_module(self, spec):
        return self._loader.create_module(spec)

    def exec_module(self, module):
        try:
            self._loader.exec_module(module)
        except SystemExit as error:
            raise ImportError("sys.exit() while the module was loaded") from error
        guard_module(module)

    def __getattr__(self, name):
        return getattr(self._loader, name)


class _Finder:
    """Finds the modules of the show as Python does, and has them guarded."""

    def find_spec(self, name, path=None, target=None):
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is None or spec.loader is None or not hasattr(spec.loader, "exec_module"):
            return None
        if not os.path.abspath(spec.origin or "").startswith(_root):
            return None
        spec.loader = _Loader(spec.loader)
        return spec


class _Closed:
    """Stands for a socket that was closed while the core still watches its descriptor."""

    def __init__(self, sock, descriptor):
        self._sock = sock
        self._descriptor = descriptor

    def fileno(self):
        return self._descriptor

    def __eq__(self, other):
        return other is self._sock

    __hash__ = None


def _drop_closed_sockets():
    """The core would shut down over a descriptor that is gone."""
    for key, (sock, descriptor) in list(_managed.items()):
        try:
            is_closed = sock.fileno() < 0
        except BaseException:
            is_closed = True
        if is_closed:
            del _managed[key]
            try:
                _core_manage(None, _Closed(sock, descriptor))
                say("A managed socket was closed; it is dropped.")
            except BaseException:
                report()


def _wrapped(arguments):
    if arguments and callable(arguments[0]):
        return (Guard(arguments[0]),) + arguments[1:]
    return arguments


def interval(*arguments):
    return _core_interval(*_wrapped(arguments))


def manage(*arguments):
    if _managed:
        _drop_closed_sockets()
    result = _core_manage(*_wrapped(arguments))
    handler, sock = arguments
    if handler is None:
        _managed.pop(id(sock), None)
    else:
        _managed[id(sock)] = (sock, sock.fileno())
    return result


def cleanup_handler(*arguments):
    previous = _core_cleanup_handler(*_wrapped(arguments))
    return previous.function if isinstance(previous, Guard) else previous


def output(*arguments):
    """Until the core starts: each name becomes a channel, and its module is looked up."""
    if not _state["started"] and arguments and isinstance(arguments[0], str):
        _output_names.add(arguments[0])
    return _core_output(*arguments)


def make_ready(modules):
    """Called when all modules are loaded: what the core will look up exists, if only to do nothing."""
    midimonster.output = _core_output
    written = {name.partition(".")[0] for name in _output_names if "." in name}
    for name in sorted(written.union(modules)):
        if name not in sys.modules:
            module = types.ModuleType(name)
            sys.modules[name] = module
            guard_module(module)


for _function in (interval, manage, cleanup_handler, output):
    _function.__doc__ = getattr(midimonster, _function.__name__).__doc__
    setattr(midimonster, _function.__name__, _function)
sys.meta_path.insert(0, _Finder())
`;
