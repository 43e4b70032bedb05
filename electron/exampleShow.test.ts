import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exampleShow, userFolder } from './exampleShow.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'exampleShow-'));
  mkdirSync(path.join(folder, 'examples', 'moving'), { recursive: true });
  writeFileSync(path.join(folder, 'examples', 'moving', 'moving.cfg'), '[map]\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the example is copied once, and what the user made of it stays', () => {
  const own = path.join(folder, 'own');
  const show = exampleShow(path.join(folder, 'examples'), own);
  expect(show).toBe(path.join(own, 'examples', 'moving', 'moving.cfg'));
  writeFileSync(show, '; mine\n');
  expect(exampleShow(path.join(folder, 'examples'), own)).toBe(show);
  expect(readFileSync(show, 'utf8')).toBe('; mine\n');
});

test('a folder that cannot be written is replaced by a temporary one', () => {
  const blocked = path.join(folder, 'blocked');
  writeFileSync(blocked, 'a file, where a folder is wanted');
  chmodSync(blocked, 0o400);
  const show = exampleShow(path.join(folder, 'examples'), blocked);
  expect(path.relative(os.tmpdir(), show)).toMatch(/^patchmonster-/);
  expect(readFileSync(show, 'utf8')).not.toBe('');
});

test('each system keeps settings in its own place', () => {
  expect(userFolder({ XDG_CONFIG_HOME: '' }, 'linux', '/home/kim')).toBe('/home/kim/.config/PatchMonster');
  expect(userFolder({ XDG_CONFIG_HOME: '/settings' }, 'linux', '/home/kim')).toBe('/settings/PatchMonster');
  expect(userFolder({}, 'darwin', '/Users/kim')).toBe('/Users/kim/Library/Application Support/PatchMonster');
});
