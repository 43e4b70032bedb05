/** What the main process tells whoever started it, a line each on stdout. `npm start` waits for them. */
export const reportLines = {
  /** The first window can be seen. */
  ready: 'patchmonster: the window is ready',
  /** The app ends on purpose: it was quit, or another PatchMonster that runs has taken the show over. */
  ended: 'patchmonster: ended',
} as const;

export function report(what: keyof typeof reportLines): void {
  process.stdout.write(`${reportLines[what]}\n`);
}
