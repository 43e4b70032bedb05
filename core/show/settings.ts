/** The run settings sidecar `<name>.patchmonster.json`: what the configuration format has no place for. */
import { z } from 'zod';
import { defaultRunSettings, type RunSettings } from '../contract/plan.ts';
import type { Problem } from '../contract/problem.ts';
import { decodeEscaped } from './escapedText.ts';
import { didYouMean } from './nearestName.ts';
import { parseJson } from './parseJson.ts';

const hour = 3_600_000;
const settingSchemas: { readonly [Name in keyof RunSettings]: { readonly schema: z.ZodType<number>; readonly rule: string } } = {
  handlerBudgetMs: { schema: z.number().min(10).max(hour), rule: 'milliseconds from 10 to 3600000' },
  blockingBudgetMs: { schema: z.number().min(10).max(hour), rule: 'milliseconds from 10 to 3600000' },
  importBudgetMs: { schema: z.number().min(100).max(hour), rule: 'milliseconds from 100 to 3600000' },
  memoryCapMiB: { schema: z.int().min(64).max(4096), rule: 'whole MiB from 64 to 4096' },
  rollbackErrors: { schema: z.int().min(1).max(1_000_000), rule: 'a whole number from 1 to 1000000' },
  rollbackWindowMs: { schema: z.number().min(100).max(hour), rule: 'milliseconds from 100 to 3600000' },
};

export function settingsPath(showPath: string): string {
  return `${showPath.replace(/\.cfg$/i, '')}.patchmonster.json`;
}

/** Takes what it understands, defaults for the rest, a problem for each thing that it does not. */
export function parseSettings(
  bytes: Uint8Array | undefined,
  file: string,
): { readonly settings: RunSettings; readonly problems: readonly Problem[] } {
  if (bytes === undefined) return { settings: defaultRunSettings, problems: [] };
  const parsed = z.record(z.string(), z.unknown()).safeParse(parseJson(decodeEscaped(bytes)));
  if (!parsed.success) return { settings: defaultRunSettings, problems: [warning(`${file} is damaged; the default settings are used.`)] };
  const settings = { ...defaultRunSettings };
  const problems: Problem[] = [];
  for (const [name, value] of Object.entries(parsed.data)) {
    if (!isSettingName(name)) {
      problems.push(warning(`${file}: there is no setting "${name}".${didYouMean(name, Object.keys(settingSchemas))}`));
      continue;
    }
    const { schema, rule } = settingSchemas[name];
    const checked = schema.safeParse(value);
    if (checked.success) settings[name] = checked.data;
    else problems.push(warning(`${file}: "${name}" must be ${rule}; ${defaultRunSettings[name]} is used.`));
  }
  return { settings, problems };
}

export function formatSettings(settings: RunSettings): string {
  return `${JSON.stringify(settings, null, 2)}\n`;
}

function isSettingName(name: string): name is keyof RunSettings {
  return Object.hasOwn(settingSchemas, name);
}

function warning(message: string): Problem {
  return { code: 'settings-invalid', severity: 'warning', message };
}
