import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { resolvePackage } from './resolvePackage.ts';

const names = z.record(z.string(), z.string()).default({});
const lockSchema = z.object({ packages: z.record(z.string(), z.object({ dependencies: names, optionalDependencies: names })) });

// `npm ci` refuses a lock file that lacks the builds of a package for other systems, also where they would not be installed.
it('the lock file holds everything that its packages ask for, for all systems', () => {
  const { packages } = lockSchema.parse(JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')));
  const missing = Object.entries(packages).flatMap(([place, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => resolvePackage(packages, name, place) === undefined)
      .map((name) => `${name}, asked for by ${place}`),
  );
  expect(missing).toEqual([]);
});
