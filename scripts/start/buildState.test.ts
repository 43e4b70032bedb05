import { mkdirSync, mkdtempSync, rmSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { digestOf, isBuilt, markBuilt } from './buildState.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'buildState-'));
  for (const file of ['core/headless/cli.ts', 'renderer/index.html']) write(file);
  for (const file of ['cli.js', 'engineWorker.js', 'pythonWorker.js', 'electron/main.js', 'electron/preload.cjs', 'renderer/index.html']) {
    write(`dist/${file}`);
  }
  markBuilt(root, digestOf(root));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, text = ''): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

test('what was built from these files is fresh', () => {
  expect(isBuilt(root)).toBe(true);
});

test.each<[string, () => void]>([
  ['a changed file', () => utimesSync(path.join(root, 'core/headless/cli.ts'), 1, 1)],
  ['a new file', () => write('core/new.ts')],
  ['a deleted file', () => unlinkSync(path.join(root, 'renderer/index.html'))],
  ['a missing output', () => unlinkSync(path.join(root, 'dist/cli.js'))],
  ['no build at all', () => rmSync(path.join(root, 'dist'), { recursive: true })],
])('%s asks for a build', (_what, change) => {
  change();
  expect(isBuilt(root)).toBe(false);
});

test('a test is no source', () => {
  write('core/new.test.ts');
  expect(isBuilt(root)).toBe(true);
});
