import type { OptionSetting } from '../contract/protocol.ts';
import type { Backend, BackendHost, BackendRuntime } from './backend.ts';
import { hasSameOptions } from './instanceMatching.ts';

interface Started {
  readonly runtime: BackendRuntime;
  readonly options: readonly OptionSetting[];
}

/** The backends that run: each is started with its first instance and stopped after its last. */
export class BackendRuntimes {
  private readonly started = new Map<string, Started>();

  constructor(
    private readonly backends: ReadonlyMap<string, Backend>,
    private readonly host: BackendHost,
  ) {}

  backend(name: string): Backend | undefined {
    return this.backends.get(name);
  }

  /** True when the backend runs with other options: its instances must end first. */
  mustRestart(name: string, options: readonly OptionSetting[]): boolean {
    const started = this.started.get(name);
    return started !== undefined && !hasSameOptions(started.options, options);
  }

  /** Starts the backend unless it runs. Throws what the backend throws. */
  ensure(backend: Backend, options: readonly OptionSetting[]): BackendRuntime {
    const name = backend.protocol.name;
    const known = this.started.get(name);
    if (known) return known.runtime;
    const runtime = backend.start(this.host, options);
    this.started.set(name, { runtime, options });
    return runtime;
  }

  get all(): readonly BackendRuntime[] {
    return [...this.started.values()].map(({ runtime }) => runtime);
  }

  get names(): readonly string[] {
    return [...this.started.keys()];
  }

  find(name: string): BackendRuntime | undefined {
    return this.started.get(name)?.runtime;
  }

  /** Forgets the backend; the caller stops the runtime once its instances have ended. */
  remove(name: string): BackendRuntime | undefined {
    const runtime = this.find(name);
    this.started.delete(name);
    return runtime;
  }
}
