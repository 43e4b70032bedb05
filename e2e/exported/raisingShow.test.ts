import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { cliFile, rootFolder } from '../driver/paths.ts';
import { ShowFolder } from '../driver/showFolder.ts';
import { startCommand } from '../process/commandProgram.ts';
import type { Program } from '../process/program.ts';

/** Whatever of it is called raises, each time. No module beyond `midimonster` is needed: a bare Python must do. */
const module = `import midimonster

heard = {"mapped": 0, "rest": 0}
pulses = []

def look():
    if list(heard.values()) == [2000, 2000]:
        print("all", flush=True)

def mapped(value):
    heard["mapped"] += 1
    look()
    raise ValueError(value)

def rest(value):
    heard["rest"] += 1
    look()
    raise SystemExit(3)

def pulse():
    pulses.append(None)
    for value in range(100):
        midimonster.output("out", value / 100)
    if len(pulses) == 20:
        midimonster.interval(pulse, 0)
    raise KeyError("pulse")

def end():
    print("heard", *heard.values(), flush=True)
    raise RuntimeError("end")

midimonster.interval(pulse, 10)
midimonster.cleanup_handler(end)
`;
const config = '[python py]\nmodule = raising\ndefault-handler = raising.rest\n[map]\npy.out > py.raising.mapped\npy.out > py.other\n';

const patienceMs = 60_000;
/** Where it is named. */
const reference = process.env.MIDIMONSTER;
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0).reverse()) close();
});

function patchMonster(...args: string[]): Program {
  return startCommand([process.execPath, cliFile], rootFolder, args);
}

test('a show whose handlers raise loses no event after its export for patchmonster', { timeout: patienceMs * 2 }, () =>
  prove('patchmonster', (file) => patchMonster('run', file)),
);

test.skipIf(reference === undefined)('nor for midimonster, run by the reference', { timeout: patienceMs * 2 }, () =>
  prove('midimonster', (file) => startCommand([reference ?? ''], path.dirname(reference ?? ''), [file])),
);

async function prove(target: 'midimonster' | 'patchmonster', start: (file: string) => Program): Promise<void> {
  const folder = new ShowFolder({ 'show.cfg': config, 'raising.py': module });
  closing.push(() => folder.dispose());
  expect(await patchMonster('export', folder.file('show.cfg'), '--for', target, '--to', folder.file('bundle')).ended).toBe(0);

  const program = start(folder.file('bundle/show.cfg'));
  closing.push(() => program.kill());
  await program.stdout.waitFor((line) => line === 'all', patienceMs);
  program.signal('SIGINT');
  expect(await program.ended).toBe(0);
  expect(program.stdout.lines.filter((line) => /^(all|heard)/.test(line))).toEqual(['all', 'heard 2000 2000']);
  for (const raised of ['ValueError: 0.5', 'SystemExit: 3', "KeyError: 'pulse'"]) expect(program.stderr.lines).toContain(raised);
}
