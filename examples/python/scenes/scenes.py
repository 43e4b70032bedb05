import midimonster

SCENES = (
    {"front": 1.0, "back": 0.2, "side": 0.0},
    {"front": 0.1, "back": 0.8, "side": 1.0},
)


def blend(value: float) -> None:
    first, second = SCENES
    for channel, level in first.items():
        midimonster.output(channel, level + (second[channel] - level) * value)
