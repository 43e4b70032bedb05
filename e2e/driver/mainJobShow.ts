/** The show of the main job: a fader over OSC, inverted by Python, to a lamp over OSC; a second fader is not mapped yet. */
export function mainJobShow(ports: { readonly faderPort: number; readonly lampOwnPort: number; readonly lampPort: number }) {
  return {
    'show.cfg': `; the desk sends here
[osc in]
bind = 127.0.0.1 ${ports.faderPort}

[osc out]
bind = 127.0.0.1 ${ports.lampOwnPort}
destination = 127.0.0.1 ${ports.lampPort}
/lamp = f 0.0 1.0
/second = f 0.0 1.0

[python py]
module = handlers

[map]
in./fader > py.handlers.invert
; the lamp
py.out > out./lamp
`,
    'handlers.py': invertingModule,
  };
}

export const invertingModule = `import midimonster


def invert(value):
    midimonster.output("out", 1.0 - value)
`;

export const halvingModule = invertingModule.replace('1.0 - value', 'value / 2');

/** The mistake is in line 5. */
export const brokenModule = invertingModule.replace('midimonster.output("out", 1.0 - value)', 'midimonster.output("out", 1.0 -)');
