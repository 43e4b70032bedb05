import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { reportLines } from '../../electron/reportLines.ts';
import { runElectron } from './runElectron.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'runElectron-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a program in Electron's place and tells how it went and what reached the screen. */
async function run(program: string) {
  const binary = path.join(folder, 'electron');
  writeFileSync(binary, `#!${process.execPath}\n${program}\n`);
  chmodSync(binary, 0o755);
  const seen: string[] = [];
  const outcome = await runElectron(
    binary,
    ['/app', '/show.cfg'],
    (text) => seen.push(text.trim()),
    () => seen.push('(ready)'),
  );
  return [...seen, outcome];
}

const say = (line: string) => `process.stdout.write(${JSON.stringify(`${line}\n`)});`;

test.skipIf(process.platform === 'win32')('a window that was seen and closed is all there is to do', async () => {
  const program = `${say('noise')}${say(reportLines.ready)} setImmediate(() => { console.error(process.argv.slice(2).join(' ')); process.exitCode = 3; });`;
  expect(await run(program)).toEqual(['(ready)', '/app /show.cfg', { kind: 'closed', exitCode: 3 }]);
});

test.skipIf(process.platform === 'win32')('another PatchMonster that takes the show over is no failure', async () => {
  expect(await run(say(reportLines.ended))).toEqual([{ kind: 'closed', exitCode: 0 }]);
});

test.skipIf(process.platform === 'win32')('an end before the window was seen is told with its reason', async () => {
  expect(await run(`console.error('[1:FATAL] Running as root without --no-sandbox is not supported.'); process.exit(1);`)).toEqual([
    { kind: 'failed', reason: 'it does not start as root' },
  ]);
  expect(await run('process.exit(0)')).toEqual([{ kind: 'failed', reason: 'it ended with code 0 before its window could be seen' }]);
});

test('a binary that cannot be started is told with its reason', async () => {
  const outcome = await runElectron(
    path.join(folder, 'missing'),
    [],
    () => {},
    () => {},
  );
  expect(outcome).toMatchObject({ kind: 'failed', reason: expect.stringMatching(/could not be started/) });
});
