import { afterAll, expect, test } from 'vitest';
import { TestShow } from '../testing/testShow.ts';

const show = new TestShow({ pythonFolder: '/nowhere' });
afterAll(() => show.stop());

test('an instance whose interpreter can not be read fails with a sentence', async () => {
  await show.write('empty.py', '');
  const py = show.add('py', { modules: ['empty'] });
  await show.start();
  expect(py.phase).toBe('failed');
  expect(py.reason).toMatch(/^Python could not start: the interpreter's files can't be read: ENOENT/);
});
