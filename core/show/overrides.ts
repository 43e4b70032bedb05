import { fail, ok, type Result } from '../base/result.ts';
import type { OptionSetting } from '../contract/protocol.ts';
import { trimmed } from './trim.ts';

/** An option from the command line: `-i desk.bind=0.0.0.0 8000`, `-b osc.detect=on`. Applied before the options of the section. */
export interface Override {
  readonly kind: 'instance' | 'backend';
  readonly target: string;
  readonly option: string;
  readonly value: string;
}

/**
 * Splits `TARGET.OPTION=VALUE`: the option begins behind the first dot, the value behind the first `=`, and each part ends where the
 * next one begins. So `a=b.c` has the value b, as in the reference.
 */
export function parseOverride(kind: Override['kind'], text: string): Result<Override, string> {
  const dot = text.indexOf('.');
  const equals = text.indexOf('=');
  if (dot < 0 || equals < 0) {
    const letter = kind === 'instance' ? 'i' : 'b';
    return fail(`-${letter} ${text}: write it as ${kind.toUpperCase()}.OPTION=VALUE.`);
  }
  const isSwapped = equals < dot;
  return ok({
    kind,
    target: trimmed(text.slice(0, Math.min(dot, equals))),
    option: trimmed(isSwapped ? text.slice(dot + 1) : text.slice(dot + 1, equals)),
    value: trimmed(isSwapped ? text.slice(equals + 1, dot) : text.slice(equals + 1)),
  });
}

/** The settings that overrides put before the options of one instance or backend. */
export function overridesFor(overrides: readonly Override[], kind: Override['kind'], target: string): OptionSetting[] {
  return overrides
    .filter((override) => override.kind === kind && override.target === target)
    .map((override) => ({ name: override.option, value: override.value }));
}
