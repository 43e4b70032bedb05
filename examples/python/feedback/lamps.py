import midimonster

BUTTONS = 4


def pressed(value: float) -> None:
    """Default handler of all buttons: current() tells which one it was."""
    if value < 0.5:
        return
    chosen = int(midimonster.current().removeprefix("button"))
    for button in range(1, BUTTONS + 1):
        midimonster.output(f"lamp{button}", button == chosen)
