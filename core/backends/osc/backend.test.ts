import dgram from 'node:dgram';
import { once } from 'node:events';
import os from 'node:os';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { silentLogger } from '../../base/logger.ts';
import { ManualClock } from '../../base/manualClock.ts';
import type { Slot } from '../../contract/ids.ts';
import type { BackendInstance, InstanceContext } from '../../engine/backend.ts';
import { oscBackend } from './backend.ts';
import type { OscChannel } from './channels.ts';
import { oscMessage, parseOscMessage } from './testing/oscPacket.ts';

/** One that a cable or an adapter may take along. */
const outwardAddress = Object.values(os.networkInterfaces())
  .flatMap((infos) => infos ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address;

const closings: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0).reverse()) await close();
});

/** Somebody at the other end of the network. */
async function peer(type: 'udp4' | 'udp6' = 'udp4', port = 0) {
  const host = type === 'udp4' ? '127.0.0.1' : '::1';
  const socket = dgram.createSocket(type);
  const packets: string[] = [];
  socket.on('message', (packet) => {
    const { path, types, args } = parseOscMessage(packet);
    packets.push([path, types, ...args].join(' '));
  });
  socket.bind(port, host);
  await once(socket, 'listening');
  let isOpen = true;
  const close = () => {
    if (isOpen) socket.close();
    isOpen = false;
  };
  closings.push(close);
  return {
    packets,
    host,
    port: socket.address().port,
    close,
    send: (packet: Uint8Array, to: number, toHost = host) => socket.send(packet, to, toHost),
  };
}

/** A port that nobody has now. */
async function freePort(type: 'udp4' | 'udp6' = 'udp4'): Promise<number> {
  const taken = await peer(type);
  taken.close();
  return taken.port;
}

interface Osc {
  readonly instance: BackendInstance<OscChannel>;
  readonly events: string[];
  readonly statuses: string[];
  readonly log: string[];
  readonly clock: ManualClock;
  readonly counts: { dropped: number };
  resends: number;
  deliver(...events: readonly (readonly [spec: string, value: number])[]): void;
}

function osc(options: readonly string[], specs: readonly string[], backendOptions: readonly { name: string; value: string }[] = []): Osc {
  const settings = options.map((line) => {
    const [name = '', value = ''] = line.split(' = ');
    return { name, value };
  });
  const { config, problems } = oscBackend.protocol.parseInstance(settings);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const channels = specs.map((spec, slot) => {
    const parsed = oscBackend.protocol.parseChannel(spec, config);
    if (!parsed.ok) throw new Error(parsed.error.message);
    return { slot: slot as Slot, spec, channel: parsed.value, isSource: true, isTarget: true };
  });
  const clock = new ManualClock();
  const shown: Omit<Osc, 'instance'> = {
    events: [],
    statuses: [],
    log: [],
    clock,
    counts: { dropped: 0 },
    resends: 0,
    deliver(...events) {
      const slots = Int32Array.from(events, ([spec]) => specs.indexOf(spec));
      instance.deliver({ slots, values: Float64Array.from(events, ([, value]) => value), count: events.length, hops: 0 });
    },
  };
  const context: InstanceContext = {
    name: 'o',
    folder: '/',
    showFolder: '/',
    clock,
    logger: { log: (_level, _source, message) => shown.log.push(message) },
    emit: (slot, value) => shown.events.push(`${specs[slot]}=${value}`),
    createChannel: () => 0 as Slot,
    requestDrain: () => {},
    setStatus: (phase, reason, troubles = []) =>
      shown.statuses.push([phase, reason, ...troubles.map(({ code }) => code)].filter(Boolean).join(': ')),
    count: (counter, amount) => {
      if (counter === 'dropped') shown.counts.dropped += amount;
    },
    print: () => {},
    reportProfile: () => {},
    reaches: () => false,
    requestResend: () => {
      shown.resends++;
    },
  };
  const instance = oscBackend
    .start({ clock, logger: silentLogger, stdio: 'forward' }, backendOptions)
    .createInstance(context, config, channels);
  closings.push(() => instance.stop(0));
  return Object.assign(shown, { instance });
}

const live = (show: Osc) => expect.poll(() => show.statuses.at(-1)).toBe('live');

