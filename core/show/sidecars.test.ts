import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultRunSettings } from '../contract/plan.ts';
import { fuzz, fuzzTimeoutMs } from '../testing/fuzz.ts';
import { encodeEscaped } from './escapedText.ts';
import { formatLayout, parseLayout } from './layout.ts';
import { formatSettings, parseSettings } from './settings.ts';

const names = fc.constantFrom('nodes', 'desk', 'x', 'y', '__proto__', 'constructor', ...Object.keys(defaultRunSettings));
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    fc.oneof(fc.double(), fc.integer(), fc.string(), fc.boolean(), fc.constant(null)),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(names, tie('json'), { maxKeys: 6 }),
  ),
}));
const sidecars = fc.oneof(
  json.map((value) => encodeEscaped(JSON.stringify(value) ?? '')),
  fc.dictionary(names, json).map((value) => encodeEscaped(`\uFEFF${JSON.stringify(value)}`)),
  fc.uint8Array(),
);

test(
  'whatever stands in a sidecar, settings and places are usable ones, and what is no such thing is said',
  () => {
    fuzz(
      fc.property(sidecars, (bytes) => {
        const { settings, problems } = parseSettings(bytes, 'show.patchmonster.json');
        expect(parseSettings(encodeEscaped(formatSettings(settings)), '')).toEqual({ settings, problems: [] });
        for (const { message } of problems) expect(message).toContain('show.patchmonster.json');

        const { layout } = parseLayout(bytes, 'show.layout.json');
        for (const { x, y } of Object.values(layout.nodes)) expect(Number.isFinite(x) && Number.isFinite(y)).toBe(true);
        expect(parseLayout(encodeEscaped(formatLayout(layout)), '').problem).toBeUndefined();
      }),
    );
  },
  fuzzTimeoutMs,
);

test('what is nested absurdly deep is damage', () => {
  expect(parseSettings(encodeEscaped('['.repeat(200_000)), 'x').problems).toHaveLength(1);
});

test('a byte order mark is no damage', () => {
  const { settings, problems } = parseSettings(encodeEscaped('\uFEFF{"handlerBudgetMs": 500}'), 'x');
  expect([settings.handlerBudgetMs, problems]).toEqual([500, []]);
  expect(parseLayout(encodeEscaped('\uFEFF{"nodes": {}}'), 'x').problem).toBeUndefined();
});
