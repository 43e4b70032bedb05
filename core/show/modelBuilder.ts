import { assertNever } from '../base/assertNever.ts';
import type { Place } from '../contract/problem.ts';
import { displayText } from './escapedText.ts';
import { commentFix } from './fixes.ts';
import { type ConfigFile, includedPath, type ShowDocument } from './loadShow.ts';
import type { BackendModel, IncludeModel, InstanceModel, MapRegion, OptionModel, ShowModel } from './model.ts';
import { notTextReason } from './notText.ts';
import { folderOf } from './paths.ts';
import { placeOf } from './places.ts';
import { ProblemList } from './problemList.ts';
import { type LineSyntax, type SectionLine, type SectionSyntax, splitOption } from './syntax.ts';
import { WireReader } from './wireReader.ts';

/** Lines that are read in all, files that are included several times counted as often. */
const maxReadLines = 2_000_000;
const maxIncludeDepth = 64;
/** Files that are read in all: a few that include each other twice would else be read for years. */
const maxReadings = 10_000;
const maxProblems = 1_000;
/** First line of a region that another file opened. */
const continuedMap = -1;

type Section<Kind extends SectionSyntax['kind']> = Extract<SectionSyntax, { kind: Kind }>;
type OpenRegion = { -readonly [Key in keyof MapRegion]: MapRegion[Key] };

type OpenSection =
  | { readonly kind: 'none' }
  | { readonly kind: 'map'; region: OpenRegion }
  | { readonly kind: 'backend'; readonly options: OptionModel[] }
  | { readonly kind: 'instance'; readonly options: OptionModel[] }
  /** A section with a problem of its own; what stands in it is not judged. */
  | { readonly kind: 'ignored' };

/** Reads the lines of all files in the order in which the reference reads them: one open section, across files. */
export class ModelBuilder {
  private readonly instances: InstanceModel[] = [];
  private readonly instancesByName = new Map<string, InstanceModel>();
  private readonly backends: BackendModel[] = [];
  private readonly includes: IncludeModel[] = [];
  private readonly mapRegions: MapRegion[] = [];
  private readonly readCounts = new Map<string, number>();
  private readonly problems = new ProblemList(maxProblems);
  private readonly wires: WireReader;
  private readonly openFiles: string[] = [];
  private section: OpenSection = { kind: 'none' };
  private linesRead = 0;
  private readings = 0;

  constructor(
    private readonly document: ShowDocument,
    previous: ShowModel | undefined,
  ) {
    this.wires = new WireReader(this.instancesByName, this.problems, previous);
  }

  build(): ShowModel {
    const main = this.document.files.get(this.document.mainPath);
    if (main) this.readFile(main, undefined);
    this.wires.reportUnknownInstances();
    return {
      document: this.document,
      files: [...this.readCounts.keys()],
      instances: this.instances,
      backends: this.backends,
      wires: this.wires.wires,
      includes: this.includes,
      mapRegions: this.mapRegions,
      readCounts: this.readCounts,
      problems: this.problems.sorted([...this.readCounts.keys()].map((path) => this.document.files.get(path)?.displayPath ?? path)),
    };
  }

  private readFile(file: ConfigFile, from: Place | undefined): void {
    this.readCounts.set(file.path, (this.readCounts.get(file.path) ?? 0) + 1);
    const reason = file.readProblem ?? notTextReason(file.syntax.bytes);
    if (reason !== undefined) {
      const code = file.role === 'main' ? 'show-unreadable' : 'include-unreadable';
      this.problems.error(code, `${displayText(file.displayPath)} can't be read: ${reason}`, from ?? placeOf(file, 0));
      return;
    }
    this.warnOfEncoding(file);
    this.openFiles.push(file.path);
    this.readLines(file);
    this.openFiles.pop();
    if (this.linesRead > maxReadLines && this.openFiles.length === 0) {
      this.problems.error('show-too-long', `The show has more than ${maxReadLines.toLocaleString('en')} lines.`, placeOf(file, 0));
    }
  }

  private readLines(file: ConfigFile): void {
    const { lines } = file.syntax;
    for (let index = 0; index < lines.length; ) {
      const known = this.takeOver(file, index);
      this.linesRead += Math.max(known, 1);
      if (this.linesRead > maxReadLines) return;
      const line = lines[index];
      if (known === 0 && line) this.readLine(file, index, line);
      index += Math.max(known, 1);
    }
  }

