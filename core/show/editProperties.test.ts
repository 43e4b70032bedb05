import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ok } from '../base/result.ts';
import { type Edit, editSchema } from '../contract/edit.ts';
import { applyEdits } from './edits.ts';
import { encodeEscaped } from './escapedText.ts';
import type { ShowModel } from './model.ts';
import { expandPattern } from './ranges.ts';
import { printConfig } from './syntax.ts';
import { editFor, randomPicks } from './testing/randomEdit.ts';
import { randomShows, writeShow } from './testing/randomShow.ts';

interface Sketch {
  readonly instances: readonly (readonly [backend: string, name: string, options: readonly string[]])[];
  /** Sorted: where a line lands is the editor's choice. */
  readonly wires: readonly string[];
}

function sketch(model: ShowModel): Sketch {
  return {
    instances: model.instances.map(
      ({ backend, name, options }) => [backend, name, options.map((option) => `${option.name}=${option.value}`)] as const,
    ),
    wires: model.wires.map((one) => `${one.isMuted ? ';' : ''}${one.from.text} ${one.direction} ${one.to.text}`).sort(),
  };
}

/** An edit and what it should make of the sketch, chosen by numbers. */
function chooseEdit(model: ShowModel, kind: number, pick: number): { edit: Edit; expected: (before: Sketch) => Sketch } | undefined {
  const instance = model.instances[pick % model.instances.length];
  const one = model.wires[pick % Math.max(model.wires.length, 1)];
  if (!instance) return undefined;
  const { name } = instance;
  const withWires = (before: Sketch, wires: readonly string[]): Sketch => ({ ...before, wires: [...wires].sort() });
  const shown = one && `${one.isMuted ? ';' : ''}${one.from.text} ${one.direction} ${one.to.text}`;
  const without = (before: Sketch) => before.wires.toSpliced(before.wires.indexOf(shown ?? ''), 1);
  switch (kind) {
    case 0:
      return {
        edit: { kind: 'addWire', from: `${name}.new`, to: `${name}.q{1..2}`, direction: 'both' },
        expected: (before) => withWires(before, [...before.wires, `${name}.new both ${name}.q{1..2}`]),
      };
    case 1:
      return one && { edit: { kind: 'removeWire', key: one.key }, expected: (before) => withWires(before, without(before)) };
    case 2:
      return (
        one && {
          edit: { kind: 'muteWire', key: one.key, isMuted: !one.isMuted },
          expected: (before) => withWires(before, [...without(before), one.isMuted ? (shown ?? '').slice(1) : `;${shown}`]),
        }
      );
    case 3:
      return (
        one && {
          edit: { kind: 'changeWire', key: one.key, from: `${name}.other`, direction: 'forward' },
          expected: (before) => withWires(before, [...without(before), `${one.isMuted ? ';' : ''}${name}.other forward ${one.to.text}`]),
        }
      );
    case 4:
      return {
        edit: { kind: 'addInstance', backend: 'loopback', name: 'added', options: [{ name: 'k', value: 'v w' }] },
        expected: (before) => ({ ...before, instances: [...before.instances, ['loopback', 'added', ['k=v w']]] }),
      };
    case 5:
      return {
        edit: { kind: 'removeInstance', name },
        expected: (before) => ({
          instances: before.instances.filter(([, other]) => other !== name),
          wires: before.wires.filter((text) => !text.replace(/^;/, '').startsWith(`${name}.`) && !text.includes(` ${name}.`)),
        }),
      };
    case 6:
      return {
        edit: { kind: 'renameInstance', name, newName: 'renamed' },
        expected: (before) => ({
          instances: before.instances.map(([backend, other, options]) => [backend, other === name ? 'renamed' : other, options]),
          wires: before.wires
            .map((text) => text.replace(` ${name}.`, ' renamed.').replace(new RegExp(`^(;?)${name.replace('+', '\\+')}\\.`), '$1renamed.'))
            .sort(),
        }),
      };
    case 7:
      return {
        edit: { kind: 'setOption', instance: name, index: null, option: 'added', value: 'é' },
        expected: (before) => ({
          ...before,
          instances: before.instances.map((row) => (row[1] === name ? [row[0], row[1], [...row[2], 'added=é']] : row)),
        }),
      };
    default: {
      const index = pick % Math.max(instance.options.length, 1);
      if (instance.options.length === 0) return undefined;
      return {
        edit:
          kind === 8
            ? { kind: 'removeOption', instance: name, index }
            : { kind: 'setOption', instance: name, index, option: 'n', value: '' },
        expected: (before) => ({
          ...before,
          instances: before.instances.map((row) =>
            row[1] === name ? [row[0], row[1], kind === 8 ? row[2].toSpliced(index, 1) : row[2].with(index, 'n=')] : row,
          ),
        }),
      };
    }
  }
}

