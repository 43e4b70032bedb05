/** Why Electron ended before its window could be seen, from what it wrote: the end of "Electron can't open a window here: ...". */
export function explainExit(output: string, code: number | null, signal: NodeJS.Signals | null): string {
  const library = /error while loading shared libraries: ([^:\s]+)/.exec(output)?.[1];
  if (library !== undefined) return `the system library ${library} is missing`;
  if (/Running as root without --no-sandbox/.test(output)) return 'it does not start as root';
  if (/Missing X server|cannot open display|Unable to open X display|Failed to connect to Wayland display/i.test(output)) {
    return 'the display can’t be opened';
  }
  if (/SUID sandbox helper|No usable sandbox|Failed to move to new namespace|sandbox_host_linux|zygote_host_impl_linux/.test(output)) {
    return 'its sandbox is not allowed on this system (see build-resources/README.md)';
  }
  const how = signal === null ? `ended with code ${code ?? 'unknown'}` : `was ended by ${signal}`;
  const last = output.trim().split('\n').at(-1)?.trim() ?? '';
  return `it ${how} before its window could be seen${last === '' ? '' : ` (${last.slice(0, 200)})`}`;
}
