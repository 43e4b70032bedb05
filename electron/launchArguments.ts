import path from 'node:path';

/**
 * The show that a command line names, as an absolute path. Chromium's and Electron's own switches are passed over, and so is
 * the app itself, which `electron dist/electron/main.js show.cfg` has among its arguments. `appPaths` are absolute.
 */
export function showOfArguments(argv: readonly string[], workingDirectory: string, appPaths: readonly string[]): string | undefined {
  return argv
    .slice(1)
    .filter((argument) => argument !== '' && !argument.startsWith('-'))
    .map((argument) => path.resolve(workingDirectory, argument))
    .find((argument) => !appPaths.includes(argument));
}
