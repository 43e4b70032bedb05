import type { PythonConfig } from '../../core/backends/python/options.ts';
import { pythonProtocol } from '../../core/backends/python/protocol.ts';
import type { FileChangeOutcome, RuntimeFiles } from '../../core/contract/engineLink.ts';
import { defaultRunSettings, type RunSettings } from '../../core/contract/plan.ts';
import type { Backend, BackendHost, BackendRuntime, ChannelBinding, InstanceContext } from '../../core/engine/backend.ts';
import { SocketService } from '../sockets/socketService.ts';
import { PythonInstance } from './pythonInstance.ts';
import { StartBarrier } from './startBarrier.ts';
import { WorkerPool } from './workerPool.ts';

/** Python as a backend: one interpreter in a worker of its own per instance. */
export function createPythonBackend(files: RuntimeFiles): Backend<PythonConfig, string> {
  return { protocol: pythonProtocol, start: (host) => new PythonHost(files, host) };
}

class PythonHost implements BackendRuntime<PythonConfig, string> {
  private readonly instances = new Set<PythonInstance>();
  private readonly barrier: StartBarrier;
  private readonly sockets: SocketService;
  private readonly pool: WorkerPool;
  private settings: RunSettings = defaultRunSettings;
  private isStopping = false;

  constructor(
    files: RuntimeFiles,
    private readonly host: BackendHost,
  ) {
    this.barrier = new StartBarrier(host.clock);
    this.sockets = new SocketService(files.pythonIoWorker, host.logger, host.clock);
    this.pool = new WorkerPool(files, this.sockets, host.clock);
  }

  createInstance(context: InstanceContext, config: PythonConfig, channels: readonly ChannelBinding<string>[]): PythonInstance {
    const instance = new PythonInstance(context, config, channels, {
      stdio: this.host.stdio,
      barrier: this.barrier,
      settings: () => this.settings,
      takeWorker: (name) => this.pool.take(name),
      didGoLive: () => this.pool.planSpare(),
      didStop: (stopped) => this.instances.delete(stopped),
      stoppingLater: () => (this.isStopping ? this.instances.size - 1 : 0),
      behind: (asking) => [...this.instances].filter((other) => other !== asking && asking.reaches(other)).map(({ flow }) => flow),
      didGoOn: () => {
        for (const other of this.instances) other.flow.look();
      },
    });
    this.instances.add(instance);
    return instance;
  }

  didApplyPlan(settings: RunSettings): void {
    if (JSON.stringify(settings) !== JSON.stringify(this.settings)) {
      this.settings = settings;
      for (const instance of this.instances) instance.applySettings(settings);
    }
    for (const instance of this.instances) instance.didApplyPlan();
    this.barrier.close();
  }

  async didChangeFile(path: string): Promise<readonly FileChangeOutcome[]> {
    return await Promise.all([...this.instances].map((instance) => instance.didChangeFile(path)));
  }

  willStop(): void {
    this.isStopping = true;
    for (const instance of this.instances) instance.halt();
  }

  async stop(): Promise<void> {
    this.barrier.dispose();
    await this.pool.close();
    await this.sockets.stop();
  }
}
