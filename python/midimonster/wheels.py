"""Wheels that lie beside a show: which can be used, and why not the others."""

import os
import zipimport


def usable(folder):
    """(wheels to import from, {wheel: why not}) of a folder, in the order of their names."""
    found, refused = [], {}
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".whl"):
            continue
        path = os.path.join(folder, name)
        why = _why_not(path)
        if why is None:
            found.append(path)
        else:
            refused[path] = why
    return found, refused


def _why_not(path):
    if not path.endswith("-none-any.whl"):
        return "it has compiled parts for another Python; use a release of it whose name ends in -none-any.whl, if there is one"
    try:
        zipimport.zipimporter(path)
    except zipimport.ZipImportError:
        return "it is no complete wheel; copy it again"
    return None


def compiled_file(folders, name):
    """The file of a compiled module that an import of this name would need, or None."""
    for folder in folders:
        try:
            files = os.listdir(folder)
        except OSError:
            continue
        for file in files:
            if file.startswith(name + ".") and file.endswith((".so", ".pyd")):
                return os.path.join(folder, file)
    return None
