import { createPythonBackend } from '../../python/host/pythonBackend.ts';
import { loopbackBackend } from '../backends/loopback/backend.ts';
import { oscBackend } from '../backends/osc/backend.ts';
import type { RuntimeFiles } from '../contract/engineLink.ts';
import type { Backend } from '../engine/backend.ts';

/** Every backend that this build runs, by the name in its sections. */
export function createBackends(files: RuntimeFiles): ReadonlyMap<string, Backend> {
  const all: readonly Backend[] = [loopbackBackend, oscBackend, createPythonBackend(files)];
  return new Map(all.map((backend) => [backend.protocol.name, backend]));
}
