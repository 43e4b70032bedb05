/** Where the window of `npm start` opens, and if not in Electron, why not. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  /** `process.versions.node` */
  readonly nodeVersion: string;
  readonly isRoot: boolean;
  readonly env: NodeJS.ProcessEnv;
  /** The installed Electron binary. */
  readonly electron: string | undefined;
}

export type Host =
  | { readonly kind: 'electron'; readonly binary: string }
  /** Electron could run here, but its binary has to be fetched first. */
  | { readonly kind: 'download' }
  /** `reason` ends the sentence "Electron can't open a window here: ...". */
  | { readonly kind: 'browser'; readonly reason: string };

/** What Electron's own downloader asks for. */
const minimumNode = [22, 12] as const;

export function chooseHost(machine: Machine): Host {
  if (!hasDisplay(machine)) return { kind: 'browser', reason: 'this machine has no display (DISPLAY and WAYLAND_DISPLAY are empty)' };
  if (machine.electron !== undefined) return { kind: 'electron', binary: machine.electron };
  if (!isNodeNewEnough(machine.nodeVersion)) {
    return { kind: 'browser', reason: `it needs Node ${minimumNode.join('.')} or newer, and this is ${machine.nodeVersion}` };
  }
  if (machine.isRoot && machine.platform === 'linux') return { kind: 'browser', reason: 'it does not start as root' };
  return { kind: 'download' };
}

function hasDisplay({ platform, env }: Machine): boolean {
  if (platform === 'darwin' || platform === 'win32') return true;
  return [env.DISPLAY, env.WAYLAND_DISPLAY].some((one) => one !== undefined && one !== '');
}

function isNodeNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > minimumNode[0] || (major === minimumNode[0] && minor >= minimumNode[1]);
}
