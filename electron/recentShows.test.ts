import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLogger } from '../core/base/logger.ts';
import { RecentShows } from './recentShows.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'recentShows-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const fileIn = (name: string) => path.join(folder, name);
const show = (name: string) => path.resolve('/shows', name);

async function loaded(file: string): Promise<RecentShows> {
  const recent = new RecentShows(file, silentLogger);
  await recent.load();
  return recent;
}

test('the newest show comes first, each one once, and the next start knows them', async () => {
  const recent = await loaded(fileIn('settings/recent.json'));
  await Promise.all(['a.cfg', 'b.cfg', 'a.cfg'].map((name) => recent.add(show(name))));
  expect(recent.paths).toEqual([show('a.cfg'), show('b.cfg')]);
  expect((await loaded(fileIn('settings/recent.json'))).paths).toEqual(recent.paths);
});

test('the list is short', async () => {
  const recent = await loaded(fileIn('recent.json'));
  for (let i = 0; i < 15; i++) await recent.add(show(`${i}.cfg`));
  expect(recent.paths.length).toBe(10);
  expect(recent.paths[0]).toBe(show('14.cfg'));
});

test('a show that is gone can be taken out', async () => {
  const recent = await loaded(fileIn('recent.json'));
  await recent.add(show('a.cfg'));
  await recent.remove(show('a.cfg'));
  expect(readFileSync(fileIn('recent.json'), 'utf8')).toBe('[]\n');
});

test.each([['{'], ['{"a":1}'], ['[1]'], ['["relative.cfg"]'], ['\0\xff']])('a file that holds %j is an empty list', async (text) => {
  writeFileSync(fileIn('recent.json'), text);
  expect((await loaded(fileIn('recent.json'))).paths).toEqual([]);
});

test('a list that cannot be written is logged and still works', async () => {
  mkdirSync(fileIn('recent.json'));
  const lines: string[] = [];
  const recent = new RecentShows(fileIn('recent.json'), { log: (level, source) => lines.push(`${level} ${source}`) });
  await recent.add(show('a.cfg'));
  expect(recent.paths).toEqual([show('a.cfg')]);
  expect(lines).toEqual(['warning recent shows']);
});
