import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { cliFile, rootFolder } from '../driver/paths.ts';
import { ShowFolder } from '../driver/showFolder.ts';
import { startCommand } from '../process/commandProgram.ts';

const config = `[osc typed]
bind = 127.0.0.1 0
destination = 127.0.0.1 9
/f/{a,b} = f 0 1
[osc unbound]
destination = 127.0.0.1 9
/x = i 5 5
[loopback l]
[map]
l.a > typed./f/b
l.a > typed./g
l.a > unbound./x
`;

/** Where it is named. */
const reference = process.env.MIDIMONSTER;
const patienceMs = 30_000;
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0).reverse()) close();
});

async function exportedShow(): Promise<{ readonly file: string; readonly codes: readonly string[] }> {
  const folder = new ShowFolder({ 'show.cfg': config });
  closing.push(() => folder.dispose());
  const args = ['export', folder.file('show.cfg'), '--for', 'midimonster', '--to', folder.file('bundle')];
  const program = startCommand([process.execPath, cliFile], rootFolder, args);
  expect(await program.ended).toBe(0);
  const codes = program.stderr.lines.flatMap((line) => /\(([a-z-]+)\)$/.exec(line)?.[1] ?? []);
  return { file: folder.file('bundle/show.cfg'), codes };
}

test('the report of an export for midimonster says what OSC loses there', async () => {
  const { codes } = await exportedShow();
  expect([...codes].sort()).toEqual(['export-integer-crash', 'export-untyped-output', 'osc-bind-missing']);
});

test.skipIf(reference === undefined)(
  'a show with lists in its OSC patterns is started by the reference',
  { timeout: patienceMs * 2 },
  async () => {
    const { file } = await exportedShow();
    const program = startCommand([reference ?? ''], path.dirname(reference ?? ''), [file]);
    closing.push(() => program.kill());
    expect(await program.stderr.waitFor((line) => line.includes('Matched pattern /f/b'), patienceMs)).toBe(true);
    expect(await program.stderr.waitFor((line) => line.includes('Routing 1 sources'), patienceMs)).toBe(true);
  },
);
