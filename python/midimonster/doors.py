"""Closes what user code could open by accident: processes, the JavaScript around the interpreter, threads.

This is no sandbox for hostile code (see docs/security.md); each refusal names what to use instead.
"""

import importlib.abc
import os
import signal
import sys

from . import wheels

bridge = None

_NO_PROCESS = (
    "Programs can't be started from here: {what} is not available in PatchMonster's Python. "
    "Talk to the other program over a socket, or start it outside."
)

# Pyodide's bridge to JavaScript and raw memory.
_CLOSED_MODULES = {
    "js": "There is no JavaScript to reach from a show's Python",
    "pyodide_js": "There is no JavaScript to reach from a show's Python",
    "pyodide": "Pyodide's own modules are not available to a show's Python",
    "_pyodide": "Pyodide's own modules are not available to a show's Python",
    "_pyodide_core": "Pyodide's own modules are not available to a show's Python",
    "ctypes": "ctypes can't load libraries here; use pure Python, or talk to the device over a socket",
    "_ctypes": "ctypes can't load libraries here; use pure Python, or talk to the device over a socket",
    "multiprocessing": _NO_PROCESS.format(what="multiprocessing"),
}

# Packages with compiled parts that people ask for in shows, and what to use instead.
_COMPILED = dict.fromkeys(("numpy", "scipy", "pandas", "cv2", "PIL", "matplotlib"), "use Python's own math and statistics, or lists")
_COMPILED.update(dict.fromkeys(("rtmidi", "pygame", "sounddevice", "pyaudio"), "use a [midi] or [osc] instance and wire it to this one"))
_COMPILED.update(dict.fromkeys(("serial", "smbus", "RPi", "gpiozero", "usb", "bluetooth", "termios", "fcntl"), "reach the device through a network bridge and a socket"))
_COMPILED.update(dict.fromkeys(("tkinter", "curses", "readline"), "use the window of PatchMonster, or print()"))


class _ClosedFinder(importlib.abc.MetaPathFinder):
    def find_spec(self, fullname, path=None, target=None):
        reason = _CLOSED_MODULES.get(fullname.split(".")[0])
        if reason is not None:
            raise ImportError(reason, name=fullname)
        return None


class _CompiledFinder(importlib.abc.MetaPathFinder):
    """Comes last: a name that nobody else has found gets a sentence more than "No module named"."""

    def find_spec(self, fullname, path=None, target=None):
        file = wheels.compiled_file(sys.path if path is None else path, fullname.rpartition(".")[2])
        if file is not None:
            # No ModuleNotFoundError: `from . import it` takes that for a name that is missing and speaks of circular imports.
            raise ImportError(f"{file} is a compiled module, which PatchMonster's Python can't load; use a version in pure Python", name=fullname, path=file)
        instead = _COMPILED.get(fullname.split(".")[0])
        if instead is not None:
            text = f"No module named {fullname!r}: modules with compiled parts don't run in PatchMonster's Python; {instead}"
            raise ModuleNotFoundError(text, name=fullname)
        return None


def _refuse(what):
    def refused(*_arguments, **_named):
        raise OSError(_NO_PROCESS.format(what=what))

    refused.__name__ = refused.__qualname__ = what.rpartition(".")[2]
    return refused


def _set_signal(_number, _handler, /):
    # As in the reference, where no module runs in the main interpreter; and the watchdog speaks through SIGINT.
    raise ValueError("signal only works in the main thread of the main interpreter; midimonster.cleanup_handler() is told of the end")


def _exit_process(status=0):
    raise SystemExit(status)


def close():
    for name in ("system", "popen", "execv", "execve", "fork", "forkpty", "posix_spawn", "posix_spawnp", "spawnv", "spawnve", "kill", "killpg"):
        setattr(os, name, _refuse(f"os.{name}"))
    # They would end the interpreter under the runtime; as an exception they end the call.
    os._exit = os.abort = _exit_process
    signal.signal = signal.siginterrupt = _set_signal
    _close_subprocess()
    for name in list(sys.modules):
        if name.split(".")[0] in _CLOSED_MODULES:
            del sys.modules[name]
    sys.meta_path[:] = [_ClosedFinder()] + [
        finder for finder in sys.meta_path if "pyodide" not in type(finder).__module__ and "pyodide" not in getattr(finder, "__module__", "")
    ]
    sys.meta_path.append(_CompiledFinder())
    for name in ("USER", "LOGNAME", "LD_LIBRARY_PATH", "PYTHONINSPECT", "_"):
        os.environ.pop(name, None)


def _close_subprocess():
    """`import subprocess` itself takes time that few shows need, so its Popen is replaced when it is first imported."""

    class Finder(importlib.abc.MetaPathFinder):
        def find_spec(self, fullname, path=None, target=None):
            if fullname != "subprocess":
                return None
            sys.meta_path.remove(self)
            import subprocess

            subprocess.Popen.__init__ = _refuse("subprocess")
            subprocess.Popen.__del__ = lambda self: None
            return subprocess.__spec__

    if "subprocess" in sys.modules:
        sys.modules["subprocess"].Popen.__init__ = _refuse("subprocess")
        sys.modules["subprocess"].Popen.__del__ = lambda self: None
    else:
        sys.meta_path.insert(0, Finder())
