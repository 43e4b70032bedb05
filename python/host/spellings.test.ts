import { existsSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { resolveModule } from '../../core/contract/moduleName.ts';
import { TestShow } from '../testing/testShow.ts';

const show = new TestShow();
afterAll(() => show.stop());

/** What `module =` may say, and the file that it stands for; without one the import system of Python is asked. */
const spellings: readonly (readonly [spelling: string, file?: string])[] = [
  ['plain', 'plain.py'],
  ['dotted.py', 'dotted.py'],
  ['./here.py', 'here.py'],
  ['my-handlers', 'my-handlers.py'],
  ['lib/deep', 'lib/deep.py'],
  ['lib/deeper.py', 'lib/deeper.py'],
  ['lib\\windows.py', 'lib/windows.py'],
  ['lib/../lib/./round.py', 'lib/round.py'],
  ['package', 'package/__init__.py'],
  ['package.part', 'package/part.py'],
  ['lib/with.dots', 'lib/with.dots.py'],
  ['both', 'both.py'],
  ['wave'],
];
const missing = ['nowhere', 'nowhere.py', 'lib/nowhere', 'package.nowhere'];

test('the document and the interpreter mean the same file and name by every spelling of a module', async () => {
  const says = 'print("T", __name__, __file__, flush=True)\n';
  for (const [, file] of spellings) if (file) await show.write(file, says);
  // A file comes before a package of the same name.
  await show.write('both/__init__.py', says);
  const py = show.add('py', { modules: [...spellings.map(([spelling]) => spelling), ...missing] });
  await show.start();
  const found = spellings.map(([spelling, file]) => {
    const { importName, candidates } = resolveModule(spelling, show.folder);
    const candidate = candidates.find((path) => existsSync(path));
    expect(candidate, spelling).toBe(file && `${show.folder}/${file}`);
    return { importName, candidate };
  });
  expect(py.lines).toEqual(found.flatMap(({ importName, candidate }) => (candidate ? [`${importName} ${candidate}`] : [])));
  for (const spelling of missing) expect(resolveModule(spelling, show.folder).candidates.filter((path) => existsSync(path))).toEqual([]);
  expect(py.problems).toHaveLength(missing.length);
});
