import midimonster

FADE_SECONDS = 2.0
STEP_MS = 20

_level = 0.0
_goal = 0.0


def go(value: float) -> None:
    """Above one half fades up, below fades down; a new call turns a running fade round where it is."""
    global _goal
    _goal = 1.0 if value > 0.5 else 0.0
    midimonster.interval(_step, STEP_MS)


def _step() -> None:
    global _level
    step = STEP_MS / 1000 / FADE_SECONDS
    _level = min(_goal, _level + step) if _goal > _level else max(_goal, _level - step)
    midimonster.output("level", _level)
    if _level == _goal:
        midimonster.interval(_step, 0)
