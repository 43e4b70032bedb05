import type { Slot } from '../../contract/ids.ts';
import type { Backend, BackendInstance, InstanceContext } from '../../engine/backend.ts';
import { loopbackProtocol } from './protocol.ts';

export const loopbackBackend: Backend<null, string> = {
  protocol: loopbackProtocol,
  start: () => ({
    createInstance: (context) => createLoopback(context),
    stop: async () => {},
  }),
};

function createLoopback(context: InstanceContext): BackendInstance<string> {
  context.setStatus('live', '');
  return {
    deliver({ slots, values, count }) {
      for (let index = 0; index < count; index++) context.emit(slots[index] as Slot, values[index] ?? 0);
    },
    updateChannels() {},
    stop: async () => {},
  };
}
