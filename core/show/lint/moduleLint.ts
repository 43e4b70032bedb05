import type { Place, Problem } from '../../contract/problem.ts';
import { displayText } from '../escapedText.ts';
import type { ShowModel } from '../model.ts';
import { type ModuleText, type ModuleUse, moduleUses, type ShowModules } from '../modules.ts';
import type { Override } from '../overrides.ts';
import { fileNameOf, relativeTo } from '../paths.ts';
import { type ModuleFacts, readModuleFacts } from '../python/moduleFacts.ts';
import { standardModules } from '../python/standardModules.ts';

/** A module of an instance as it was read. */
export interface LintedModule {
  readonly use: ModuleUse;
  /** Undefined when there is no such file. */
  readonly file: ModuleText | undefined;
  readonly facts: ModuleFacts | undefined;
}

/** The modules of each Python instance, by the instance's name. */
export function readLintedModules(
  model: ShowModel,
  modules: ShowModules,
  overrides: readonly Override[],
): ReadonlyMap<string, readonly LintedModule[]> {
  const byInstance = new Map<string, LintedModule[]>();
  for (const use of moduleUses(model, overrides)) {
    const file = use.target.candidates.map((path) => modules.get(path)).find((candidate) => candidate?.text.ok === true);
    const facts = file?.text.ok === true ? factsOf(file.text.value) : undefined;
    const linted = { use, file, facts };
    const ofInstance = byInstance.get(use.instance);
    if (ofInstance) ofInstance.push(linted);
    else byInstance.set(use.instance, [linted]);
  }
  return byInstance;
}

/** Modules that are missing, badly named or that Python can't read. */
export function lintModules(model: ShowModel, linted: ReadonlyMap<string, readonly LintedModule[]>): Problem[] {
  const problems: Problem[] = [];
  const reported = new Set<string>();
  for (const module of [...linted.values()].flat()) {
    problems.push(...lintName(module));
    const { file, facts, use } = module;
    if (!file) problems.push(...lintMissing(module));
    else if (file.text.ok && !reported.has(file.path)) {
      reported.add(file.path);
      const shown = relativeTo(model.document.folder, file.path);
      if (/[\uDC80-\uDCFF]/u.test(file.text.value) && !/^(.*\n)?.*coding[:=]/.test(file.text.value)) {
        problems.push(warning('module-not-utf8', `${shown} is not UTF-8. Python will not load it; save it as UTF-8.`, use.place));
      } else if (facts?.error) problems.push(syntaxProblem(shown, file.text.value, facts.error.offset, facts.error.message));
    }
  }
  return problems;
}

function lintName({ use, file }: LintedModule): Problem[] {
  const name = use.target.importName;
  const shown = displayText(name);
  const top = name.split('.')[0] ?? name;
  // The protocol says that the option is empty.
  if (name === '') return [];
  if (top === 'midimonster') {
    const message = 'A module can\'t be called "midimonster": that is the name of the interface itself. Give the file another name.';
    return [warning('module-name-reserved', message, use.place)];
  }
  if (file && standardModules.has(top)) {
    const message = `"${shown}" has the name of a module of Python's own library, which other modules will then miss. Give the file another name.`;
    return [warning('module-shadows-standard', message, use.place)];
  }
  if (use.target.isPath && name.includes('.')) {
    return [warning('module-name-invalid', `"${shown}" has a dot in its name; its functions can't be used as channels.`, use.place)];
  }
  if (!/^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)*$/u.test(name)) {
    const message = `"${shown}" is not a name that Python can import. Use letters, digits and underscores, such as "${suggestName(name)}".`;
    return [warning('module-name-invalid', message, use.place)];
  }
  return [];
}

function lintMissing({ use }: LintedModule): Problem[] {
  const { target } = use;
  const top = target.importName.split('.')[0] ?? '';
  if (target.importName === '' || top === 'midimonster' || (!target.isPath && standardModules.has(top))) return [];
  const file = fileNameOf(target.candidates[0] ?? target.importName);
  const message = `There is no module "${displayText(use.value)}": ${displayText(file)} is not in ${displayText(target.searchFolder)}.`;
  return [warning('module-missing', message, use.place)];
}

function suggestName(name: string): string {
  const letters = name.replace(/[^\p{L}\p{N}_.]+/gu, '_');
  return /^[\p{L}_]/u.test(letters) ? letters : `m_${letters}`;
}

function syntaxProblem(file: string, text: string, offset: number, message: string): Problem {
  // Editors count no byte order mark.
  const before = text
    .slice(0, offset)
    .replace(/^\uFEFF/, '')
    .split('\n');
  const line = before.length;
  const column = (before.at(-1)?.length ?? 0) + 1;
  const place: Place = { file, line, column, endLine: line, endColumn: column + 1 };
  return warning('module-syntax-error', `${file} can't be loaded: ${message} in line ${line}.`, place);
}

function warning(code: string, message: string, place: Place | undefined): Problem {
  return { code, severity: 'warning', message, ...(place ? { place } : {}) };
}

/** The same texts are linted again and again while a show is edited. */
const knownFacts = new Map<string, ModuleFacts>();
const maxKnownFacts = 64;

function factsOf(text: string): ModuleFacts {
  const known = knownFacts.get(text);
  if (known) return known;
  const facts = readModuleFacts(text);
  const oldest = knownFacts.keys().next();
  if (knownFacts.size >= maxKnownFacts && oldest.done !== true) knownFacts.delete(oldest.value);
  knownFacts.set(text, facts);
  return facts;
}
