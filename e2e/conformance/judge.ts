import { canonicalJson, sameJson } from './canonicalJson.ts';
import { type Case, type Expectation, pythonInstanceCount } from './caseFile.ts';

export interface Observation {
  readonly starts: boolean;
  /** Lines of the modules without `T `, and without `ready`. */
  readonly stdout: readonly string[];
  readonly packets: Readonly<Record<string, unknown>>;
  readonly ended_by: 'self' | 'signal' | 'killed';
  readonly exit: number;
}

export interface Difference {
  readonly what: string;
  readonly expected: unknown;
  readonly observed: unknown;
}

/**
 * Differences from what is demanded; empty when the case passes. Where a case has sensible alternatives one of them is demanded, and
 * the reference's own result does not do. The order of lines is exact with one Python interpreter; each further one runs in a worker
 * of its own, so their mutual order is not promised.
 */
export function judge(one: Case, observation: Observation): Difference[] {
  const wanted = one.expect_alt.length > 0 ? one.expect_alt.map((alternative) => ({ ...one.expect, ...alternative })) : [one.expect];
  const ignoresOrder = pythonInstanceCount(one) > 1;
  const results = wanted.map((expectation) => differences(one, expectation, observation, ignoresOrder));
  return results.find((result) => result.length === 0) ?? results[0] ?? [];
}

function differences(one: Case, expectation: Expectation, observation: Observation, ignoresOrder: boolean): Difference[] {
  const found: Difference[] = [];
  const compare = (what: string, expected: unknown, observed: unknown) => {
    if (!sameJson(expected, observed)) found.push({ what, expected, observed });
  };
  const isDemanded = (name: 'starts' | 'stdout' | 'packets' | 'ended_by' | 'exit') =>
    expectation[name] !== undefined && !one.ignore.includes(name);
  const lines = (all: readonly string[]) => orderLines(one, all, ignoresOrder);

  if (isDemanded('starts')) compare('starts', expectation.starts, observation.starts);
  if (isDemanded('stdout')) compare('stdout', lines(expectation.stdout ?? []), lines(observation.stdout));
  if (isDemanded('packets')) {
    for (const [name, packets] of Object.entries(expectation.packets ?? {})) {
      compare(`packets at ${name}`, orderPackets(one, packets, ignoresOrder), orderPackets(one, observation.packets[name], ignoresOrder));
    }
  }
  if (isDemanded('ended_by')) compare('ended_by', expectation.ended_by, observation.ended_by);
  const hasOwnEnd = expectation.starts === false || expectation.ended_by === 'self';
  if (hasOwnEnd && isDemanded('exit') && expectation.exit !== null && (expectation.exit === 0) !== (observation.exit === 0)) {
    found.push({ what: 'exit', expected: expectation.exit, observed: observation.exit });
  }
  return found;
}

function orderLines(one: Case, lines: readonly string[], ignoresOrder: boolean): unknown {
  if (ignoresOrder || one.timing === 'set') return [...lines].sort();
  if (one.timing === 'exact') return lines;
  // Grouped: order counts only among lines with the same first word.
  const groups: Record<string, string[]> = {};
  for (const line of lines) {
    const word = line.split(' ', 1)[0] ?? '';
    groups[word] = [...(groups[word] ?? []), line];
  }
  return groups;
}

function orderPackets(one: Case, packets: unknown, ignoresOrder: boolean): unknown {
  if (!Array.isArray(packets) || !(ignoresOrder || one.packets_set)) return packets;
  return packets.map(canonicalJson).sort();
}
