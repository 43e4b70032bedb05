import { chmodSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FaultyFileSystem } from '../testing/faultyFileSystem.ts';
import { nodeFileSystem } from './nodeFileSystem.ts';
import { writeAtomically } from './writeAtomically.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchmonster-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const bytes = (text: string) => new TextEncoder().encode(text);
const oldText = 'old text';
const newText = 'the new text, which is longer';

test('a disk that is full at any call leaves the old content and no temporary file', async () => {
  const path = join(folder, 'show.cfg');
  const contents: string[] = [];
  for (let failFrom = 1; ; failFrom++) {
    writeFileSync(path, oldText);
    const files = new FaultyFileSystem(failFrom, 'ENOSPC');
    const written = await writeAtomically(files, path, bytes(newText));
    contents.push(readFileSync(path, 'utf8'));
    if (files.calls < failFrom) break;
    if (!written.ok) expect(written.error.message).toBe('The disk is full, "show.cfg" can\'t be written.');
    expect(readdirSync(folder)).toEqual(['show.cfg']);
  }
  expect(contents).toEqual([oldText, oldText, oldText, oldText, oldText, newText, newText]);
});

test('a process that dies at any call leaves the old or the new content, never half', async () => {
  const path = join(folder, 'show.cfg');
  for (let failFrom = 1; ; failFrom++) {
    writeFileSync(path, oldText);
    const files = new FaultyFileSystem(failFrom, 'CRASH');
    await writeAtomically(files, path, bytes(newText));
    expect([oldText, newText]).toContain(readFileSync(path, 'utf8'));
    if (files.calls < failFrom) break;
  }
});

test('permission bits are kept and a symbolic link stays one', async () => {
  const target = join(folder, 'target.cfg');
  const link = join(folder, 'show.cfg');
  writeFileSync(target, oldText);
  chmodSync(target, 0o640);
  symlinkSync(target, link);
  expect(await writeAtomically(nodeFileSystem, link, bytes(newText))).toEqual({ ok: true, value: undefined });
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readFileSync(target, 'utf8')).toBe(newText);
  expect(statSync(target).mode & 0o777).toBe(0o640);
});

test('what can not be read is said in a sentence', () => {
  expect(nodeFileSystem.read(join(folder, 'none.cfg'))).toEqual({
    ok: false,
    error: { code: 'ENOENT', message: '"none.cfg" does not exist.' },
  });
  const asFolder = nodeFileSystem.read(folder);
  expect(!asFolder.ok && asFolder.error.message).toMatch(/is a folder, not a file\.$/);
});
