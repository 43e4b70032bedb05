import { fileURLToPath } from 'node:url';

export const rootFolder = fileURLToPath(new URL('../..', import.meta.url));
export const cliFile = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