describe('an OSC instance', () => {
  it.runIf(process.platform === 'linux')('counts what the system dropped because it came too fast, and says so once', async () => {
    const other = await peer();
    const port = await freePort();
    const show = osc([`bind = 127.0.0.1 ${port}`], ['/x']);
    await live(show);
    const packet = Buffer.concat([oscMessage('/x', 'f', 0.5), Buffer.alloc(8_000)]);
    // Nothing is read while this sends, and the system keeps a few megabytes at most.
    for (let sent = 0; sent < 3_000; sent++) other.send(packet, port);
    await expect
      .poll(() => {
        show.clock.advance(1000);
        return show.counts.dropped;
      })
      .toBeGreaterThan(0);
    expect(show.log.filter((message) => message.includes('rmem_max'))).toHaveLength(1);
  });

  it('receives where it is bound and sends to its destination', async () => {
    const other = await peer();
    const port = await freePort();
    const show = osc([`bind = 127.0.0.1 ${port}`, `destination = 127.0.0.1 ${other.port}`, '/x = f 0 10'], ['/x']);
    await live(show);
    other.send(oscMessage('/x', 'f', 5), port);
    await expect.poll(() => show.events).toEqual(['/x=0.5']);
    show.deliver(['/x', 0.25]);
    await expect.poll(() => other.packets).toEqual(['/x f 2.5']);
  });

  it('works over IPv6', async () => {
    const other = await peer('udp6');
    const port = await freePort('udp6');
    const show = osc([`bind = ::1 ${port}`, `destination = ::1 ${other.port}`, '/x = f 0 1'], ['/x']);
    await live(show);
    other.send(oscMessage('/x', 'f', 0.5), port);
    await expect.poll(() => show.events).toEqual(['/x=0.5']);
    show.deliver(['/x', 0.25]);
    await expect.poll(() => other.packets).toEqual(['/x f 0.25']);
  });

  it('bound to both families reaches IPv4 and IPv6 peers', async () => {
    const other = await peer();
    const port = await freePort();
    const show = osc([`bind = :: ${port}`, `destination = 127.0.0.1 ${other.port}`, '/x = f 0 1'], ['/x']);
    await live(show);
    other.send(oscMessage('/x', 'f', 0.5), port);
    await expect.poll(() => show.events).toEqual(['/x=0.5']);
    show.deliver(['/x', 0.25]);
    await expect.poll(() => other.packets).toEqual(['/x f 0.25']);
  });

  it('sends without being bound', async () => {
    const other = await peer();
    const show = osc([`destination = 127.0.0.1 ${other.port}`, '/x = f 0 1'], ['/x']);
    await live(show);
    show.deliver(['/x', 0.5]);
    await expect.poll(() => other.packets).toEqual(['/x f 0.5']);
  });

  it('takes names instead of addresses', async () => {
    const other = await peer();
    const show = osc(['bind = 127.0.0.1 0', `destination = localhost ${other.port}`, '/x = f 0 1'], ['/x']);
    await live(show);
    show.deliver(['/x', 0.5]);
    await expect.poll(() => other.packets).toEqual(['/x f 0.5']);
  });

  it('counts what is no OSC and goes on', async () => {
    const other = await peer();
    const port = await freePort();
    const show = osc([`bind = 127.0.0.1 ${port}`], ['/x']);
    await live(show);
    for (const hex of ['00', '2f7800002c660000', 'ffffffff']) other.send(Buffer.from(hex, 'hex'), port);
    other.send(oscMessage('/x', 'f', 0.5), port);
    await expect.poll(() => show.events).toEqual(['/x=0.5']);
    expect(show.counts.dropped).toBe(3);
  });

  it('closes its port when it stops', async () => {
    const port = await freePort();
    const show = osc([`bind = 127.0.0.1 ${port}`], []);
    await live(show);
    await show.instance.stop(0);
    await peer('udp4', port);
    expect(show.clock.pendingCount).toBe(0);
  });
});

describe('destination = learn', () => {
  it('answers the last sender of any packet, and nobody before', async () => {
    const [first, second] = [await peer(), await peer()];
    const port = await freePort();
    const show = osc([`bind = 127.0.0.1 ${port}`, 'destination = learn', '/* = f 0 1'], ['/in', '/out']);
    await live(show);
    show.deliver(['/out', 0.9]);
    first.send(oscMessage('/in', 'f', 0.25), port);
    await expect.poll(() => show.events.length).toBe(1);
    show.deliver(['/out', 0.25]);
    await expect.poll(() => first.packets).toEqual(['/out f 0.25']);
    second.send(oscMessage('/nothing', 'f', 0.5), port);
    second.send(oscMessage('/in', 'f', 0.5), port);
    await expect.poll(() => show.events.length).toBe(2);
    show.deliver(['/out', 0.5]);
    await expect.poll(() => second.packets).toEqual(['/out f 0.5']);
    expect(first.packets).toEqual(['/out f 0.25']);
    expect(show.resends).toBe(0);
  });

  it('@port answers the last sender at that port', async () => {
    const [sender, listener] = [await peer(), await peer()];
    const port = await freePort();
    const show = osc([`bind = 127.0.0.1 ${port}`, `destination = learn@${listener.port}`, '/* = f 0 1'], ['/in', '/out']);
    await live(show);
    sender.send(oscMessage('/in', 'f', 0.25), port);
    await expect.poll(() => show.events.length).toBe(1);
    show.deliver(['/out', 0.5]);
    await expect.poll(() => listener.packets).toEqual(['/out f 0.5']);
    expect(sender.packets).toEqual([]);
  });
});