/** Each single connection that the map lines make, muted ones marked; unknown where a line names no channels. */
function connections(model: ShowModel): string[] {
  return model.wires
    .flatMap(({ from, to, direction, isMuted }) => {
      if (!from.pattern || !to.pattern) return [`${from.text} ${to.text}`];
      const [sources, targets] = [expandPattern(from.pattern), expandPattern(to.pattern)];
      const count = Math.max(sources.length, targets.length);
      return Array.from({ length: count }, (_, index) => {
        const source = sources[sources.length === 1 ? 0 : index];
        const target = targets[targets.length === 1 ? 0 : index];
        return `${isMuted ? ';' : ''}${from.instance}.${source} ${direction} ${to.instance}.${target}`;
      });
    })
    .sort();
}

/** What only changes how or where something is written connects what was connected before. */
function expectSameRoutes(kind: Edit['kind'], before: ShowModel, after: ShowModel): void {
  if (kind === 'moveWire' || kind === 'moveInstance' || kind === 'setOption' || kind === 'removeOption' || kind === 'addInstance')
    expect(sketch(after).wires).toEqual(sketch(before).wires);
  if (kind === 'foldWires' || kind === 'unfoldWire') expect(connections(after)).toEqual(connections(before));
  if (kind === 'placeNodes') expect(sketch(after)).toEqual(sketch(before));
}

describe('every edit', { timeout: 120_000 }, () => {
  it('changes the model as it says, keeps all other lines, and is undone to the byte', () => {
    let done = 0;
    fc.assert(
      fc.property(randomShows, fc.nat(9), fc.nat(), (show, kind, pick) => {
        const test = writeShow(show);
        const chosen = chooseEdit(test.model, kind, pick);
        if (!chosen) return;
        const before = sketch(test.model);
        const bytes = [...test.document.files].map(([path, file]) => [path, file.syntax.bytes] as const);
        const edited = applyEdits(test.document, [chosen.edit]);
        if (!edited.ok) {
          expect(edited.error).toMatch(/is there already|Edit the text|would not work/);
          return;
        }
        done++;
        test.document = edited.value.document;
        expect(sketch(test.model)).toEqual(chosen.expected(before));
        for (const { removed, inserted } of edited.value.changes) expect(removed.length + inserted.length).toBeGreaterThan(0);
        test.undo(edited.value);
        for (const [path, original] of bytes) expect(test.document.files.get(path)?.syntax.bytes).toEqual(original);
      }),
      { numRuns: 1500 },
    );
    expect(done).toBeGreaterThan(700);
  });

  it('of any kind, alone or with others, is undone to the byte and keeps what it does not name', () => {
    const done = new Map<string, number>();
    fc.assert(
      fc.property(randomShows, fc.array(randomPicks, { minLength: 1, maxLength: 3 }), (show, picks) => {
        const test = writeShow(show);
        test.document = { ...test.document, readFile: () => ok(encodeEscaped('; more\n')) };
        const before = test.model;
        const bytes = [...test.document.files].map(([path, file]) => [path, file.syntax.bytes] as const);
        const edits = picks.map((pick) => editFor(before, pick));
        const edited = applyEdits(test.document, edits);
        if (!edited.ok) return;
        test.document = edited.value.document;
        const [only, ...others] = edits;
        if (only && others.length === 0) {
          done.set(only.kind, (done.get(only.kind) ?? 0) + 1);
          expectSameRoutes(only.kind, before, test.model);
        }
        test.undo(edited.value);
        for (const [path, original] of bytes) expect(test.document.files.get(path)?.syntax.bytes).toEqual(original);
      }),
      { numRuns: 4000 },
    );
    // Each kind is met in a form that is not refused.
    expect([...done.keys()].sort()).toEqual(editSchema.options.map((option) => option.shape.kind.value).sort());
  });

  it('leaves lines alone that it does not name', () => {
    fc.assert(
      fc.property(randomShows, fc.nat(9), fc.nat(), (show, kind, pick) => {
        const test = writeShow(show);
        const chosen = chooseEdit(test.model, kind, pick);
        const edited = chosen && applyEdits(test.document, [chosen.edit]);
        if (!edited?.ok) return;
        // Of what stood between the changes nothing is missing and nothing is new.
        for (const [path, file] of test.document.files) {
          const changes = edited.value.changes.filter((change) => change.file === path);
          const after = edited.value.document.files.get(path)?.syntax.bytes.length ?? 0;
          const growth = changes.reduce((sum, { inserted, removed }) => sum + inserted.length - removed.length, 0);
          expect(after).toBe(file.syntax.bytes.length + growth);
        }
        const foreign = new Set(['; comment é', '; note', ';~ no wire']);
        const commentsOf = (texts: Iterable<Uint8Array>) =>
          [...texts]
            .flatMap((text) =>
              new TextDecoder()
                .decode(text)
                .split(/\r?\n/)
                .map((line) => line.trim()),
            )
            .filter((line) => foreign.has(line)).length;
        const bytesOf = (document: typeof test.document) => [...document.files.values()].map((file) => printConfig(file.syntax));
        if (kind !== 5) expect(commentsOf(bytesOf(edited.value.document))).toBe(commentsOf(bytesOf(test.document)));
      }),
      { numRuns: 500 },
    );
  });
});
