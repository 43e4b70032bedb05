import { mkdirSync, mkdtempSync, rmSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isBuilt } from './buildState.ts';

const outputs = ['cli.js', 'engineWorker.js', 'pythonWorker.js', 'electron/main.js', 'electron/preload.cjs', 'renderer/index.html'];
let root = '';

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'buildState-'));
  for (const file of ['core/headless/cli.ts', 'core/old.ts', 'renderer/index.html', 'package-lock.json']) write(file, 100);
  for (const file of ['core/headless', 'core', 'renderer']) setTime(file, 100);
  for (const file of outputs) write(`dist/${file}`, 200);
});
afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, atSeconds: number): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), '');
  setTime(file, atSeconds);
}

function setTime(file: string, atSeconds: number): void {
  utimesSync(path.join(root, file), atSeconds, atSeconds);
}

test('what is newer than its sources is fresh', () => {
  expect(isBuilt(root)).toBe(true);
});

test.each<[string, () => void]>([
  ['a changed file', () => write('core/headless/cli.ts', 300)],
  ['other packages', () => write('package-lock.json', 300)],
  ['a new file', () => write('python/worker/new.ts', 300)],
  ['a deleted file', () => unlinkSync(path.join(root, 'core/old.ts'))],
  ['a part that was built earlier than its source was changed', () => setTime('dist/cli.js', 50)],
  ['a missing output', () => unlinkSync(path.join(root, 'dist/cli.js'))],
  ['no build at all', () => rmSync(path.join(root, 'dist'), { recursive: true })],
])('%s asks for a build', (_what, change) => {
  change();
  expect(isBuilt(root)).toBe(false);
});

test('a changed test asks for none', () => {
  write('core/headless/cli.test.ts', 300);
  setTime('core/headless', 100);
  expect(isBuilt(root)).toBe(true);
});
