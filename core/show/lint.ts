import type { Problem } from '../contract/problem.ts';
import type { ProtocolCatalog } from '../contract/protocol.ts';
import { lintHandlers } from './lint/handlerLint.ts';
import { lintChannels, lintResources, lintUnusedInstances } from './lint/instanceLint.ts';
import { lintLoops } from './lint/loopLint.ts';
import { lintModules, readLintedModules } from './lint/moduleLint.ts';
import { lintRepeatedWires, lintWriters } from './lint/routeLint.ts';
import type { ShowModel } from './model.ts';
import type { ShowModules } from './modules.ts';
import type { Override } from './overrides.ts';
import { limitProblems, sortProblems } from './problemList.ts';
import { resolveLeniently, resolveShow } from './resolve.ts';

/** Of each severity: every client gets the list anew after each edit, and nobody reads more. */
const maxListedProblems = 1_100;

/**
 * All findings about a show in the order of its files: what keeps it from running (errors, the same as `compilePlan`'s) and
 * what is probably not meant (warnings). `modules` comes from `readModules`; Python is read, never run.
 */
export function lintShow(model: ShowModel, catalog: ProtocolCatalog, modules: ShowModules, overrides: readonly Override[] = []): Problem[] {
  const resolved = resolveLeniently(model, catalog, overrides);
  // What an instance says of its channels hangs on its options: it is not asked as long as some are refused.
  const running = resolveShow(model, catalog, overrides);
  const linted = readLintedModules(model, modules, overrides);
  const problems = [
    ...resolved.problems,
    ...lintResources(resolved),
    ...lintChannels(model, running),
    ...lintUnusedInstances(model, resolved),
    ...lintRepeatedWires(model, resolved),
    ...lintWriters(resolved),
    ...lintLoops(resolved, linted),
    ...lintModules(model, linted),
    ...lintHandlers(resolved, linted),
  ];
  const fileOrder = model.files.map((path) => model.document.files.get(path)?.displayPath ?? path);
  return limitProblems(sortProblems(problems, fileOrder), maxListedProblems);
}
