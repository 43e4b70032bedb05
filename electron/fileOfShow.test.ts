import path from 'node:path';
import { expect, test } from 'vitest';
import { fileOfShow } from './fileOfShow.ts';

const files = ['/shows/night/show.cfg', '/shows/shared/m.py'];

test('a file of the show is found, however its path is spelled', () => {
  expect(fileOfShow(files, '/shows/night/../shared/m.py')).toBe(path.resolve('/shows/shared/m.py'));
});

test('no other file can be named by a page', () => {
  for (const named of ['/etc/passwd', '/shows/night', '/shows/night/other.cfg', 'show.cfg', '/shows/night/show.cfg\0', '']) {
    expect(() => fileOfShow(files, named)).toThrow('not a file of the show');
  }
});
