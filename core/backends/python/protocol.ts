import { ok } from '../../base/result.ts';
import type { ProtocolDescription } from '../../contract/protocol.ts';
import { type PythonConfig, parsePythonOptions, pythonOptions } from './options.ts';

/** User code: functions of Python modules are target channels, and `midimonster.output()` makes events on any channel. */
export const pythonProtocol: ProtocolDescription<PythonConfig, string> = {
  name: 'python',
  title: 'Python',
  summary: 'Runs your Python modules: functions take values, output() sends them.',
  relays: 'anyChannel',
  backendOptions: [],
  instanceOptions: pythonOptions,
  checkBackendOptions: (options) =>
    options.map(({ name }, option) => ({
      option,
      severity: 'error',
      code: 'unknown-option',
      message: `The python backend has no options of its own: "${name}" belongs into an instance section, if anywhere.`,
    })),
  parseInstance: parsePythonOptions,
  parseChannel: (spec) => ok(spec),
};
