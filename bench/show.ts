/** The document: from text to plan, and what one added wire costs in a long show. Wall times; other work on the machine shows. */
import { ok } from '../core/base/result.ts';
import { defaultRunSettings } from '../core/contract/plan.ts';
import { protocols } from '../core/roots/protocols.ts';
import { compilePlan } from '../core/show/compile.ts';
import { applyEdits } from '../core/show/edits.ts';
import { encodeEscaped } from '../core/show/escapedText.ts';
import { lintShow } from '../core/show/lint.ts';
import { loadShow, type ShowDocument } from '../core/show/loadShow.ts';
import { buildModel } from '../core/show/model.ts';
import { differencePlans } from '../core/show/planDifference.ts';
import { type Benchmark, median, type Row } from './benchmark.ts';
import { longShow, rangeShow } from './longShow.ts';

const repeats = 9;

export const benchmarks: readonly Benchmark[] = [
  { name: 'show-lines', run: async () => measure('10,000 map lines', longShow(), { atMost: 500 }) },
  {
    name: 'show-range',
    run: async () => measure('one line of 100,000 routes', rangeShow(), { atMost: 500 }),
  },
];

function measure(what: string, text: string, budget: { readonly atMost: number }): Row[] {
  const bytes = encodeEscaped(text);
  // Cold is what `run` and `check` pay; warm what an open window pays.
  const cold = timed(() => readAll(bytes));
  const warm = median(Array.from({ length: repeats }, () => timed(() => readAll(bytes))));
  let document = loadShow('/show/show.cfg', () => ok(bytes));
  plan(document);
  const edits = Array.from({ length: repeats }, (_, index) =>
    timed(() => {
      document = withWire(document, index);
    }),
  );
  const before = plan(document);
  const replans = Array.from({ length: repeats }, (_, index) => {
    document = withWire(document, repeats + index);
    return timed(() => plan(document));
  });
  const after = plan(document);
  return [
    { what: `${what}: parse, lint, compile, first time`, value: cold, unit: 'ms', budget },
    { what: `${what}: parse, lint, compile, warm`, value: warm, unit: 'ms', budget },
    { what: `${what}: one wire added to the text and the model`, value: median(edits), unit: 'ms' },
    { what: `${what}: plan after it`, value: median(replans), unit: 'ms' },
    { what: `${what}: difference of two plans in words`, value: timed(() => differencePlans(before, after)), unit: 'ms' },
  ];
}

function readAll(bytes: Uint8Array): void {
  const document = loadShow('/show/show.cfg', () => ok(bytes));
  plan(document);
  lintShow(buildModel(document), protocols, new Map());
}

function plan(document: ShowDocument): ReturnType<typeof compilePlan>['plan'] {
  return compilePlan(buildModel(document), protocols, { overrides: [], settings: defaultRunSettings, revision: 1 }).plan;
}

function withWire(document: ShowDocument, index: number): ShowDocument {
  const edited = applyEdits(document, [{ kind: 'addWire', from: `a./added${index}`, to: 'lb.added', direction: 'forward' }]);
  if (!edited.ok) throw new Error(edited.error);
  return edited.value.document;
}

function timed(task: () => void): number {
  const start = performance.now();
  task();
  return performance.now() - start;
}
