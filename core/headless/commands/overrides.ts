import { fail, ok, type Result } from '../../base/result.ts';
import { type Override, parseOverride } from '../../show/overrides.ts';
import type { ShowArguments } from '../commandLine.ts';

/** All overrides of a command line, or one sentence for each that is malformed. */
export function parseOverrides({ instanceOverrides, backendOverrides }: ShowArguments): Result<readonly Override[], readonly string[]> {
  const parsed = [
    ...instanceOverrides.map((text) => parseOverride('instance', text)),
    ...backendOverrides.map((text) => parseOverride('backend', text)),
  ];
  const errors = parsed.flatMap((result) => (result.ok ? [] : [result.error]));
  return errors.length > 0 ? fail(errors) : ok(parsed.flatMap((result) => (result.ok ? [result.value] : [])));
}
