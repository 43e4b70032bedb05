import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { notYetAreas } from '../../e2e/conformance/notYet.ts';
import { defaultRunSettings } from '../contract/plan.ts';
import { protocols } from '../roots/protocols.ts';
import { compilePlan } from './compile.ts';
import type { Override } from './overrides.ts';
import { parseOverride } from './overrides.ts';
import { TestShow } from './testing/testShow.ts';

const fileBody = z.union([
  z.string(),
  z.object({ hex: z.string() }),
  z.object({ parts: z.array(z.object({ text: z.string(), times: z.int().default(1) })) }),
]);
const caseSchema = z.object({
  area: z.string(),
  files: z.record(z.string(), fileBody),
  args: z.array(z.string()).default([]),
  args_after: z.array(z.string()).default([]),
  expect: z.object({ starts: z.boolean() }),
  expect_alt: z.array(z.object({ starts: z.boolean().optional() })).default([]),
});

/** Recorded facts about texts: which the reference starts with, which it refuses. Those of the command line are no such facts. */
const isAboutCommandLine = (name: string) => name.startsWith('cli-');

describe.each(['cases', 'ownCases'])('configurations recorded in %s', (folder) => {
  const root = new URL(`../../e2e/conformance/${folder}/`, import.meta.url);
  const files = readdirSync(root, { encoding: 'utf8', recursive: true }).filter((file) => file.endsWith('.json'));
  for (const file of files.sort()) {
    const name = file.replace(/^.*\//, '').replace('.json', '');
    const recorded = caseSchema.parse(JSON.parse(readFileSync(new URL(file, root), 'utf8')));
    if (notYetAreas[recorded.area] !== undefined || isAboutCommandLine(name)) continue;
    const mayStart = recorded.expect_alt[0]?.starts ?? recorded.expect.starts;
    it(`${name} ${mayStart ? 'starts' : 'is refused'}`, () => {
      const errors = errorsOf(recorded.files, [...recorded.args, ...recorded.args_after]);
      expect(errors.length > 0 ? 'refused' : 'starts', errors.join(' ')).toBe(mayStart ? 'starts' : 'refused');
    });
  }
});

function errorsOf(files: Readonly<Record<string, z.infer<typeof fileBody>>>, args: readonly string[]): string[] {
  const inFolder = Object.fromEntries(Object.entries(files).map(([path, body]) => [path, bytesOf(body)]));
  const overrides: Override[] = [];
  for (let index = 0; index < args.length; index++) {
    if (args[index] !== '-i' && args[index] !== '-b') continue;
    const parsed = parseOverride(args[index] === '-i' ? 'instance' : 'backend', fillPlaces(args[index + 1] ?? ''));
    if (!parsed.ok) return [parsed.error];
    overrides.push(parsed.value);
  }
  const { problems } = compilePlan(new TestShow(inFolder).model, protocols, { overrides, settings: defaultRunSettings, revision: 1 });
  return problems.filter((problem) => problem.severity === 'error').map((problem) => problem.message);
}

function bytesOf(body: z.infer<typeof fileBody>): string | Uint8Array {
  if (typeof body === 'string') return fillPlaces(body);
  if ('hex' in body) return Buffer.from(body.hex, 'hex');
  return fillPlaces(body.parts.map((part) => part.text.repeat(part.times)).join(''));
}

function fillPlaces(text: string): string {
  return text.replaceAll('{dir}', '/show').replaceAll(/\{port:\w+\}/g, '9000');
}
