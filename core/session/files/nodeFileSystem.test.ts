import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nodeFileSystem } from './nodeFileSystem.ts';
import { writeAtomically } from './writeAtomically.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchmonster-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a folder is made with those above it; one that is there already is right too', async () => {
  const path = join(folder, 'a/b/c');
  for (let round = 0; round < 2; round++) expect(await nodeFileSystem.makeFolder(path)).toEqual({ ok: true, value: undefined });
  expect(statSync(path).isDirectory()).toBe(true);
  symlinkSync(path, join(folder, 'link'));
  expect(await nodeFileSystem.makeFolder(join(folder, 'link'))).toMatchObject({ ok: true });
});

test('a folder that can not be made is a sentence', async () => {
  writeFileSync(join(folder, 'file'), '');
  const message = async (path: string) => {
    const made = await nodeFileSystem.makeFolder(path);
    return made.ok ? 'made' : made.error.message;
  };
  expect(await message(join(folder, 'file'))).toBe('"file" exists already.');
  expect(await message(join(folder, 'file/sub'))).toContain('is a file, not a folder');
  // The system says here that a folder is missing which is there.
  if (existsSync('/proc/self')) expect(await message('/proc/none/sub')).toBe('The folder "sub" can\'t be made there.');
});

test.runIf(process.platform === 'linux')('a name that is not UTF-8 is its bytes, and is told with them escaped', async () => {
  const path = join(folder, 'caf\udce9/\udcff.cfg');
  expect(nodeFileSystem.read(path)).toMatchObject({ ok: false, error: { message: '"\\xFF.cfg" does not exist.' } });
  await nodeFileSystem.makeFolder(join(folder, 'caf\udce9'));
  expect(await writeAtomically(nodeFileSystem, path, Uint8Array.of(1, 2))).toMatchObject({ ok: true });
  expect(nodeFileSystem.read(path)).toEqual({ ok: true, value: Uint8Array.of(1, 2) });
  expect(readdirSync(folder, 'latin1')).toEqual(['caf\xe9']);
});
