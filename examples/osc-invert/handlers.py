"""Inverts a fader."""

import midimonster


def invert(value):
    midimonster.output("out", 1 - value)
