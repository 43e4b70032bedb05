import type { Problem, ProblemFix } from '../../contract/problem.ts';
import { displayText } from '../escapedText.ts';
import type { OptionModel, WireEndModel } from '../model.ts';
import { nearestName } from '../nearestName.ts';
import { fileNameOf } from '../paths.ts';
import type { Definition } from '../python/moduleFacts.ts';
import { standardModules } from '../python/standardModules.ts';
import { channelAt, expandPattern } from '../ranges.ts';
import type { ResolvedShow } from '../showResolver.ts';
import type { TextRange } from '../syntax.ts';
import { alsoOnLine } from './alsoOnLine.ts';
import { functionOf, moduleOf } from './handlerNames.ts';
import type { LintedModule } from './moduleLint.ts';

/** Channels of one map line that are looked at; the rest of a huge range will be alike. */
const maxChannelsPerEnd = 10_000;

interface Finding {
  readonly code: string;
  readonly severity: 'warning' | 'info';
  readonly message: string;
  readonly better?: BetterName;
}

/** What to write instead of a part of the channel's spec. */
interface BetterName {
  readonly part: TextRange;
  readonly name: string;
}

/**
 * Target channels of Python instances that call nothing, or something that can't be called with a value. A channel without a
 * dot needs no handler. What a module makes while it runs can't be told from its text.
 */
export function lintHandlers(resolved: ResolvedShow, linted: ReadonlyMap<string, readonly LintedModule[]>): Problem[] {
  const problems: Problem[] = [];
  const python = new Set(resolved.instances.filter(({ model }) => model.backend === 'python').map(({ model }) => model.name));
  const seen = new Set<string>();
  for (const wire of resolved.wires) {
    for (const end of wire.direction === 'both' ? [wire.to, wire.from] : [wire.to]) {
      if (!python.has(end.instance) || seen.has(end.text)) continue;
      seen.add(end.text);
      problems.push(...lintEnd(end, linted.get(end.instance) ?? []));
    }
  }
  for (const { model, settings } of resolved.instances) {
    if (model.backend !== 'python') continue;
    const option = model.options.findLast(({ name }) => name === 'default-handler');
    const setting = settings.findLast(({ name }) => name === 'default-handler');
    if (setting) problems.push(...lintDefaultHandler(setting.value, linted.get(model.name) ?? [], option));
  }
  return problems;
}

function lintEnd(end: WireEndModel, modules: readonly LintedModule[]): Problem[] {
  if (!end.pattern) return [];
  const specs =
    end.pattern.count <= maxChannelsPerEnd
      ? expandPattern(end.pattern)
      : Array.from({ length: maxChannelsPerEnd }, (_, index) => channelAt(end.pattern ?? { text: '', count: 0, parts: [] }, index));
  const findings = new Map<string, { readonly spec: string; readonly finding: Finding; more: number }>();
  for (const spec of specs) {
    const finding = spec.includes('.') ? checkHandler(spec, modules) : undefined;
    const known = finding && findings.get(finding.code);
    if (known) known.more++;
    else if (finding) findings.set(finding.code, { spec, finding, more: 0 });
  }
  return [...findings.values()].map(({ spec, finding, more }) => {
    const { code, severity, message, better } = finding;
    const problem: Problem = { code, severity, message: more === 0 ? message : `${message}${alsoOnLine(more)}`, place: end.place };
    return better === undefined || specs.length > 1 ? problem : { ...problem, fix: handlerFix(end, spec, better) };
  });
}

/** Puts another name in the place of the module or of the function of a channel without ranges. */
function handlerFix(end: WireEndModel, spec: string, { part, name }: BetterName): ProblemFix {
  const specColumn = end.place.endColumn - spec.length;
  const column = specColumn + part.start;
  const place = { ...end.place, column, endColumn: specColumn + part.end };
  return { title: `Use "${displayText(name)}"`, place, newText: name };
}

