"""Turns a value upside down: 0 becomes 1, 1 becomes 0. Change the sum, save, and watch the lamp."""

import midimonster


def invert(value):
    midimonster.output("inverted", 1 - value)
