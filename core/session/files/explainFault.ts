import { basename } from 'node:path';
import { messageOf } from '../../base/errorText.ts';
import { displayText } from '../../show/escapedText.ts';
import type { FileFault } from './FileSystem.ts';

const sentences: Readonly<Record<string, (name: string) => string>> = {
  ENOENT: (name) => `"${name}" does not exist.`,
  ENOTDIR: (name) => `A part of the path to "${name}" is a file, not a folder.`,
  EISDIR: (name) => `"${name}" is a folder, not a file.`,
  EACCES: (name) => `There is no permission to access "${name}".`,
  EPERM: (name) => `The system does not permit this for "${name}".`,
  EROFS: (name) => `"${name}" lies on a read-only disk.`,
  ENOSPC: (name) => `The disk is full, "${name}" can't be written.`,
  EDQUOT: (name) => `The disk quota is used up, "${name}" can't be written.`,
  EFBIG: (name) => `"${name}" is too large.`,
  EIO: (name) => `The disk reports an error for "${name}".`,
  EBUSY: (name) => `"${name}" is in use by another program.`,
  EMFILE: () => 'Too many files are open; close some programs and try again.',
  ENFILE: () => 'Too many files are open on this system; close some programs and try again.',
  ELOOP: (name) => `The links that lead to "${name}" go in a circle.`,
  ENAMETOOLONG: (name) => `The name "${name.slice(0, 60)}..." is too long.`,
  EEXIST: (name) => `"${name}" exists already.`,
};

/** Turns whatever a file operation threw into a sentence that names the file. */
export function explainFault(path: string, error: unknown): FileFault {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'EUNKNOWN';
  const sentence = sentences[code];
  const detail = messageOf(error);
  const name = displayText(basename(path));
  return { code, message: sentence ? sentence(name) : `"${name}": ${detail}` };
}
