import midimonster

_was_down = False


def press(value: float) -> None:
    global _was_down
    is_down = value > 0.5
    if is_down and not _was_down:
        midimonster.output("switch", not midimonster.outputvalue("switch"))
    _was_down = is_down


def __reload__(old) -> None:
    """A new version of this file goes on with the state of the old one."""
    global _was_down
    _was_down = old["_was_down"]
