import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fail, ok } from '../base/result.ts';
import { defaultRunSettings } from '../contract/plan.ts';
import type { ChannelUse, ProtocolCatalog } from '../contract/protocol.ts';
import { compilePlan } from './compile.ts';
import { applyEdits } from './edits.ts';
import { encodeEscaped } from './escapedText.ts';
import { lintShow } from './lint.ts';
import { loadShow, type ReadFile, type ShowDocument } from './loadShow.ts';
import { buildModel, type ShowModel } from './model.ts';
import { editFor, randomPicks } from './testing/randomEdit.ts';
import { randomShows, writeShow } from './testing/randomShow.ts';
import { testCatalog } from './testing/testCatalog.ts';
import { TestShow } from './testing/testShow.ts';

/** Nothing that was found out with another catalog is known with this one. */
function freshCatalog(): ProtocolCatalog {
  const refuseChannels = (uses: readonly ChannelUse<unknown>[]) =>
    uses.flatMap(({ spec, isSource, isTarget }, use) =>
      spec === '1' && isSource && isTarget ? [{ use, code: 'one-way', message: 'Slot 1 has one way only.' }] : [],
    );
  return new Map([...testCatalog].map(([name, protocol]) => [name, { ...protocol, refuseChannels }]));
}

const sharedCatalog = freshCatalog();

function outcomeOf(model: ShowModel, catalog: ProtocolCatalog) {
  const { plan, problems } = compilePlan(model, catalog, { overrides: [], settings: defaultRunSettings, revision: 1 });
  const wires = model.wires.map(({ from, to, ...rest }) => ({
    ...rest,
    ends: [from, to].map(({ text, instance, spec, count, range, place }) => ({ text, instance, spec, count, range, place })),
  }));
  const { instances, backends, includes, mapRegions, readCounts, files } = model;
  const modelParts = { wires, instances, backends, includes, mapRegions, readCounts: [...readCounts], files };
  return { modelParts, plan, problems, lint: lintShow(model, catalog, new Map()) };
}

function loadedAnew(document: ShowDocument): ShowDocument {
  const readFile: ReadFile = (path) => {
    const file = document.files.get(path);
    return file && file.readProblem === undefined ? ok(file.syntax.bytes) : fail('there is no such file.');
  };
  return loadShow(document.mainPath, readFile);
}

it('makes of every show after any edits the same model, plan and findings as of the same text read for the first time', {
  timeout: 90_000,
}, () => {
  let done = 0;
  fc.assert(
    fc.property(randomShows, fc.array(randomPicks, { minLength: 1, maxLength: 8 }), (show, picks) => {
      const test = writeShow(show);
      const more = encodeEscaped('; more\na.more > b.more\n[loopback more]\n[map]\nmore.1 > a.x\n');
      let document: ShowDocument = {
        ...test.document,
        readFile: (path) => (path === '/show/more.cfg' ? ok(more) : fail('there is no such file.')),
      };
      outcomeOf(buildModel(document), sharedCatalog);
      for (const pick of picks) {
        const edited = applyEdits(document, [editFor(buildModel(document), pick)]);
        if (!edited.ok) continue;
        done++;
        document = edited.value.document;
        const after = outcomeOf(buildModel(document), sharedCatalog);
        const anew = outcomeOf(buildModel(loadedAnew(document)), freshCatalog());
        // Texts are compared many times as quickly as objects; these say where the difference is.
        if (JSON.stringify(after) !== JSON.stringify(anew)) expect(after).toEqual(anew);
      }
    }),
    { numRuns: 1_000 },
  );
  expect(done).toBeGreaterThan(1_500);
});

it('reads a file once more that another line includes now, too', () => {
  const test = new TestShow({ 'show.cfg': '[loopback a]\n[include m.cfg]\n', 'm.cfg': '[map]\na.1 > a.2\n' });
  outcomeOf(test.model, sharedCatalog);
  test.edit({ kind: 'replaceText', file: 'show.cfg', text: '[loopback a]\n[include m.cfg]\n[include m.cfg]\n' });
  expect(test.wires()).toEqual(['a.1 > a.2', 'a.1 > a.2 #2']);
  expect(outcomeOf(test.model, sharedCatalog)).toEqual(outcomeOf(buildModel(loadedAnew(test.document)), freshCatalog()));
});
