import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Socket } from 'node:net';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { rootFolder } from '../driver/paths.ts';
import { ExampleShow, examplesFolder } from './exampleShow.ts';

let running: ExampleShow | undefined;

async function start(name: string): Promise<ExampleShow> {
  running = await ExampleShow.start(name);
  return running;
}

afterEach(async () => {
  await running?.stop();
  running = undefined;
});

describe('the worked examples of docs/python.md', () => {
  it('stand in the page as they stand in their files', () => {
    const page = readFileSync(path.join(rootFolder, 'docs/python.md'), 'utf8');
    const blocks = [...page.matchAll(/`examples\/python\/([^`]+)`\n\n```\w+\n([\s\S]*?)```/g)];
    expect(blocks).toHaveLength(16);
    for (const [, file = '', code] of blocks) expect(code, file).toBe(readFileSync(path.join(examplesFolder, file), 'utf8'));
  });

  it('pan: two 8-bit halves make one 16-bit value', async () => {
    const show = await start('pan');
    show.move('/coarse', 128 / 255);
    show.move('/fine', 64 / 255);
    await show.hears('/pan', (128 * 256 + 64) / 65535);
  });

  it('device: connects when the device appears, sends what was wanted, and connects again after it was away', async () => {
    const show = await start('device');
    const lines: string[] = [];
    let connection: Socket | undefined;
    const device = createServer((socket) => {
      connection = socket;
      socket.setEncoding('utf8').on('data', (text: string) => {
        lines.push(text);
        socket.write(text);
      });
    });
    show.move('/power', 1);
    device.listen(show.devicePort, '127.0.0.1');
    await show.hears('/lamp', 1);
    expect(lines).toEqual(['POWER 1\n']);
    connection?.end();
    await once(device, 'connection');
    const mark = show.heard;
    show.move('/power', 0);
    await show.hears('/lamp', 0, mark);
    connection?.destroy();
    device.close();
  });

  it('fade: runs up in steps and stops at the top', async () => {
    const show = await start('fade');
    show.move('/go', 1);
    await show.hears('/house', 1);
    const levels = show.valuesOn('/house');
    expect(levels.length).toBeGreaterThan(20);
    expect(levels).toEqual(levels.toSorted((a, b) => a - b));
  });

  it('feedback: lights the lamp of the chosen button only', async () => {
    const show = await start('feedback');
    show.move('/button/2', 1);
    await show.hears('/lamp/2', 1);
    const mark = show.heard;
    show.move('/button/3', 1);
    await show.hears('/lamp/3', 1, mark);
    await show.hears('/lamp/2', 0, mark);
  });

  it('scenes: blends two scenes', async () => {
    const show = await start('scenes');
    show.move('/blend', 0.5);
    await show.hears('/front', 0.55);
    await show.hears('/back', 0.5);
    await show.hears('/side', 0.5);
  });

  it('http: asks a web device, and says when it does not answer', async () => {
    const show = await start('http');
    show.move('/button', 1);
    expect(await show.hasPrinted('does not answer')).toBe(true);
    const device = createHttpServer((_request, response) => response.end('on'));
    device.listen(show.devicePort, '127.0.0.1');
    await once(device, 'listening');
    show.move('/button', 1);
    await show.hears('/lamp', 1);
    device.close();
  });

  it('latch: each press turns the switch over, holding does not', async () => {
    const show = await start('latch');
    for (const value of [1, 1, 0]) show.move('/button', value);
    await show.hears('/haze', 1);
    const mark = show.heard;
    show.move('/button', 1);
    await show.hears('/haze', 0, mark);
    expect(show.valuesOn('/haze')).toEqual([1, 0]);
  });

  it('curve: nothing in the deadband, full at the end', async () => {
    const show = await start('curve');
    show.move('/fader', 0.5);
    await show.hears('/dimmer', 0.5 ** 2.2);
    show.move('/fader', 0.99);
    await show.hears('/dimmer', 1);
  });
});
