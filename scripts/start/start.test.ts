/** The start command as a whole, on a built checkout, with a program that is no Electron in its place. */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';

const command = path.join(import.meta.dirname, '..', 'start.mjs');
const folder = mkdtempSync(path.join(os.tmpdir(), 'patchmonster-start-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const env = {
  ...process.env,
  HOME: folder,
  INIT_CWD: folder,
  XDG_CONFIG_HOME: path.join(folder, 'settings'),
  PATCHMONSTER_STATE: path.join(folder, 'state'),
};

/** Starts, waits for an address, and gives what was written up to it and a way to stop. */
async function startUntilServed(args: readonly string[], extraEnv: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [command, ...args], { env: { ...env, ...extraEnv }, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const output = await new Promise<string>((resolve, reject) => {
    let text = '';
    const take = (chunk: Buffer) => {
      text += chunk.toString();
      if (/http:\/\/127\.0\.0\.1:\d+\/\S+\n/.test(text)) resolve(text);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('exit', (code) => reject(new Error(`It ended with ${code}:\n${text}`)));
  });
  const url = /http:\/\/127\.0\.0\.1:\d+\/\S+/.exec(output)?.[0] ?? '';
  const stop = () => {
    child.kill('SIGTERM');
    return ended;
  };
  return { output, url, stop };
}

test.skipIf(process.platform === 'win32')(
  'an Electron that ends at once is explained, and the show is served',
  { timeout: 180_000 },
  async () => {
    const binary = path.join(folder, 'electron');
    writeFileSync(binary, '#!/bin/sh\necho "error while loading shared libraries: libnss3.so: no such file" >&2\nexit 127\n');
    chmodSync(binary, 0o755);
    writeFileSync(path.join(folder, 'gala.cfg'), '[loopback a]\n\n[map]\na.x > a.y\n');
    const { output, url, stop } = await startUntilServed(['gala.cfg'], { DISPLAY: ':99', ELECTRON_OVERRIDE_DIST_PATH: folder });
    expect(output).toContain('Electron can’t open a window here: the system library libnss3.so is missing.');
    expect((await fetch(url)).status).toBe(200);
    expect(await stop()).toBe(0);
  },
);

test('without a display the example is served from the user’s own copy', { timeout: 180_000 }, async () => {
  const { output, stop } = await startUntilServed([], { DISPLAY: '', WAYLAND_DISPLAY: '' });
  expect(output).toContain('this machine has no display');
  expect(existsSync(path.join(folder, 'settings', 'PatchMonster', 'examples', 'moving', 'moving.cfg'))).toBe(true);
  expect(await stop()).toBe(0);
});

test.each([
  [['missing.cfg'], /There is no file .*missing\.cfg\./],
  [[folder], /is a folder\. Name the show's main \.cfg file in it\./],
  [['--verbose'], /^Usage: npm start/],
  [['a.cfg', 'b.cfg'], /^Usage: npm start/],
])('%j is refused with a sentence', (args, sentence) => {
  const { status, stderr } = spawnSync(process.execPath, [command, ...args], { env, encoding: 'utf8' });
  expect(stderr).toMatch(sentence);
  expect(status).toBe(1);
});
