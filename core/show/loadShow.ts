/**
 * A show's configuration files: the main one and all that it includes, each with its syntax tree. Immutable; an edit makes
 * a new document that shares the trees of the files that it left alone.
 */
import { fail, ok, type Result } from '../base/result.ts';
import { fileNameOf, folderOf, joinPath, normalisePath, relativeTo } from './paths.ts';
import { type ConfigSyntax, parseConfig } from './syntax.ts';
import { changeBytes, type TextChange } from './textChange.ts';

/** Reads one file; the failure is a sentence without the path. Absolute paths only. */
export type ReadFile = (absolutePath: string) => Result<Uint8Array, string>;

export interface ConfigFile {
  /** Absolute, with forward slashes. */
  readonly path: string;
  /** As in `Place.file`. */
  readonly displayPath: string;
  readonly role: 'main' | 'include';
  /** Empty when the file could not be read. */
  readonly syntax: ConfigSyntax;
  /** Why it could not be read. */
  readonly readProblem?: string;
}

export interface ShowDocument {
  readonly mainPath: string;
  /** Absolute folder of the main file. */
  readonly folder: string;
  /** File name without ending. */
  readonly title: string;
  /** By absolute path, in order of first mention. Files whose include line is gone stay until the show is loaded again. */
  readonly files: ReadonlyMap<string, ConfigFile>;
  /** Reads files that an edit includes anew. */
  readonly readFile: ReadFile;
}

/** More files than this are a mistake or an attack. */
export const maxShowFiles = 1_000;

/** Never throws; files that can't be read are part of the document and become problems of its model. */
export function loadShow(mainPath: string, readFile: ReadFile): ShowDocument {
  const path = normalisePath(mainPath);
  const folder = folderOf(path);
  const title = fileNameOf(path).replace(/\.cfg$/i, '');
  const files = new Map<string, ConfigFile>();
  readInto(files, path, folder, 'main', readFile);
  return { mainPath: path, folder, title, files, readFile };
}

/** The document with other bytes in one file, whose new includes are read. */
function replaceFile(document: ShowDocument, path: string, bytes: Uint8Array): ShowDocument {
  const files = new Map(document.files);
  const role = path === document.mainPath ? 'main' : 'include';
  const syntax = parseConfig(bytes, document.files.get(path)?.syntax);
  const file: ConfigFile = { path, displayPath: relativeTo(document.folder, path), role, syntax };
  files.set(path, file);
  readIncludes(files, file, document.folder, document.readFile);
  return { ...document, files };
}

/** Applies changes one after the other; nothing is changed when one of them no longer fits. */
export function applyChanges(document: ShowDocument, changes: readonly TextChange[]): Result<ShowDocument, string> {
  const changed = new Map<string, Uint8Array>();
  for (const change of changes) {
    const before = changed.get(change.file) ?? document.files.get(change.file)?.syntax.bytes;
    if (before === undefined) return fail(`${change.file} is not part of this show.`);
    const after = changeBytes(before, change);
    if (!after.ok) return after;
    changed.set(change.file, after.value);
  }
  let result = document;
  for (const [path, bytes] of changed) result = replaceFile(result, path, bytes);
  return ok(result);
}

/** Absolute path of an include as it is written in a file. */
export function includedPath(file: ConfigFile, include: string): string {
  return joinPath(folderOf(file.path), include);
}

function readInto(files: Map<string, ConfigFile>, path: string, folder: string, role: 'main' | 'include', readFile: ReadFile): void {
  const read = readFile(path);
  const displayPath = relativeTo(folder, path);
  const file: ConfigFile = read.ok
    ? { path, displayPath, role, syntax: parseConfig(read.value) }
    : { path, displayPath, role, syntax: parseConfig(new Uint8Array()), readProblem: read.error };
  files.set(path, file);
  readIncludes(files, file, folder, readFile);
}

function readIncludes(files: Map<string, ConfigFile>, file: ConfigFile, folder: string, readFile: ReadFile): void {
  for (const line of file.syntax.lines) {
    if (line.kind !== 'section' || line.section.kind !== 'include' || line.section.path === '') continue;
    const path = includedPath(file, line.section.path);
    if (!files.has(path) && files.size < maxShowFiles) readInto(files, path, folder, 'include', readFile);
  }
}
