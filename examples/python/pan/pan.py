import midimonster

_bytes = {"coarse": 0, "fine": 0}


def coarse(value: float) -> None:
    _bytes["coarse"] = round(value * 255)
    _put_out()


def fine(value: float) -> None:
    _bytes["fine"] = round(value * 255)
    _put_out()


def _put_out() -> None:
    midimonster.output("pan", (_bytes["coarse"] << 8 | _bytes["fine"]) / 65535)
