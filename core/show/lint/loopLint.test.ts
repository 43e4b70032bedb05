import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TestShow } from '../testing/testShow.ts';

const handlers = ['h0', 'h1', 'h2'] as const;
const outputs = ['o0', 'o1', 'o2'] as const;
const pair = fc.tuple(fc.constantFrom(...outputs), fc.constantFrom(...handlers));

it('finds a possible loop just when outputs of handlers lead back to themselves', () => {
  fc.assert(
    fc.property(fc.uniqueArray(pair, { selector: String }), fc.uniqueArray(pair, { selector: String }), (routes, puts) => {
      const bodies = handlers.map((handler) => {
        const lines = puts.filter(([, by]) => by === handler).map(([output]) => `    midimonster.output("${output}", v)`);
        return `def ${handler}(v):\n    pass\n${lines.join('\n')}\n`;
      });
      const show = new TestShow({
        'show.cfg': `[python py]\nmodule = m\n[map]\n${routes.map(([output, handler]) => `py.${output} > py.m.${handler}\n`).join('')}`,
        'm.py': `import midimonster\n${bodies.join('')}`,
      });
      const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
        routes.some(([output, handler]) => {
          if (output !== from || seen.has(handler)) return false;
          seen.add(handler);
          return puts.some(([next, by]) => by === handler && (next === to || reaches(next, to, seen)));
        });
      const isLooping = outputs.some((output) => reaches(output, output));
      expect(show.lint().some(({ code }) => code === 'possible-feedback-loop')).toBe(isLooping);
    }),
    { numRuns: 500 },
  );
});
