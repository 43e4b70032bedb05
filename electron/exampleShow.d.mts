/** The folder of the user's settings, the same that Electron's `userData` names. */
export function userFolder(env?: NodeJS.ProcessEnv, platform?: NodeJS.Platform, home?: string): string;
/** Absolute path of the user's own copy of the example show; makes it the first time. Throws when it can be written nowhere. */
export function exampleShow(examplesFolder: string, ownFolder: string): string;