describe('trouble in the world', () => {
  it('a port that is taken: waits with a sentence, tries again, and asks for its values again', async () => {
    const other = await peer();
    const show = osc([`bind = 127.0.0.1 ${other.port}`, 'destination = 127.0.0.1 9', '/x = f 0 1'], ['/x']);
    await expect
      .poll(() => show.statuses.at(-1))
      .toMatch(/^waiting: Another program or instance already listens on 127\.0\.0\.1 port \d+\./);
    show.clock.advance(500);
    await expect.poll(() => show.statuses.filter((status) => status.startsWith('waiting'))).toHaveLength(2);
    expect(show.resends).toBe(0);
    other.close();
    show.clock.advance(1000);
    await live(show);
    expect(show.resends).toBe(1);
  });

  it('an address that this computer does not have', async () => {
    const show = osc(['bind = 192.0.2.77 8000'], []);
    await expect.poll(() => show.statuses.at(-1)).toMatch(/^waiting: This computer has no network interface/);
  });

  it.skipIf(!outwardAddress)('an address that it does not have, where the system opens it all the same', async () => {
    const interfaces = vi.spyOn(os, 'networkInterfaces').mockReturnValue({});
    const show = osc([`bind = ${outwardAddress} 0`], []);
    await expect.poll(() => show.statuses.at(-1)).toMatch(/^waiting: This computer has no network interface/);
    expect(show.statuses.filter((status) => status.startsWith('live'))).toEqual([]);
    interfaces.mockRestore();
    show.clock.advance(500);
    await live(show);
  });

  it.skipIf(!outwardAddress)(
    'an address that leaves the computer: waits with a sentence until it is back, and asks for its values again',
    async () => {
      const show = osc([`bind = ${outwardAddress} 0`, 'destination = 127.0.0.1 9', '/x = f 0 1'], ['/x']);
      await live(show);
      const interfaces = vi.spyOn(os, 'networkInterfaces').mockReturnValue({});
      show.clock.advance(2000);
      expect(show.statuses.at(-1)).toMatch(/^waiting: This computer has no network interface/);
      interfaces.mockRestore();
      show.clock.advance(500);
      await live(show);
      show.clock.advance(10_000);
      expect([show.statuses.at(-1), show.resends]).toEqual(['live', 2]);
    },
  );

  it('a name that nobody knows', async () => {
    const show = osc(['bind = 127.0.0.1 0', 'destination = nosuch.invalid 9000'], []);
    await expect.poll(() => show.statuses.at(-1), { timeout: 20_000 }).toMatch(/^waiting: .*nosuch\.invalid/);
  });

  it('values that come while it waits are asked for again, not queued', async () => {
    const other = await peer();
    const listener = await peer();
    const show = osc([`bind = 127.0.0.1 ${other.port}`, `destination = 127.0.0.1 ${listener.port}`, '/x = f 0 1'], ['/x']);
    await expect.poll(() => show.statuses.at(-1)).toMatch(/^waiting/);
    show.deliver(['/x', 0.25]);
    other.close();
    show.clock.advance(500);
    await live(show);
    show.deliver(['/x', 0.25]);
    await expect.poll(() => listener.packets).toEqual(['/x f 0.25']);
  });

  it('a network that is down: the last values are asked for again, with growing pauses, until they leave', async () => {
    const listener = await peer();
    const show = osc([`destination = 127.0.0.1 ${listener.port}`, '/x = f 0 1'], ['/x']);
    await live(show);
    expect(show.resends).toBe(1);
    const network = vi.spyOn(dgram.Socket.prototype, 'send').mockImplementation((...args: unknown[]) => {
      const done = args.at(-1);
      if (typeof done === 'function') done(Object.assign(new Error('unreachable'), { code: 'ENETUNREACH' }));
    });
    show.deliver(['/x', 0.25]);
    expect(show.statuses.at(-1)).toBe('live: osc-send');
    show.clock.advance(500);
    expect(show.resends).toBe(2);
    show.deliver(['/x', 0.25]);
    show.clock.advance(999);
    expect(show.resends).toBe(2);
    show.clock.advance(1);
    expect(show.resends).toBe(3);
    network.mockRestore();
    show.deliver(['/x', 0.25]);
    await live(show);
    await expect.poll(() => listener.packets).toEqual(['/x f 0.25']);
    expect(show.clock.pendingCount).toBe(0);
  });

  it('stops trying when it is stopped', async () => {
    const other = await peer();
    const show = osc([`bind = 127.0.0.1 ${other.port}`], []);
    await expect.poll(() => show.statuses.at(-1)).toMatch(/^waiting/);
    await show.instance.stop(0);
    expect(show.clock.pendingCount).toBe(0);
  });
});

it('logs each address once with detect = on, below the root', async () => {
  const other = await peer();
  const port = await freePort();
  const show = osc([`bind = 127.0.0.1 ${port}`, 'root = /app'], ['/x'], [{ name: 'detect', value: 'on' }]);
  await live(show);
  for (const path of ['/app/new', '/app/new', '/elsewhere', '/app/x']) other.send(oscMessage(path, 'f', 0.5), port);
  await expect.poll(() => show.events).toEqual(['/x=0.5']);
  expect(show.log).toEqual(['Incoming: /new with types "f"', 'Incoming: /x with types "f"']);
});
