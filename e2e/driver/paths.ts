import { fileURLToPath } from 'node:url';

export const rootFolder = fileURLToPath(new URL('../..', import.meta.url));
/** `PATCHMONSTER_CLI` names another build. */
export const cliFile = process.env.PATCHMONSTER_CLI ?? fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
