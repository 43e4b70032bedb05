import { resolveModule } from '../../contract/moduleName.ts';
import { encodeEscaped } from '../escapedText.ts';
import { type ConfigFile, includedPath } from '../loadShow.ts';
import type { InstanceModel, ShowModel } from '../model.ts';
import { type LineSyntax, splitOption } from '../syntax.ts';
import { alternativesOf } from './oscAlternatives.ts';

/** Lines to be put into the sections of Python instances, beside their own. */
export interface PythonLines {
  /** Modules to be loaded before the instance's own. */
  readonly before: (instance: string) => readonly string[];
  readonly after: readonly string[];
}

/**
 * The show in one file: the text of each include stands where its line stood, which is just how the reference reads it. `module`
 * options name modules as the reference understands them, and an OSC pattern with a list, which it refuses, becomes a line for each
 * member. All other lines stay as they are.
 */
export function flattenConfig(model: ShowModel, heading: readonly string[], python: PythonLines): Uint8Array {
  const flattener = new Flattener(model, python);
  const main = model.document.files.get(model.document.mainPath);
  for (const line of heading) flattener.lines.push(line === '' ? '' : `; ${line}`);
  if (main) flattener.addFile(main);
  return encodeEscaped(`${flattener.lines.join('\n')}\n`);
}

class Flattener {
  readonly lines: string[] = [];
  private readonly openFiles: string[] = [];
  private readonly instancesByHeader: ReadonlyMap<string, InstanceModel>;
  private instance: InstanceModel | undefined;
  /** Its `module` lines that are still to come. */
  private modulesLeft = 0;

  constructor(
    private readonly model: ShowModel,
    private readonly python: PythonLines,
  ) {
    this.instancesByHeader = new Map(model.instances.map((instance) => [`${instance.line.index}:${instance.line.file}`, instance]));
  }

  addFile(file: ConfigFile): void {
    this.openFiles.push(file.path);
    for (const [index, line] of file.syntax.lines.entries()) this.addLine(file, index, line);
    this.openFiles.pop();
  }

  private addLine(file: ConfigFile, index: number, line: LineSyntax): void {
    const start = file.syntax.text.startsWith('\uFEFF', line.start) ? line.start + 1 : line.start;
    const text = file.syntax.text.slice(start, line.end).replace(/\r?\n$/, '');
    if (line.kind === 'section' && line.section.kind === 'include') {
      this.addInclude(file, line.section.path);
      return;
    }
    if (line.kind === 'section') this.openSection(this.instancesByHeader.get(`${index}:${file.path}`), text);
    else if (line.kind === 'entry' && this.instance?.backend === 'python') this.addPythonOption(this.instance, file, line, start, text);
    else if (line.kind === 'entry' && this.instance?.backend === 'osc') this.addOscOption(file, line, start, text);
    else this.lines.push(text);
  }

  private addInclude(file: ConfigFile, include: string): void {
    const included = this.model.document.files.get(includedPath(file, include));
    if (!included || this.openFiles.includes(included.path)) return;
    this.lines.push(`; ${included.displayPath}:`);
    this.addFile(included);
  }

  private openSection(instance: InstanceModel | undefined, text: string): void {
    this.instance = instance;
    this.lines.push(text);
    if (instance?.backend !== 'python') return;
    this.modulesLeft = instance.options.filter((option) => option.name === 'module').length;
    this.lines.push(...this.python.before(instance.name).map(moduleLine));
    if (this.modulesLeft === 0) this.lines.push(...this.python.after.map(moduleLine));
  }

  /** `text` is that of the line from `start` on. */
  private addPythonOption(instance: InstanceModel, file: ConfigFile, line: LineSyntax, start: number, text: string): void {
    const option = splitOption(file.syntax.text, line);
    if (option?.name !== 'module') {
      this.lines.push(text);
      return;
    }
    const { importName } = resolveModule(option.value, instance.folder);
    const valueAt = option.valueRange.start - start;
    this.lines.push(importName === option.value ? text : text.slice(0, valueAt) + importName);
    this.modulesLeft--;
    if (this.modulesLeft === 0) this.lines.push(...this.python.after.map(moduleLine));
  }

  private addOscOption(file: ConfigFile, line: LineSyntax, start: number, text: string): void {
    const option = splitOption(file.syntax.text, line);
    const addresses = option && alternativesOf(option.name);
    if (!addresses) {
      this.lines.push(text);
      return;
    }
    const before = text.slice(0, option.nameRange.start - start);
    const after = text.slice(option.nameRange.end - start);
    this.lines.push(...addresses.map((address) => before + address + after));
  }
}

function moduleLine(name: string): string {
  return `module = ${name}`;
}
