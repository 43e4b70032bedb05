import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ok } from '../base/result.ts';
import { defaultRunSettings } from '../contract/plan.ts';
import { protocols } from '../roots/protocols.ts';
import { fuzz, fuzzTimeoutMs } from '../testing/fuzz.ts';
import { compilePlan } from './compile.ts';
import { encodeEscaped } from './escapedText.ts';
import { emptyLayout } from './layout.ts';
import { lintShow } from './lint.ts';
import { loadShow } from './loadShow.ts';
import { buildModel } from './model.ts';
import { readModules } from './modules.ts';
import { printConfig } from './syntax.ts';
import { viewOf } from './view.ts';

const examples = new URL('../../examples/', import.meta.url);
const shows = readdirSync(examples, { encoding: 'utf8', recursive: true })
  .filter((file) => file.endsWith('.cfg'))
  .map((file) => new Uint8Array(readFileSync(new URL(file, examples))));

const piece = fc.oneof(
  fc.constantFrom(
    '[map]\n',
    '[osc a]\n',
    '[python p]\nmodule = show\n',
    '[loopback l]\n',
    '[include show.cfg]\n',
    '[backend osc]\n',
    'bind = 127.0.0.1 9000\n',
    '/x = f 0 1\n',
    'a./x{1..9} > p.m.h{9..1}\n',
    'a./x{1..999999999} > l.{a,b}{1..99999}\n',
    'l.{{1..2}..3} <> l.{x\n',
    'l.a > l.a\n',
    ';~ a.b < c.d\n',
    '{',
    '..',
    '=',
    '\0',
    '\uFEFF',
  ),
  fc.string({ unit: 'binary' }),
);
const composed = fc.array(piece).map((pieces) => encodeEscaped(pieces.join('')));
/** A real show in which a stretch of bytes was replaced. */
const damaged = fc
  .tuple(fc.constantFrom(...shows), fc.nat(), fc.nat(40), fc.uint8Array({ maxLength: 12 }))
  .map(([show, at, length, bytes]) => {
    const start = at % show.length;
    return Uint8Array.from([...show.subarray(0, start), ...bytes, ...show.subarray(start + length)]);
  });

/** Far more than the inputs above can honestly mean. */
const mostRoutes = 2_000_000;

test(
  'any bytes are a show that can be looked at: they print as they are, and what is wrong has a sentence and a place',
  () => {
    fuzz(
      fc.property(fc.oneof(composed, damaged), (bytes) => {
        // Modules and included files have the same bytes: what is no configuration is no Python either.
        const readFile = () => ok(bytes);
        const document = loadShow('/show/show.cfg', readFile);
        const model = buildModel(document);
        const { plan } = compilePlan(model, protocols, { overrides: [], settings: defaultRunSettings, revision: 1 });
        const problems = lintShow(model, protocols, readModules(model, [], readFile), []);
        for (const file of document.files.values()) expect(printConfig(file.syntax)).toEqual(bytes);
        expect(plan.routes.sources.length).toBeLessThan(mostRoutes);
        for (const { message, place } of problems) {
          expect(message.length).toBeGreaterThan(5);
          if (place) expect(Math.min(place.line, place.column)).toBeGreaterThanOrEqual(1);
        }
        const view = viewOf(model, protocols, { revision: 1, dirtyFiles: new Set(), moduleFiles: [], problems, layout: emptyLayout });
        expect(JSON.stringify(view).length).toBeLessThan(10_000_000);
      }),
    );
  },
  fuzzTimeoutMs,
);
