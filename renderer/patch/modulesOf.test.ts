import { expect, test } from 'vitest';
import { instanceOf, viewOf } from '../testing/fakeSession.ts';
import { modulesOf } from './modulesOf.ts';

const place = { file: 'sub/inc.cfg', line: 1, column: 1, endLine: 1, endColumn: 1 };
const option = (value: string) => ({ index: 0, name: 'module', value, place });

test.each([
  ['handlers', 'sub/handlers.py'],
  ['handlers.py', 'sub/handlers.py'],
  ['../lib/my.py', 'lib/my.py'],
  ['pkg.sub', 'sub/pkg/sub.py'],
  ['package', 'sub/package/__init__.py'],
])('module = %s is the file %s, seen from the file of its section', (value, expected) => {
  const view = viewOf({
    files: [{ path: expected, role: 'module', isDirty: false }],
    instances: [instanceOf('py', 'python', { options: [option(value)], place })],
  });
  expect(modulesOf(view, 'py')).toEqual([expected]);
});

test('a module that the session did not find is left out', () => {
  const view = viewOf({ instances: [instanceOf('py', 'python', { options: [option('gone')], place })] });
  expect(modulesOf(view, 'py')).toEqual([]);
});