  /** Map lines that the previous model knows; returns how many lines need not be read. */
  private takeOver(file: ConfigFile, index: number): number {
    if (this.section.kind !== 'map') return 0;
    const { file: openFile, firstLine } = this.section.region;
    const countBefore = this.wires.wires.length;
    const lines = this.wires.takeOver(file, index, openFile === file.path ? firstLine : continuedMap);
    // The list is another one when whole maps were taken over.
    const { wires } = this.wires;
    const last = wires.length > countBefore ? wires.at(-1) : undefined;
    if (last) this.didReadWire(file, last.line.index);
    return lines;
  }

  private warnOfEncoding(file: ConfigFile): void {
    const { text, lines } = file.syntax;
    const at = text.search(/[\uDC80-\uDCFF]/u);
    if (at < 0 || (this.readCounts.get(file.path) ?? 0) > 1) return;
    const index = lines.findIndex((line) => line.end > at);
    const message = "This file is not all UTF-8. What is not is kept as it is, but can't be shown.";
    this.problems.warning('not-utf8', message, placeOf(file, index, { start: at, end: at + 1 }));
  }

  private readLine(file: ConfigFile, index: number, line: LineSyntax): void {
    if (line.kind === 'section') this.readSection(file, index, line);
    else if (line.kind === 'blank') return;
    else if (this.section.kind !== 'map') {
      if (line.kind === 'entry') this.readOption(file, index, line);
    } else if (this.wires.readLine(file, index, line)) this.didReadWire(file, index);
  }

  private didReadWire(file: ConfigFile, index: number): void {
    const region = this.regionIn(file);
    region.lastLine = index;
    region.wiresAtEnd = this.wires.wires.length;
  }

  private readSection(file: ConfigFile, index: number, line: SectionLine): void {
    const { section } = line;
    const content = file.syntax.text.slice(line.contentStart, line.contentEnd);
    if (section.kind !== 'map' && /^\[\s*map\s*\]$/i.test(content)) {
      this.reportMap(file, index, content);
      return;
    }
    switch (section.kind) {
      case 'include':
        this.readInclude(file, index, section);
        break;
      case 'map':
        this.section = { kind: 'map', region: this.openRegion(file.path, index) };
        break;
      case 'backend':
        this.readBackend(file, index, section);
        break;
      case 'instance':
        this.readInstance(file, index, section);
        break;
      case 'nameless':
        this.readNameless(file, index, section.text);
        break;
      default:
        assertNever(section);
    }
  }

  /** No protocol is called so: it can only have been meant as a map. */
  private reportMap(file: ConfigFile, index: number, content: string): void {
    this.section = { kind: 'ignored' };
    const place = placeOf(file, index);
    const message = `${content} is not read as a map: write it as [map].`;
    this.problems.add({
      code: 'bad-map-section',
      severity: 'error',
      message,
      place,
      fix: { title: 'Use "[map]"', place, newText: '[map]' },
    });
  }

  private readNameless(file: ConfigFile, index: number, content: string): void {
    this.section = { kind: 'ignored' };
    const text = displayText(content);
    this.problems.error(
      'no-instance-name',
      `[${text}] names no instance: write it as [${text === '' ? 'BACKEND' : text} NAME].`,
      placeOf(file, index),
    );
  }

  private readBackend(file: ConfigFile, index: number, section: Section<'backend'>): void {
    const options: OptionModel[] = [];
    const place = placeOf(file, index, { start: section.nameStart, end: section.nameEnd });
    this.backends.push({ name: section.name, line: { file: file.path, index }, options, place });
    this.section = { kind: 'backend', options };
  }

