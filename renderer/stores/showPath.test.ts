import { expect, test } from 'vitest';
import { showPath } from './showPath.ts';

test.each([
  ['/shows/club/a.py', '/shows/club/show.cfg', 'a.py'],
  ['/shows/club/lib/a.py', '/shows/club/show.cfg', 'lib/a.py'],
  ['/other/a.py', '/shows/club/show.cfg', '/other/a.py'],
  ['C:\\shows\\lib\\a.py', 'C:\\shows\\show.cfg', 'lib/a.py'],
  ['a.py', 'show.cfg', 'a.py'],
])('%s in the show %s is %s', (file, main, expected) => expect(showPath(file, main)).toBe(expected));
