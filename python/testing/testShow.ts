/** Drives Python instances through the real backend and real workers, with a context that records what they do. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PythonConfig } from '../../core/backends/python/options.ts';
import { systemClock } from '../../core/base/systemClock.ts';
import type { CallProfile, FileChangeOutcome, RuntimeFiles } from '../../core/contract/engineLink.ts';
import type { Slot } from '../../core/contract/ids.ts';
import type { InstancePhase, RunProblem } from '../../core/contract/instanceState.ts';
import { defaultRunSettings, type RunSettings } from '../../core/contract/plan.ts';
import type { BackendInstance, BackendRuntime, ChannelBinding, InstanceContext } from '../../core/engine/backend.ts';
import { createPythonBackend } from '../host/pythonBackend.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What the build has put into dist. */
export const builtFiles: RuntimeFiles = {
  engineWorker: join(root, 'dist/engineWorker.js'),
  pythonWorker: join(root, 'dist/pythonWorker.js'),
  pythonIoWorker: join(root, 'dist/pythonIoWorker.js'),
  pyodideFolder: join(root, 'node_modules/pyodide'),
  pythonFolder: join(root, 'dist/python'),
};

export interface TestInstanceOptions {
  readonly modules: readonly string[];
  readonly defaultHandler?: string;
  /** `a > b`: channel a is a source, b a target; a route delivers what a puts out to b. */
  readonly routes?: readonly (readonly [source: string, target: string])[];
}

/** A show folder with Python instances whose outputs are routed back into them. */
export class TestShow {
  readonly folder = mkdtempSync(join(tmpdir(), 'patchmonster-python-'));
  readonly log: string[] = [];
  private readonly runtime: BackendRuntime<PythonConfig, string>;
  private readonly instances: TestInstance[] = [];
  private readonly waiters = new Set<() => void>();

  constructor(files: Partial<RuntimeFiles> = {}) {
    const logger = { log: (level: string, source: string, message: string) => this.note(`${level} ${source}: ${message}`) };
    this.runtime = createPythonBackend({ ...builtFiles, ...files }).start({ clock: systemClock, logger, stdio: 'forward' }, []);
  }

  async write(path: string, text: string): Promise<string> {
    const full = this.path(path);
    await mkdir(dirname(full), { recursive: true });
    writeFileSync(full, text);
    return full;
  }

  add(name: string, options: TestInstanceOptions): TestInstance {
    const instance = new TestInstance(name, this.folder, options, this.runtime, () => this.changed());
    this.instances.push(instance);
    return instance;
  }

  /** Applies the plan and waits until all instances have left `starting`. */
  async start(settings: Partial<RunSettings> = {}): Promise<void> {
    this.runtime.didApplyPlan?.({ ...defaultRunSettings, ...settings });
    await this.until(() => this.instances.every(({ phase }) => phase !== 'starting'));
  }

  async save(path: string, text: string): Promise<readonly FileChangeOutcome[]> {
    await this.write(path, text);
    return await this.change(path);
  }

  /** Tells of a file that was changed. */
  async change(path: string): Promise<readonly FileChangeOutcome[]> {
    return (await this.runtime.didChangeFile?.(this.path(path))) ?? [];
  }

  path(path: string): string {
    return join(this.folder, path);
  }

  async until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) await new Promise<void>((resolve) => this.waiters.add(resolve));
  }

  async stop(): Promise<void> {
    this.runtime.willStop?.();
    for (const instance of this.instances) await instance.running.stop(systemClock.nowMs() + 3_000);
    await this.runtime.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private note(line: string): void {
    this.log.push(line);
    this.changed();
  }

  private changed(): void {
    for (const waiter of [...this.waiters]) {
      this.waiters.delete(waiter);
      waiter();
    }
  }
}

export class TestInstance {
  readonly running: BackendInstance<string>;
  readonly slots = new Map<string, Slot>();
  readonly counters = { dropped: 0, coalesced: 0, late: 0, errors: 0 };
  /** Everything put out, as `name value`. */
  readonly outputs: string[] = [];
  /** Number of events in each round. */
  readonly rounds: number[] = [];
  readonly profile: CallProfile[] = [];
  phase: InstancePhase = 'stopped';
  reason = '';
  problems: readonly RunProblem[] = [];
  stdout = '';
  stderr = '';
  private routes: readonly (readonly [string, string])[];
  private isDrainRequested = false;

