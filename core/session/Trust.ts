import type { TrustState } from '../contract/clientLink.ts';
import type { TrustStore } from './files/TrustStore.ts';

export interface TrustOptions {
  readonly store: TrustStore;
  /** The show's path with links resolved. */
  readonly showPath: string;
  /** The person has said yes already by how the session was started. */
  readonly isGranted: boolean;
}

/** Whether this show's Python may run: shows from elsewhere ask once per machine. */
export class Trust {
  private isAllowed: boolean;

  constructor(
    private readonly options: TrustOptions,
    private readonly modules: () => readonly string[],
  ) {
    this.isAllowed = options.isGranted || options.store.isTrusted(options.showPath);
  }

  get isTrusted(): boolean {
    return this.isAllowed;
  }

  get state(): TrustState {
    const modules = this.modules();
    return { isTrusted: this.isAllowed || modules.length === 0, modules };
  }

  /** False when the answer could not be kept for the next time. */
  allow(): Promise<boolean> {
    this.isAllowed = true;
    return this.options.store.trust(this.options.showPath);
  }
}
