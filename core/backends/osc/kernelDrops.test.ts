import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../base/manualClock.ts';
import { dropsIn, KernelDropWatch } from './kernelDrops.ts';

const heading = '   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops';
const line = (local: string, drops: number) =>
  ` 1309: ${local} 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 685553 2 000000008d8d8889 ${drops}        `;

describe('the count of dropped datagrams', () => {
  it('is found by address and port', () => {
    const table = [heading, line('0100007F:1F40', 7), line('0200007F:1F40', 9), line('00000000:1F41', 11)].join('\n');
    expect(dropsIn(table, '127.0.0.1', 8000)).toBe(7);
    expect(dropsIn(table, '127.0.0.2', 8000)).toBe(9);
    expect(dropsIn(table, '0.0.0.0', 8001)).toBe(11);
  });

  it('is found for every form of an IPv6 address', () => {
    const table = [
      heading,
      line('00000000000000000000000000000000:0050', 1),
      line('00000000000000000000000001000000:0050', 2),
      line('0000000000000000FFFF00000100007F:0050', 3),
      line('000080FE00000000FF005452A1B2C3FE:0050', 4),
    ].join('\n');
    expect(['::', '::1', '::ffff:127.0.0.1', 'fe80::5254:ff:fec3:b2a1%eth0'].map((address) => dropsIn(table, address, 80))).toEqual([
      1, 2, 3, 4,
    ]);
  });

  it('is 0 for a socket that is not listed, or a table of another shape', () => {
    expect(dropsIn(heading, '127.0.0.1', 8000)).toBe(0);
    expect(dropsIn('', '127.0.0.1', 8000)).toBe(0);
  });
});

describe('a watch over a socket', () => {
  function watch(readTable: (file: string) => Promise<string>) {
    const clock = new ManualClock();
    const dropped: number[] = [];
    const watched = new KernelDropWatch({ address: '::1', port: 80 }, clock, { readTable, onDropped: (count) => dropped.push(count) });
    const second = async () => {
      clock.advance(1000);
      await new Promise(setImmediate);
    };
    return { watched, dropped, second };
  }

  it('tells what came to it since the last look, and looks only when something arrived', async () => {
    const files: string[] = [];
    let drops = 5;
    const { watched, dropped, second } = watch(async (file) => {
      files.push(file);
      return [heading, line('00000000000000000000000001000000:0050', drops)].join('\n');
    });
    await second();
    expect(files).toEqual([]);
    watched.didReceive();
    await second();
    await second();
    drops = 12;
    watched.didReceive();
    await second();
    watched.didReceive();
    await second();
    expect(files).toEqual(['/proc/net/udp6', '/proc/net/udp6', '/proc/net/udp6']);
    expect(dropped).toEqual([5, 7]);
  });

  it('stops looking where there is no such table', async () => {
    let looks = 0;
    const { watched, second } = watch(() => {
      looks++;
      return Promise.reject(new Error('ENOENT'));
    });
    for (let round = 0; round < 3; round++) {
      watched.didReceive();
      await second();
    }
    expect(looks).toBe(1);
  });
});
