import { fail, ok, type Result } from '../../base/result.ts';
import type { Edit } from '../../contract/edit.ts';
import type { EditedShow } from '../edits.ts';
import { applyChanges, type ShowDocument } from '../loadShow.ts';
import { buildModel, type InstanceModel, type ShowModel } from '../model.ts';
import { invertChanges, type TextChange } from '../textChange.ts';
import { EditContext, type ModelDelta, type PlannedEdit } from './editContext.ts';
import { planEdit } from './planEdit.ts';
import { type Replacement, toTextChanges } from './replacement.ts';

/**
 * Kinds that touch one line each and mean the same whatever order they are done in. Neighbours of these kinds are planned on
 * one model: keys of a selection stay right although lines go, and 10,000 of them are as quick as one.
 */
const independentKinds: ReadonlySet<Edit['kind']> = new Set(['addWire', 'removeWire', 'muteWire', 'placeNodes']);

export class EditBatch {
  private readonly changes: TextChange[] = [];
  private context: EditContext;
  private pending: PlannedEdit[] = [];
  /** Lines that pending edits touch, and wires that they add. */
  private readonly touched = new Set<string>();
  private pendingKind: 'independent' | 'single' | undefined;

  constructor(private document: ShowDocument) {
    this.context = new EditContext(document, buildModel(document));
  }

  add(edit: Edit): Result<true, string> {
    const isIndependent = independentKinds.has(edit.kind);
    if (this.pendingKind === 'single' || (this.pendingKind === 'independent' && !isIndependent)) {
      const flushed = this.flush();
      if (!flushed.ok) return flushed;
    }
    let planned = planEdit(this.context, edit);
    if (planned.ok && planned.value.touches?.some((line) => this.touched.has(line))) {
      const flushed = this.flush();
      if (!flushed.ok) return flushed;
      planned = planEdit(this.context, edit);
    }
    if (!planned.ok) return planned;
    for (const line of planned.value.touches ?? []) this.touched.add(line);
    this.pending.push(planned.value);
    this.pendingKind = isIndependent ? 'independent' : 'single';
    return ok(true);
  }

  finish(): Result<EditedShow, string> {
    const flushed = this.flush();
    if (!flushed.ok) return flushed;
    return ok({ document: this.document, changes: this.changes, inverse: invertChanges(this.changes) });
  }

  private flush(): Result<true, string> {
    const pending = this.pending;
    this.pending = [];
    this.pendingKind = undefined;
    this.touched.clear();
    const replacements = pending.flatMap((planned) => planned.replacements);
    if (replacements.length === 0) return ok(true);
    const changes = this.toChanges(replacements);
    const changed = applyChanges(this.document, changes);
    if (!changed.ok) return changed;
    const model = buildModel(changed.value, this.context.model);
    const difference = unexpectedDifference(this.context.model, model, pending);
    if (difference !== undefined) return fail(difference);
    this.document = changed.value;
    this.context = new EditContext(changed.value, model);
    this.changes.push(...changes);
    return ok(true);
  }

  private toChanges(replacements: readonly Replacement[]): TextChange[] {
    const byFile = new Map<string, Replacement[]>();
    for (const replacement of replacements) {
      const ofFile = byFile.get(replacement.file);
      if (ofFile) ofFile.push(replacement);
      else byFile.set(replacement.file, [replacement]);
    }
    return [...byFile].flatMap(([path, ofFile]) => toTextChanges(this.context.file(path), ofFile));
  }
}

/** Why the new text does not say what the edits meant, or undefined. */
function unexpectedDifference(before: ShowModel, after: ShowModel, edits: readonly PlannedEdit[]): string | undefined {
  if (edits.some((edit) => edit.mayBreak)) return undefined;
  const a = sizesOf(before);
  const b = sizesOf(after);
  const sum = (key: keyof ModelDelta) => edits.reduce((total, edit) => total + (edit.delta[key] ?? 0), 0);
  const isExpected =
    b.instances - a.instances === sum('instances') &&
    b.options - a.options === sum('options') &&
    b.wires - a.wires === sum('wires') &&
    b.includes - a.includes === sum('includes');
  const touched = new Set(edits.flatMap((edit) => edit.instances ?? []));
  const isKept = isKeptBy(after);
  if (!isExpected || !before.instances.every((instance) => touched.has(instance.name) || isKept(instance))) {
    return 'This would change other lines too, because a section goes on across files here. Edit the text instead.';
  }
  if (errorsOf(after) <= errorsOf(before)) return undefined;
  const known = new Set(before.problems.map((problem) => problem.message));
  const added = after.problems.find((problem) => problem.severity === 'error' && !known.has(problem.message));
  return `This would not work here: ${added?.message ?? 'it makes another line invalid.'}`;
}

/** Whether an instance has the same backend and options there. */
function isKeptBy(model: ShowModel): (instance: InstanceModel) => boolean {
  const contents = new Map(model.instances.map((instance) => [instance.name, contentOf(instance)]));
  return (instance) => contents.get(instance.name) === contentOf(instance);
}

function contentOf({ backend, options }: InstanceModel): string {
  return [backend, ...options.map(({ name, value }) => `${name}=${value}`)].join('\n');
}

function sizesOf(model: ShowModel): Required<ModelDelta> {
  return {
    instances: model.instances.length,
    options: [...model.instances, ...model.backends].reduce((total, { options }) => total + options.length, 0),
    wires: model.wires.length,
    includes: model.includes.length,
  };
}

function errorsOf(model: ShowModel): number {
  return model.problems.filter((problem) => problem.severity === 'error').length;
}