  private readInstance(file: ConfigFile, index: number, section: Section<'instance'>): void {
    const place = placeOf(file, index, { start: section.nameStart, end: section.nameEnd });
    const { name, backend } = section;
    const first = this.instancesByName.get(name);
    this.section = { kind: 'ignored' };
    if (first) {
      this.problems.add({
        code: 'duplicate-instance',
        severity: 'error',
        message: `There is already an instance called "${displayText(name)}". A section can't be opened again; give this one another name.`,
        place,
        related: { place: first.place, message: 'The first one is here.' },
      });
      return;
    }
    if (/[ .]/.test(name)) {
      const character = name.includes(' ') ? 'blank' : 'dot';
      const message = `The instance name "${displayText(name)}" has a ${character} in it, which is not allowed.`;
      const better = name.trim();
      const isFit = better !== '' && !/[ .]/.test(better) && !this.instancesByName.has(better);
      const fix = isFit ? { title: `Use "${displayText(better)}"`, place, newText: better } : undefined;
      this.problems.add({ code: 'bad-instance-name', severity: 'error', message, place, ...(fix && { fix }) });
      return;
    }
    const options: OptionModel[] = [];
    const backendRange = { start: section.backendStart, end: section.backendStart + backend.length };
    const nameRange = { start: section.nameStart, end: section.nameEnd };
    const instance: InstanceModel = {
      name,
      backend,
      line: { file: file.path, index },
      nameRange,
      backendRange,
      folder: folderOf(file.path),
      options,
      place,
    };
    this.instances.push(instance);
    this.instancesByName.set(name, instance);
    this.section = { kind: 'instance', options };
  }

  private readInclude(file: ConfigFile, index: number, section: Section<'include'>): void {
    const include = section.path;
    const place = placeOf(file, index, { start: section.pathStart, end: section.pathEnd });
    const path = includedPath(file, include);
    const shown = displayText(include);
    const included = this.document.files.get(path);
    if (include === '' || include.endsWith('/')) {
      this.problems.error('include-unreadable', 'The include names no file.', place);
      return;
    }
    this.includes.push({ include, path, line: { file: file.path, index }, place });
    if (this.openFiles.includes(path)) {
      this.problems.error('include-loop', `${shown} is being read already: a file can't include itself.`, place);
    } else if (!included || this.openFiles.length >= maxIncludeDepth || ++this.readings > maxReadings) {
      this.problems.error('include-unreadable', `${shown} is left out: the show includes too many files.`, place);
    } else {
      this.readFile(included, place);
      if (this.section.kind === 'map') this.section = { kind: 'map', region: this.openRegion(file.path, index) };
    }
  }

  private openRegion(file: string, firstLine: number): OpenRegion {
    const wiresAtEnd = this.wires.wires.length;
    const region: OpenRegion = { file, firstLine, lastLine: firstLine, instancesBefore: this.instances.length, wiresAtEnd };
    this.mapRegions.push(region);
    return region;
  }

  /** The region of the open map in this file: an include goes on with the map of the outer file in a region of its own. */
  private regionIn(file: ConfigFile): OpenRegion {
    if (this.section.kind !== 'map') throw new Error('No map is open.');
    if (this.section.region.file !== file.path) this.section.region = this.openRegion(file.path, continuedMap);
    return this.section.region;
  }

  private readOption(file: ConfigFile, index: number, line: LineSyntax): void {
    const option = splitOption(file.syntax.text, line);
    const section = this.section;
    if (!option) {
      if (section.kind !== 'ignored') this.reportNoAssignment(file, index, line);
      return;
    }
    if (section.kind === 'none') {
      this.problems.warning('option-before-section', 'This line stands before the first section and does nothing.', placeOf(file, index));
    }
    if (section.kind !== 'instance' && section.kind !== 'backend') return;
    section.options.push({ ...option, line: { file: file.path, index }, place: placeOf(file, index) });
  }

  private reportNoAssignment(file: ConfigFile, index: number, line: LineSyntax): void {
    const content = file.syntax.text.slice(line.contentStart, line.contentEnd);
    const shown = displayText(content.length > 60 ? `${content.slice(0, 60)}…` : content);
    let hint = 'an option is written as NAME = VALUE.';
    if (/^#|^\/\//.test(content)) hint = 'a comment begins with ; here.';
    else if (/^\[[^\]]*\]\s*[;#]/.test(content)) hint = 'a comment needs a line of its own.';
    else if (content.startsWith('[')) hint = 'a section ends with ].';
    const fix = commentFix(file, index, content);
    this.problems.add({
      code: 'not-an-assignment',
      severity: 'error',
      message: `"${shown}" is neither a section nor an option: ${hint}`,
      place: placeOf(file, index),
      ...(fix && { fix }),
    });
  }
}
