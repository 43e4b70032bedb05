import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type BrowserWindow, dialog } from 'electron';
import { messageOf } from '../core/base/errorText.ts';
import { fail, ok, type Result } from '../core/base/result.ts';
import type { Question } from './closeGuard.ts';

const filters = [
  { name: 'Shows', extensions: ['cfg'] },
  { name: 'All files', extensions: ['*'] },
];

/** What a new show holds: a place for its wires. */
const emptyShow = '[map]\n';

export async function ask(window: BrowserWindow | undefined, question: Question): Promise<number> {
  const options = { type: 'question' as const, noLink: true, ...question, buttons: [...question.buttons] };
  const { response } = await (window ? dialog.showMessageBox(window, options) : dialog.showMessageBox(options));
  return response;
}

/** Absolute path of an existing show, or undefined when the user thought better of it. */
export async function pickShow(window: BrowserWindow | undefined): Promise<string | undefined> {
  const options = { title: 'Open Show', filters, properties: ['openFile' as const] };
  const { canceled, filePaths } = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options));
  return canceled ? undefined : filePaths[0];
}

/** Absolute path for a copy of a show, or undefined. The dialog itself asks before a file is replaced. */
export async function pickNewPlace(window: BrowserWindow | undefined, current: string): Promise<string | undefined> {
  const options = { title: 'Save As', filters, defaultPath: current };
  const { canceled, filePath } = await (window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options));
  return canceled || filePath === '' ? undefined : withEnding(filePath);
}

/** Makes an empty show where the user says. A file that is there already is never written over. */
export async function makeShow(window: BrowserWindow | undefined): Promise<Result<string | undefined, string>> {
  const options = { title: 'New Show', filters, defaultPath: 'show.cfg', buttonLabel: 'Create' };
  const { canceled, filePath } = await (window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options));
  if (canceled || filePath === '') return ok(undefined);
  const showPath = withEnding(filePath);
  try {
    await writeFile(showPath, emptyShow, { flag: 'wx' });
    return ok(showPath);
  } catch (error) {
    return fail(sentenceFor(showPath, error));
  }
}

function withEnding(file: string): string {
  return path.extname(file) === '' ? `${file}.cfg` : file;
}

function sentenceFor(showPath: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EEXIST') return `${showPath} is there already. Open it, or choose another name.`;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return `Nothing may be written to ${path.dirname(showPath)}. Choose another folder.`;
  if (code === 'ENOSPC') return `The disk with ${path.dirname(showPath)} is full.`;
  return `${showPath} could not be made: ${messageOf(error)}`;
}
