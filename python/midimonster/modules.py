"""Finding and loading the modules that an instance names, in all spellings.

`my` and `my.py` are looked up in the instance's folder, `lib/my.py` loads that file as `my`, and dotted names are imported.
"""

import importlib
import importlib.util
import json
import os
import sys

from . import guard, sources, state, wheels
from .frames import user_frame

bridge = None

# Folders whose Python files are the user's.
user_folders = []


class StageOwners:
    """Which sockets belong to which modules: all that one load opens gets one owner."""

    def __init__(self):
        self._count = 0
        self._owner_of = {}

    def open(self):
        self._count += 1
        owner = f"load {self._count}"
        bridge.open_stage(owner)
        return owner

    def commit(self, owner, names, carried=(), left=()):
        """The modules' earlier sockets are closed, unless another module that goes on shares their owner, or the new version has
        carried them over. `left` are further ones to close. Both are descriptors.
        """
        old = {self._owner_of[name] for name in names if name in self._owner_of}
        kept = {self._owner_of[name] for name in self._owner_of if name not in names}
        for name in names:
            self._owner_of[name] = owner
        bridge.commit_stage(json.dumps({"retired": sorted(old - kept), "kept": sorted(carried), "left": sorted(left)}))


stage_owners = StageOwners()


class NoModule(ModuleNotFoundError):
    """The file that the configuration names isn't there or can't be used; the text says what to do."""


NoModule.__module__, NoModule.__qualname__ = "builtins", "ModuleNotFoundError"


def is_user_file(path):
    return path is not None and any(path.startswith(folder + "/") for folder in user_folders)


def user_modules():
    """The user's modules by name, in the order in which they were loaded."""
    return {name: module for name, module in list(sys.modules.items()) if is_user_file(getattr(module, "__file__", None))}


def set_up_paths(folder, show_folder):
    user_folders[:] = [folder] if folder == show_folder else [folder, show_folder]
    os.chdir(folder)
    sys.dont_write_bytecode = True
    # Compiled files of a native Python with the same magic number could be older than an edit within the same second.
    sys.pycache_prefix = "/nowhere"
    sys.path[:] = [folder] + [path for path in sys.path if path not in ("", folder)]
    for base in user_folders:
        for name in ("lib", "requirements"):
            extra = os.path.join(base, name)
            if os.path.isdir(extra):
                sys.path.append(extra)
                found, refused = wheels.usable(extra)
                sys.path.extend(found)
                for path, why in refused.items():
                    bridge.note("warning", f"{path} is not used: {why}")
    _make_way(folder)
    importlib.invalidate_caches()


# Loaded natively, too, before a user's module could be meant by the name.
_ALWAYS_FIRST = {"abc", "codecs", "encodings", "genericpath", "io", "os", "posixpath", "site", "stat"}


def _make_way(folder):
    """A user's file may have the name of a standard module that only our runtime has loaded so far: then the file is meant."""
    for file in os.listdir(folder):
        path = os.path.join(folder, file)
        name = file[:-3] if file.endswith(".py") else file if os.path.isfile(os.path.join(path, "__init__.py")) else ""
        if name not in sys.modules or name in _ALWAYS_FIRST or name in sys.builtin_module_names or name == "midimonster":
            continue
        for loaded in [loaded for loaded in sys.modules if loaded == name or loaded.startswith(name + ".")]:
            del sys.modules[loaded]


def split_spelling(spelling, folder):
    """(name, path): the module's name and its file, or None for the file when the import system is to find it."""
    is_path = spelling.endswith(".py") or "/" in spelling or "\\" in spelling
    path = os.path.join(folder, spelling.replace("\\", "/"))
    if not path.endswith(".py"):
        path += ".py"
    if is_path and _is_there(path):
        return os.path.basename(path)[:-3], os.path.normpath(path)
    if "/" in spelling or "\\" in spelling:
        raise NoModule(f"There is no file {path}", name=spelling)
    if spelling.endswith(".py") and not os.path.isdir(path[:-3]) and "." not in spelling[:-3]:
        raise NoModule(f"There is no file {spelling} in {folder}", name=spelling)
    if "." not in spelling and _is_there(path):
        return spelling, os.path.normpath(path)
    return spelling, None


def _is_there(path):
    return os.path.isfile(path) or os.path.normpath(path) in sources.held


def name_of(spelling, folder):
    try:
        return split_spelling(spelling, folder)[0]
    except NoModule:
        return spelling


def load(spelling, folder):
    """Imports one module as the configuration names it and returns its name; raises whatever the module raises."""
    name, path = split_spelling(spelling, folder)
    if name == "midimonster":
        raise NoModule('"midimonster" is the name of the built-in module; please give your file another name', name=name)
    if path is None:
        importlib.import_module(name)
        return name
    known = sys.modules.get(name)
    if known is not None:
        if getattr(known, "__file__", None) != path:
            raise NoModule(f'Another module named "{name}" is loaded already; please give {path} another name', name=name)
        return name
    if os.path.dirname(path) not in sys.path:
        # What lies beside a file is found by it.
        sys.path.append(os.path.dirname(path))
    load_file(name, path)
    return name


def load_file(name, path):
    specification = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(specification)
    sys.modules[name] = module
    try:
        specification.loader.exec_module(module)
    except BaseException:
        sys.modules.pop(name, None)
        raise


def load_all(spellings, folder):
    """Loads every module; one that fails is reported and the others are loaded all the same. Returns the problems by spelling."""
    problems = {}
    state.begin_entry(state.LOAD)
    try:
        for spelling in dict.fromkeys(spellings):
            state.running.position += 1
            tell_load(state.running.position, spelling)
            owner = stage_owners.open()
            try:
                loaded = load(spelling, folder)
            except BaseException as error:
                # What it registered before goes on, as in the reference, until a better version of the file takes it over.
                loaded = name_of(spelling, folder)
                sources.drop()
                guard.report_load(error, spelling)
                problems[spelling] = describe_failure(error, spelling, folder)
            else:
                sources.keep()
            stage_owners.commit(owner, [loaded])
    finally:
        state.end_entry()
    return problems


def tell_load(number, name):
    """The supervisor names what never finishes loading."""
    bridge.functions(json.dumps({"calls": [[number, f"module {name}"]], "handlers": []}))
    bridge.begin_call(number)


def describe_failure(error, spelling, folder, call=None):
    if isinstance(error, NoModule):
        return guard.problem("python-module-missing", str(error))
    if isinstance(error, ModuleNotFoundError) and error.name == spelling.split(".")[0] and user_frame(error) is None:
        return guard.problem("python-module-missing", f'There is no module "{spelling}" in {folder}')
    if isinstance(error, FileNotFoundError) and user_frame(error) is None:
        return guard.problem("python-module-missing", f'Module "{spelling}" was not loaded: its file {error.filename} is not there any more')
    if isinstance(error, SyntaxError):
        is_encoding = any(sign in (error.msg or "") for sign in ("Non-UTF-8", "null bytes"))
        reason = "its file is not UTF-8 text; save it as UTF-8" if is_encoding else error.msg
        return guard.problem("python-module-syntax", f'Module "{spelling}" was not loaded: {reason}', error)
    if isinstance(error, SystemExit):
        return guard.problem("python-module-failed", f'Module "{spelling}" was not loaded: it called sys.exit()', error)
    return guard.problem("python-module-failed", f'Module "{spelling}" was not loaded: {guard.sentence_of(error)}', error, call)