  constructor(
    readonly name: string,
    folder: string,
    options: TestInstanceOptions,
    runtime: BackendRuntime<PythonConfig, string>,
    private readonly changed: () => void,
  ) {
    this.routes = options.routes ?? [];
    const config: PythonConfig = { modules: options.modules, defaultHandler: options.defaultHandler };
    this.running = runtime.createInstance(this.context(folder), config, this.bindings());
  }

  setRoutes(routes: readonly (readonly [string, string])[]): void {
    this.routes = routes;
    this.running.updateChannels(this.bindings());
  }

  send(spec: string, ...values: readonly number[]): void {
    const slot = this.slotOf(spec);
    this.running.deliver({ slots: Int32Array.from(values, () => slot), values: Float64Array.from(values), count: values.length, hops: 0 });
  }

  /** Lines that start with `T `, as in the recorded cases. */
  get lines(): string[] {
    return this.stdout
      .split('\n')
      .filter((line) => line.startsWith('T '))
      .map((line) => line.slice(2));
  }

  private bindings(): ChannelBinding<string>[] {
    const specs = new Set(this.routes.flat());
    return [...specs].map((spec) => ({
      slot: this.slotOf(spec),
      spec,
      channel: spec,
      isSource: this.routes.some(([source]) => source === spec),
      isTarget: this.routes.some(([, target]) => target === spec),
    }));
  }

  private slotOf(spec: string): Slot {
    const known = this.slots.get(spec);
    if (known !== undefined) return known;
    const slot = this.slots.size as Slot;
    this.slots.set(spec, slot);
    return slot;
  }

  private context(folder: string): InstanceContext {
    return {
      name: this.name,
      folder,
      showFolder: folder,
      clock: systemClock,
      logger: { log: (level, source, message) => this.say(() => (this.stderr += `[${level} ${source}] ${message}\n`)) },
      emit: () => undefined,
      createChannel: (spec) => this.slotOf(spec),
      requestDrain: () => this.requestDrain(),
      setStatus: (phase, reason, problems) => this.say(() => Object.assign(this, { phase, reason, problems: problems ?? [] })),
      count: (counter, amount) => this.say(() => (this.counters[counter] += amount)),
      print: (stream, text) => this.say(() => (this[stream] += text)),
      reportProfile: (rows) => this.say(() => this.profile.push(...rows)),
      reaches: () => true,
      requestResend: () => undefined,
    };
  }

  private say(change: () => unknown): void {
    change();
    this.changed();
  }

  private requestDrain(): void {
    if (this.isDrainRequested) return;
    this.isDrainRequested = true;
    setImmediate(() => {
      this.isDrainRequested = false;
      const hasMore = this.running.drain?.(
        { emitRound: (slots, values, start, count) => this.route(slots, values, start, count) },
        1 << 16,
      );
      if (hasMore) this.requestDrain();
      else this.running.didSettle?.();
      this.changed();
    });
  }

  private route(slots: Int32Array, values: Float64Array, start: number, count: number): void {
    this.rounds.push(count);
    const names = [...this.slots.keys()];
    const deliveredSlots: number[] = [];
    const deliveredValues: number[] = [];
    for (let index = start; index < start + count; index++) {
      const name = names[slots[index]!]!;
      if (this.outputs.length < 10_000) this.outputs.push(`${name} ${values[index]}`);
      for (const [source, target] of this.routes) {
        if (source !== name) continue;
        deliveredSlots.push(this.slotOf(target));
        deliveredValues.push(values[index]!);
      }
    }
    const count2 = deliveredSlots.length;
    if (count2 > 0) {
      this.running.deliver({ slots: Int32Array.from(deliveredSlots), values: Float64Array.from(deliveredValues), count: count2, hops: 0 });
    }
  }
}
