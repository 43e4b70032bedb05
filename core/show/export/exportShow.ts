/** A show as a folder that runs on another machine. Pure: it makes files, it writes none. */
import type { RunSettings } from '../../contract/plan.ts';
import type { Place, Problem, Severity } from '../../contract/problem.ts';
import type { ProtocolCatalog } from '../../contract/protocol.ts';
import { displayText, encodeEscaped } from '../escapedText.ts';
import { layoutPath } from '../layout.ts';
import { lintModules, readLintedModules } from '../lint/moduleLint.ts';
import type { ShowModel } from '../model.ts';
import { moduleUses, type ShowModules } from '../modules.ts';
import { fileNameOf, isAbsolutePath, relativeTo } from '../paths.ts';
import { sortProblems } from '../problemList.ts';
import { resolveShow } from '../resolve.ts';
import { settingsPath } from '../settings.ts';
import type { ResolvedShow } from '../showResolver.ts';
import type { ExportedShow, ExportTarget } from './bundle.ts';
import { type BundledModules, bundleModules } from './bundledModules.ts';
import { compatibilityReport } from './compatibility.ts';
import { flattenConfig } from './flattenConfig.ts';
import { guardModule, guardModuleName } from './guardModule.ts';
import { folderModule, readyModule, readyModuleName } from './helperModules.ts';
import { readme, serviceUnit, unitName } from './serviceFiles.ts';

export interface ExportSource {
  readonly model: ShowModel;
  readonly catalog: ProtocolCatalog;
  /** From `readModules`; what these import is read with the document's reader. */
  readonly modules: ShowModules;
  readonly settings: RunSettings;
  /** The sidecars as they would be saved; undefined when there are none. */
  readonly layoutText: string | undefined;
  readonly settingsText: string | undefined;
}

export function exportShow(source: ExportSource, target: ExportTarget): ExportedShow {
  const { model } = source;
  const resolved = resolveShow(model, source.catalog, []);
  const modules = bundleModules(model, source.modules);
  const files = new Map<string, Uint8Array>(modules.files);
  const added = target === 'midimonster' ? addForMidiMonster(files, source, resolved, modules) : addAsItIs(files, source, resolved);
  const moduleProblems = lintModules(model, readLintedModules(model, source.modules, []));
  const fileOrder = model.files.map((path) => model.document.files.get(path)?.displayPath ?? path);
  const report = sortProblems([...added, ...modules.report, ...moduleProblems], fileOrder);
  const startFile = fileNameOf(model.document.mainPath);
  const { title } = model.document;
  files.set(`${unitName(title)}.service`, encodeEscaped(serviceUnit(title, startFile, target)));
  const hasGuard = files.has(`${guardModuleName}.py`);
  files.set('README.md', encodeEscaped(readme(title, startFile, target, hasGuard, report.map(reportLine))));
  return { files, startFile, report };
}

function addForMidiMonster(
  files: Map<string, Uint8Array>,
  source: ExportSource,
  resolved: ResolvedShow,
  modules: BundledModules,
): Problem[] {
  const { model } = source;
  const folderModules = new FolderModules(modules);
  const before = (instance: string) => [guardModuleName, ...folderModules.nameFor(instance)];
  const heading = [`${model.document.title}: written by PatchMonster for the MIDIMonster. Edit the original show instead.`, ''];
  files.set(fileNameOf(model.document.mainPath), flattenConfig(model, heading.map(displayText), { before, after: [readyModuleName] }));
  if (!model.instances.some((instance) => instance.backend === 'python')) return compatibilityReport(model, resolved, source.settings);
  files.set(`${guardModuleName}.py`, encodeEscaped(guardModule));
  files.set(`${readyModuleName}.py`, encodeEscaped(readyModule(moduleHeads(resolved))));
  for (const [name, text] of folderModules.texts) files.set(`${name}.py`, encodeEscaped(text));
  return compatibilityReport(model, resolved, source.settings);
}

/** Configuration files, modules and sidecars in their places. What lies outside of the show's folder can't come along. */
function addAsItIs(files: Map<string, Uint8Array>, source: ExportSource, resolved: ResolvedShow): Problem[] {
  const { model } = source;
  const report = resolved.problems.filter((problem) => problem.severity === 'error');
  for (const path of model.files) {
    const file = model.document.files.get(path);
    if (!file || file.readProblem !== undefined) continue;
    if (!isAbsolutePath(file.displayPath)) files.set(file.displayPath, file.syntax.bytes);
    // Without what it includes a show does not start.
    else report.push(leftOut(file.displayPath, 'error'));
  }
  report.push(...absolutePaths(model));
  for (const path of [...files.keys()].filter((name) => name.startsWith('outside/'))) {
    files.delete(path);
    report.push(leftOut(path.replace(/^outside\/\d+\//, ''), 'warning'));
  }
  const main = fileNameOf(model.document.mainPath);
  if (source.layoutText !== undefined) files.set(layoutPath(main), encodeEscaped(source.layoutText));
  if (source.settingsText !== undefined) files.set(settingsPath(main), encodeEscaped(source.settingsText));
  return report;
}

/** Files that come along but are looked for where they were, which is nowhere on another machine. */
function absolutePaths(model: ShowModel): Problem[] {
  const { folder } = model.document;
  const isCopied = (path: string) => relativeTo(folder, path) !== path;
  const includes = model.includes.filter(({ include, path }) => isAbsolutePath(include) && isCopied(path));
  const modules = moduleUses(model).filter(({ value, target }) => isAbsolutePath(value) && target.candidates.some(isCopied));
  return [
    ...includes.map(({ include, place }) => absolutePath(include, place, 'error')),
    ...modules.map(({ value, place }) => absolutePath(value, place, 'warning')),
  ];
}

function absolutePath(path: string, place: Place | undefined, severity: Severity): Problem {
  const message = `${displayText(path)} is looked for at this very place of the other machine. Write it relative to this file.`;
  return { code: 'export-absolute-path', severity, message, ...(place ? { place } : {}) };
}

function leftOut(path: string, severity: Severity): Problem {
  const message = `${displayText(path)} lies outside of the show's folder and is not copied. Put it into the folder first.`;
  return { code: 'export-left-out', severity, message };
}

/** One small module for each order of search folders that instances need beside the bundle itself. */
class FolderModules {
  readonly texts = new Map<string, string>();
  private readonly names = new Map<string, string>();

  constructor(private readonly modules: BundledModules) {}

  nameFor(instance: string): string[] {
    const folders = this.modules.foldersOf(instance);
    if (folders.length <= 1 && (folders[0] ?? '.') === '.') return [];
    const key = folders.join('\n');
    const known = this.names.get(key);
    if (known !== undefined) return [known];
    const name = `patchmonster_folders_${this.names.size + 1}`;
    this.names.set(key, name);
    this.texts.set(name, folderModule(folders));
    return [name];
  }
}

/** What stands before the first dot of channels: the names that the reference looks up as modules. */
function moduleHeads(resolved: ResolvedShow): string[] {
  const heads = new Set<string>();
  for (const { model, channels, settings } of resolved.instances) {
    if (model.backend !== 'python') continue;
    const defaults = settings.filter(({ name }) => name === 'default-handler').map(({ value }) => value);
    for (const name of [...channels, ...defaults]) if (name.includes('.')) heads.add(name.slice(0, name.indexOf('.')));
  }
  return [...heads].sort();
}

function reportLine({ message, place }: Problem): string {
  return place ? `${displayText(place.file)}, line ${place.line}: ${message}` : message;
}
