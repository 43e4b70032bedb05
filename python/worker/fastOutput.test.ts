import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { bootTestInterpreter, type TestInterpreter } from '../testing/testInterpreter.ts';

let interpreter: TestInterpreter;
let kind: string;

beforeAll(async () => {
  interpreter = await bootTestInterpreter();
  kind = interpreter.runtime.offerModule(
    new Uint8Array(readFileSync(fileURLToPath(new URL('../../dist/python/output.wasm', import.meta.url)))),
  );
}, 60_000);

/** Runs a program of calls with one of the two implementations; says everything that can be seen of it. */
function run(implementation: 'fast' | 'twin', program: readonly (readonly [string, string])[]): unknown {
  const { booted, runtime, flushed, flush } = interpreter;
  flushed.length = 0;
  runtime.setChannels('change_channels', {
    specs: ['a', 'b', 'c.d'],
    slots: Int32Array.of(0, 1, 2),
    isTarget: Uint8Array.of(0, 0, 0),
    lastOutputs: null,
    lastInputs: null,
  });
  const calls = program.map(([name, value]) => `attempt(${name}, ${value})`).join('\n');
  const seen: string = booted.pyodide.runPython(`
import _patchmonster.start as start, _patchmonster.api as api, _patchmonster.state as state
state.outputs[:] = memoryview(bytes(len(state.outputs) * 8)).cast("d")
output = start.fast_output if "${implementation}" == "fast" else api.output
seen = []
def attempt(*arguments):
    try: seen.append(repr(output(*arguments)))
    except Exception as error: seen.append(type(error).__name__)
${calls}
repr((seen, list(state.outputs[:3])))
`);
  flush();
  return { seen, flushed: [...flushed] };
}

const names = fc.constantFrom(
  '"a"',
  '"b"',
  '"c.d"',
  '"c" + ".d"[:2]',
  '"nowhere"',
  'None',
  '7',
  '"\\0"',
  'b"a"',
  'str.__new__(type("S", (str,), {}), "a")',
);
const values = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => `${value}`),
  fc.integer().map((value) => `${value}`),
  fc.constantFrom(
    'True',
    'float("nan")',
    'float("-inf")',
    '-0.0',
    '10**400',
    '"1"',
    'None',
    '1j',
    '__import__("fractions").Fraction(1, 3)',
  ),
);

test('the WebAssembly output() passes its self-test in this build of Python', () => {
  expect(kind).toBe('wasm');
});

test('output() and its twin do the same in random programs', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(names, values), { maxLength: 30 }), (program) => {
      expect(run('fast', program)).toEqual(run('twin', program));
    }),
    { numRuns: 60 },
  );
});

test('more outputs than the buffer holds are handed on in order', () => {
  const { booted, flushed, flush } = interpreter;
  run('fast', []);
  flushed.length = 0;
  booted.pyodide.runPython('for i in range(10000): output("b", i / 10000)');
  flush();
  expect(flushed).toEqual(Array.from({ length: 10_000 }, (_, index) => `1 ${index / 10_000}`));
});

test('names are looked up anew when the channels change', () => {
  const { booted, runtime, flushed, flush } = interpreter;
  run('fast', [['"a"', '0.5']]);
  runtime.setChannels('change_channels', {
    specs: ['a'],
    slots: Int32Array.of(5),
    isTarget: Uint8Array.of(0),
    lastOutputs: null,
    lastInputs: null,
  });
  flushed.length = 0;
  booted.pyodide.runPython('output("a", 0.25); output("b", 0.25)');
  flush();
  expect(flushed).toEqual(['5 0.25']);
});
