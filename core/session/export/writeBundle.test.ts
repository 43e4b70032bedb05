import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, inflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nodeFileSystem } from '../files/nodeFileSystem.ts';
import { writeBundle } from './writeBundle.ts';
import { zipArchive } from './zipArchive.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchmonster-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const bytes = (text: string) => new TextEncoder().encode(text);
const files = [
  { path: 'show.cfg', bytes: bytes('[map]\n') },
  { path: 'lib/größe.py', bytes: bytes('x = 1\n'.repeat(1000)) },
];

test('a folder gets all files, and nothing is replaced without consent', async () => {
  const target = join(folder, 'bundle');
  expect(await writeBundle(nodeFileSystem, files, target, false)).toEqual({
    ok: true,
    value: [join(target, 'show.cfg'), join(target, 'lib/größe.py')],
  });
  expect(readFileSync(join(target, 'show.cfg'), 'utf8')).toBe('[map]\n');
  writeFileSync(join(target, 'show.cfg'), 'mine');
  const refused = await writeBundle(nodeFileSystem, files, target, false);
  expect(refused).toMatchObject({
    ok: false,
    error: { needsOverwrite: true, message: expect.stringMatching(/show\.cfg" and 1 more would be overwritten\.$/) },
  });
  expect(readFileSync(join(target, 'show.cfg'), 'utf8')).toBe('mine');
  expect(await writeBundle(nodeFileSystem, files, target, true)).toMatchObject({ ok: true });
});

test('an archive holds the same files', async () => {
  const target = join(folder, 'bundle.zip');
  expect(await writeBundle(nodeFileSystem, files, target, false)).toEqual({ ok: true, value: [target] });
  expect(unpack(readFileSync(target))).toEqual(
    files.map(({ path, bytes: content }) => ({ path, text: new TextDecoder().decode(content) })),
  );
});

test('a name that is not UTF-8 stands in the archive with its bytes, and is not said to be UTF-8', () => {
  const archive = Buffer.from(zipArchive([{ path: 'caf\udce9', bytes: bytes('x') }]));
  const entry = archive.indexOf('PK\x01\x02', 0, 'latin1');
  expect(archive.toString('latin1', entry + 46, entry + 50)).toBe('caf\xe9');
  expect(archive.readUInt16LE(entry + 8)).toBe(0);
});

/** Reads an archive from its end, as unpackers do. */
function unpack(archive: Buffer): { path: string; text: string }[] {
  const end = archive.length - 22;
  expect(archive.readUInt32LE(end)).toBe(0x06054b50);
  let entry = archive.readUInt32LE(end + 16);
  return Array.from({ length: archive.readUInt16LE(end + 10) }, () => {
    expect(archive.readUInt32LE(entry)).toBe(0x02014b50);
    const packedBytes = archive.readUInt32LE(entry + 20);
    const nameBytes = archive.readUInt16LE(entry + 28);
    const path = archive.toString('utf8', entry + 46, entry + 46 + nameBytes);
    const local = archive.readUInt32LE(entry + 42);
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const content = inflateRawSync(archive.subarray(start, start + packedBytes));
    expect(crc32(content)).toBe(archive.readUInt32LE(entry + 16));
    expect(content.length).toBe(archive.readUInt32LE(entry + 24));
    entry += 46 + nameBytes;
    return { path, text: content.toString('utf8') };
  });
}
