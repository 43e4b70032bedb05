"""A slow wave and a chase of four: values that change by themselves."""

import math

import midimonster

PERIOD_MS = 4000
STEPS = 4


def step():
    phase = midimonster.timestamp() % PERIOD_MS / PERIOD_MS
    midimonster.output("sine", 0.5 + 0.5 * math.sin(2 * math.pi * phase))
    for number in range(STEPS):
        distance = (phase - number / STEPS) % 1
        midimonster.output(f"chase{number + 1}", max(0, 1 - 2 * distance))


midimonster.interval(step, 30)
