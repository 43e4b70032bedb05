import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { maxBatchEvents, pythonEntry } from '../../core/contract/pythonLink.ts';
import { boxField, controlField, outputCapacity, slowCallSeconds } from './interpreterMemory.ts';

const state = readFileSync(new URL('../midimonster/state.py', import.meta.url), 'utf8');

/** The numbers that `state.py` gives names to, by name. */
function namesOfState(): Map<string, number> {
  const single = [...state.matchAll(/^([A-Z_]+) = (\d+(?:\.\d+)?)$/gm)].map(([, name = '', number]) => [name, Number(number)] as const);
  const [, ranged = ''] = /^([A-Z_, ]+) = range\(\d+\)$/m.exec(state) ?? [];
  return new Map([...single, ...ranged.split(', ').map((name, index) => [name, index] as const)]);
}

const upperCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

test('both halves of the runtime give the same numbers to what they share', () => {
  const { outputsAddress: _knownToTypeScriptOnly, ...control } = controlField;
  const ours = {
    ...boxField,
    ...control,
    ...pythonEntry,
    batchEvents: maxBatchEvents,
    outputEvents: outputCapacity,
    slowCall: slowCallSeconds,
  };
  expect(namesOfState()).toEqual(new Map(Object.entries(ours).map(([name, number]) => [upperCase(name), number])));
});
