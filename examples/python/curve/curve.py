import midimonster

DEADBAND = 0.02
GAMMA = 2.2


def fader(value: float) -> None:
    position = min(1.0, max(0.0, (value - DEADBAND) / (1 - 2 * DEADBAND)))
    midimonster.output("dimmer", position**GAMMA)
