import { expect, test } from 'vitest';
import { bootTestInterpreter } from '../testing/testInterpreter.ts';

test('the warm-up raises nothing without the WebAssembly output()', async () => {
  const { runtime, posted } = await bootTestInterpreter();
  expect(runtime.offerModule(undefined)).toBe('python');
  runtime.warmUp();
  expect(posted).toEqual([]);
  expect(runtime.outputCount).toBe(0);
}, 60_000);
