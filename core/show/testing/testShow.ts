import { fail, ok } from '../../base/result.ts';
import type { Edit } from '../../contract/edit.ts';
import { defaultRunSettings, type Plan } from '../../contract/plan.ts';
import type { Problem } from '../../contract/problem.ts';
import { type CompiledShow, compilePlan } from '../compile.ts';
import { applyEdits, type EditedShow } from '../edits.ts';
import { decodeEscaped, encodeEscaped } from '../escapedText.ts';
import { lintShow } from '../lint.ts';
import { applyChanges, loadShow, type ReadFile, type ShowDocument } from '../loadShow.ts';
import { buildModel, type ShowModel } from '../model.ts';
import { readModules } from '../modules.ts';
import { type Override, parseOverride } from '../overrides.ts';
import { testCatalog } from './testCatalog.ts';

/** Files of a test show by path below `/show`; `show.cfg` is the main one. */
export type TestFiles = Readonly<Record<string, string | Uint8Array>>;

/** A show in memory, to be edited and looked at. */
export class TestShow {
  document: ShowDocument;
  private readonly readFile: ReadFile;

  constructor(files: TestFiles | string) {
    const entries = typeof files === 'string' ? { 'show.cfg': files } : files;
    const disk = new Map(
      Object.entries(entries).map(([path, content]) => [path.startsWith('/') ? path : `/show/${path}`, bytesOf(content)]),
    );
    this.readFile = (path) => {
      const bytes = disk.get(path);
      return bytes ? ok(bytes) : fail('there is no such file.');
    };
    this.document = loadShow('/show/show.cfg', this.readFile);
  }

  get model(): ShowModel {
    return buildModel(this.document);
  }

  text(path = 'show.cfg'): string {
    const file = this.document.files.get(`/show/${path}`);
    return file ? decodeEscaped(file.syntax.bytes) : '';
  }

  compile(overrides: readonly Override[] = []): CompiledShow {
    return compilePlan(this.model, testCatalog, { overrides, settings: defaultRunSettings, revision: 1 });
  }

  lint(overrides: readonly Override[] = [], catalog = testCatalog): Problem[] {
    const { model } = this;
    return lintShow(model, catalog, readModules(model, overrides, this.readFile), overrides);
  }

  /** `code line:column` of each finding. */
  findings(): string[] {
    return this.lint().map(({ code, place }) => (place ? `${code} ${place.line}:${place.column}` : code));
  }

  /** Applies edits that must succeed. */
  edit(...edits: Edit[]): EditedShow {
    const edited = applyEdits(this.document, edits);
    if (!edited.ok) throw new Error(edited.error);
    this.document = edited.value.document;
    return edited.value;
  }

  /** The sentence with which edits are refused. */
  refusal(...edits: Edit[]): string {
    const edited = applyEdits(this.document, edits);
    if (edited.ok) throw new Error('The edit was not refused.');
    return edited.error;
  }

  undo(edited: EditedShow): void {
    const undone = applyChanges(this.document, edited.inverse);
    if (!undone.ok) throw new Error(undone.error);
    this.document = undone.value;
  }

  /** Each wire as `from > to`, muted ones in brackets. */
  wires(): string[] {
    return this.model.wires.map((wire) => (wire.isMuted ? `(${wire.key})` : wire.key));
  }
}

/** Routes of a plan as `instance.spec > instance.spec`. */
export function routeNames(plan: Plan): string[] {
  const names = plan.instances.flatMap((instance) => instance.channels.map((spec) => `${instance.name}.${spec}`));
  return Array.from(plan.routes.sources, (source, index) => `${names[source]} > ${names[plan.routes.targets[index] ?? -1]}`);
}

export function override(kind: Override['kind'], text: string): Override {
  const parsed = parseOverride(kind, text);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? encodeEscaped(content) : content;
}