function lintDefaultHandler(value: string, modules: readonly LintedModule[], option: OptionModel | undefined): Problem[] {
  // Without a dot the protocol has said what is wrong.
  const finding = value.includes('.') ? checkHandler(value, modules) : undefined;
  if (!finding) return [];
  const { code, severity, message, better } = finding;
  if (!option) return [{ code, severity, message }];
  const { place, valueRange, nameRange } = option;
  const valueColumn = place.column + valueRange.start - nameRange.start;
  const problem: Problem = { code, severity, message, place };
  if (!better) return [problem];
  const fixPlace = { ...place, column: valueColumn + better.part.start, endColumn: valueColumn + better.part.end };
  return [{ ...problem, fix: { title: `Use "${displayText(better.name)}"`, place: fixPlace, newText: better.name } }];
}

/** What is wrong with the function that a dotted channel calls, or undefined. */
function checkHandler(spec: string, modules: readonly LintedModule[]): Finding | undefined {
  const module = moduleOf(spec, modules);
  if (!module) return checkUnloaded(spec, modules);
  const { facts, file } = module;
  if (!facts || !file || facts.error) return undefined;
  const name = functionOf(spec, modules);
  if (name.includes('.')) return undefined;
  const shown = displayText(fileNameOf(file.path));
  const definition = facts.names.get(name);
  if (definition) return checkCall(name, shown, definition);
  // A package may have the function in a module of its own.
  if (file.path.endsWith('/__init__.py')) return undefined;
  if (facts.isOpen) {
    const message = `Can't tell whether ${shown} has "${displayText(name)}": it makes names while it runs.`;
    return { code: 'handler-unknown', severity: 'info', message };
  }
  const callable = [...facts.names].filter(([, { kind }]) => kind !== 'value').map(([other]) => other);
  const nearest = nearestName(name, callable);
  const hint = nearest === undefined ? 'A value on this channel calls nothing.' : `Did you mean "${nearest}"?`;
  const message = `${shown} has no function "${displayText(name)}". ${hint}`;
  const part = { start: spec.length - name.length, end: spec.length };
  return { code: 'handler-missing', severity: 'warning', message, ...(nearest === undefined ? {} : { better: { part, name: nearest } }) };
}

function checkCall(name: string, file: string, definition: Definition): Finding | undefined {
  const shown = `"${displayText(name)}" in ${file}`;
  if (definition.kind === 'unknown') return undefined;
  if (definition.kind === 'value') {
    return { code: 'handler-not-callable', severity: 'warning', message: `${shown} is a value, not a function; it can't be called.` };
  }
  const { least, most, needsKeyword } = definition.arity;
  if (definition.isAsync) {
    return {
      code: 'handler-is-async',
      severity: 'warning',
      message: `${shown} is async, so a call would not run it. Write it as a plain "def".`,
    };
  }
  if (most === 0) return arity(`${shown} takes no argument, but a handler is called with the value.`);
  if (least > 1) return arity(`${shown} needs ${least} arguments, but a handler is called with one: the value.`);
  return needsKeyword ? arity(`${shown} needs a keyword argument, but a handler is called with the value only.`) : undefined;
}

function arity(message: string): Finding {
  return { code: 'handler-arity', severity: 'warning', message };
}

/** The first part names no module of the instance: perhaps one that its modules import. */
function checkUnloaded(spec: string, modules: readonly LintedModule[]): Finding | undefined {
  const name = spec.slice(0, spec.indexOf('.'));
  const names = modules.map(({ use }) => use.target.importName);
  const isElsewhere =
    standardModules.has(name) ||
    names.some((other) => other.startsWith(`${name}.`)) ||
    modules.some(({ facts, file }) => facts?.imports.has(name) === true || facts?.error !== undefined || file === undefined);
  if (isElsewhere) return undefined;
  const nearest = nearestName(name, names);
  const hint =
    nearest === undefined ? `Add "module = ${displayText(name)}", or write the channel without a dot.` : `Did you mean "${nearest}"?`;
  const message = `The module "${displayText(name)}" is not loaded here. ${hint}`;
  const better = nearest === undefined ? {} : { better: { part: { start: 0, end: name.length }, name: nearest } };
  return { code: 'handler-module-not-loaded', severity: 'warning', message, ...better };
}
