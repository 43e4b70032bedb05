import path from 'node:path';
import { expect, test } from 'vitest';
import { showOfArguments } from './launchArguments.ts';

const app = path.resolve('/app');
const main = path.resolve('/app/dist/electron/main.js');
const showOf = (...argv: string[]) => showOfArguments(argv, path.resolve('/home/kim'), [app, main]);

test('the show is the first argument that is neither a switch nor the app itself', () => {
  expect(showOf('/usr/bin/electron', '--no-sandbox', '/app/dist/electron/main.js', 'gala.cfg')).toBe(path.resolve('/home/kim/gala.cfg'));
  expect(showOf('/usr/bin/electron', '/app', '/shows/gala.cfg')).toBe(path.resolve('/shows/gala.cfg'));
  expect(showOf('/opt/PatchMonster/patchmonster', '--ozone-platform=x11', '../gala.cfg')).toBe(path.resolve('/home/gala.cfg'));
});

test('without one there is no show', () => {
  expect(showOf('/opt/PatchMonster/patchmonster')).toBeUndefined();
  expect(showOf('/usr/bin/electron', '/app', '')).toBeUndefined();
});
