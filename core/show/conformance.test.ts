import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Override } from './overrides.ts';
import { parseOverride } from './overrides.ts';
import { TestShow } from './testing/testShow.ts';

const casesFolder = new URL('../../e2e/conformance/cases/', import.meta.url);
const caseSchema = z.object({
  area: z.string(),
  files: z.record(z.string(), z.string()),
  args: z.array(z.string()).optional(),
  expect: z.object({ starts: z.boolean() }),
  expect_alt: z.array(z.object({ starts: z.boolean().optional() })).optional(),
});

/** Recorded facts about texts: which the reference starts with, which it refuses. `--version` is about the command line. */
const areas = new Set(['config', 'glob', 'mapping', 'cli-override', 'loopback', 'python-api', 'python-load']);
const notAboutText = new Set(['cli-version']);

describe('recorded configurations', () => {
  for (const file of readdirSync(casesFolder)
    .filter((name) => name.endsWith('.json'))
    .sort()) {
    const name = file.replace('.json', '');
    const recorded = caseSchema.parse(JSON.parse(readFileSync(new URL(file, casesFolder), 'utf8')));
    if (!areas.has(recorded.area) || notAboutText.has(name)) continue;
    const mayStart = recorded.expect_alt?.some((alternative) => alternative.starts === false) ? false : recorded.expect.starts;
    it(`${name} ${mayStart ? 'starts' : 'is refused'}`, () => {
      const errors = errorsOf(recorded.files, recorded.args ?? []);
      expect(errors.length > 0 ? 'refused' : 'starts', errors.join(' ')).toBe(mayStart ? 'starts' : 'refused');
    });
  }
});

function errorsOf(files: Readonly<Record<string, string>>, args: readonly string[]): string[] {
  const inFolder = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, text.replaceAll('{dir}', '/show')]));
  const overrides: Override[] = [];
  for (let index = 0; index < args.length; index++) {
    if (args[index] !== '-i' && args[index] !== '-b') continue;
    const parsed = parseOverride(args[index] === '-i' ? 'instance' : 'backend', args[index + 1] ?? '');
    if (!parsed.ok) return [parsed.error];
    overrides.push(parsed.value);
  }
  const { problems } = new TestShow(inFolder).compile(overrides);
  return problems.filter((problem) => problem.severity === 'error').map((problem) => problem.message);
}
