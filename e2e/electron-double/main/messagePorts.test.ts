import { expect, test } from 'vitest';
import { closePortsOf, handOverPort, MessageChannelMain, type MessagePortMain, type PortCarrier } from './messagePorts.ts';

function carrier() {
  const carried: unknown[] = [];
  const page: PortCarrier = { carry: (message) => carried.push(message.type === 'port' ? JSON.parse(message.data) : message.type) };
  return { page, carried };
}

const ended = (port: MessagePortMain) => new Promise<void>((resolve) => port.once('close', () => resolve()));

test('messages wait for start and keep their order', async () => {
  const { port1, port2 } = new MessageChannelMain();
  const received: unknown[] = [];
  port2.on('message', ({ data }) => received.push(data));
  port1.postMessage('one');
  port1.postMessage(Uint8Array.of(2));
  port2.start();
  port1.postMessage('three');
  port1.close();
  await ended(port2);
  expect(received).toEqual(['one', Uint8Array.of(2), 'three']);
});

test('what was sent before a port is handed to a page follows it there', () => {
  const { port1, port2 } = new MessageChannelMain();
  const { page, carried } = carrier();
  port1.postMessage('early');
  const { flush } = handOverPort(port2, page);
  flush();
  port1.postMessage('late');
  expect(carried).toEqual(['early', 'late']);
});

test('a port that is handed over is of no more use here', () => {
  const { port2 } = new MessageChannelMain();
  handOverPort(port2, carrier().page);
  expect(() => handOverPort(port2, carrier().page)).toThrow('handed over or closed before');
});

test('both ends hear of the end, also when the page has gone', async () => {
  const first = new MessageChannelMain();
  first.port1.close();
  await Promise.all([ended(first.port1), ended(first.port2)]);

  const second = new MessageChannelMain();
  const { page } = carrier();
  handOverPort(second.port2, page);
  closePortsOf(page);
  await ended(second.port1);
});

test('what Electron would drop is refused', () => {
  const { port1 } = new MessageChannelMain();
  expect(() => port1.postMessage('frame', [new ArrayBuffer(1)])).toThrow('not implemented');
});
