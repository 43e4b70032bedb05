"""Compares the WebAssembly output() with its twin at boot: a build of Python with other object layouts must not go unnoticed."""

from . import api, state


class _Half:
    def __float__(self):
        return 0.5


class _One:
    def __index__(self):
        return 1


class _Name(str):
    pass


_CALLS = (
    ("a", 0.25),
    ("b", 1),
    ("a", True),
    ("a", -1),
    ("a", -1.0),
    ("a", -0.0),
    ("b", 7.5),
    ("b", float("inf")),
    ("b", float("-inf")),
    ("b", float("nan")),
    ("a", _Half()),
    ("a", _One()),
    ("a", "0.5"),
    ("a", None),
    ("a", 1j),
    ("a", 10**400),
    ("a",),
    (),
    ("a", 0.5, 1),
    ("".join(("a", "b")), 0.125),
    (_Name("a"), 0.375),
    ("nowhere", 0.5),
    ("nul\0", 0.5),
    ("\ud800", 0.5),
    (1, 0.5),
    (None, 0.5),
    ([], 0.5),
    (b"a", 0.5),
)


def same_results(fast):
    """True when both implementations do the same for every call, staged or not."""
    state.grow_to(3)
    state.slots.update({"a": 0, "b": 1, "ab": 2})
    try:
        return all(_run(fast, staging) == _run(api.output, staging) for staging in (0, 1))
    finally:
        state.slots.clear()
        _reset_outputs()
        state.control[state.OUTPUT_COUNT] = state.control[state.IS_STAGING] = 0


def _reset_outputs():
    state.outputs[:] = memoryview(bytes(len(state.outputs) * 8)).cast("d")


def _run(output, staging):
    _reset_outputs()
    state.control[state.IS_STAGING] = staging
    state.staged_outputs = {} if staging else None
    results = []
    for arguments in _CALLS:
        state.control[state.OUTPUT_COUNT] = 0
        state.output_slots[0], state.output_values[0] = -1, -1.0
        try:
            result = output(*arguments)
        except Exception as error:
            result = type(error)
        results.append((result, state.control[state.OUTPUT_COUNT], state.output_slots[0], repr(state.output_values[0]), list(state.outputs[:3])))
    results.append(state.staged_outputs)
    state.staged_outputs = None
    return results
