/** Entry of the python-io worker: owns the real sockets of all Python instances. Its messages are in `socketLink.ts`. */
import { MessagePort, parentPort } from 'node:worker_threads';
import type { IoHostNotice, IoHostRequest } from '../../core/contract/socketLink.ts';
import { IoClient } from './ioClient.ts';

/** How long `stop` waits for what was sent to go out. */
const stopLimitMs = 500;

const host = parentPort;
if (!host) throw new Error('The python-io worker runs as a worker thread only.');
const clients = new Map<number, IoClient>();

function notify(notice: IoHostNotice): void {
  host?.postMessage(notice);
}

async function disconnect(client: number): Promise<void> {
  await clients.get(client)?.close();
  clients.delete(client);
  notify({ type: 'disconnected', client });
}

async function stop(): Promise<void> {
  const limit = new Promise<void>((resolve) => setTimeout(resolve, stopLimitMs).unref());
  await Promise.race([Promise.all([...clients.values()].map((client) => client.close())), limit]);
  notify({ type: 'stopped' });
  host?.close();
}

host.on('message', (message: { readonly request: IoHostRequest; readonly port?: MessagePort }) => {
  const { request, port } = message;
  switch (request.type) {
    case 'connect':
      if (port instanceof MessagePort) clients.set(request.client, new IoClient(port, request.control, request.wake, request.wakeIndex));
      return;
    case 'disconnect':
      void disconnect(request.client);
      return;
    case 'stop':
      void stop();
      return;
  }
});
