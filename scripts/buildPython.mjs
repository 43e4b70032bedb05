// Makes what Python needs at run time in `dist/python`.
import { mkdir } from 'node:fs/promises';

/** @param {string} root */
export async function buildPythonFiles(root) {
  await mkdir(`${root}/dist/python`, { recursive: true });
}
