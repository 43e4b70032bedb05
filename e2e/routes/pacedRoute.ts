/** A stream of OSC values at 1 kHz over a route and, in the same moments, over a bare datagram echo in a process of its own. */
import { fork } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { quantile } from '../../bench/benchmark.ts';
import { decodeOscMessage, encodeOscMessage } from '../peers/oscPacket.ts';

/** Values that a 32 bit float holds exactly name the packets. */
const steps = 8192;
/** What comes later counts as lost. */
const lastAnswerMs = 2_000;

export interface StreamTimes {
  /** Milliseconds; infinite when one value in a hundred never arrived. */
  readonly routeP99: number;
  readonly echoP99: number;
}

/** An output sends the newest value of a channel, so a value has arrived when it or a later one has. What never does is infinitely late. */
class Probe {
  private readonly sentMs: number[] = [];
  private readonly lateness: number[] = [];
  private answered = 0;

  constructor(
    private readonly socket: Socket,
    private readonly port: number,
  ) {
    socket.on('message', (packet) => this.take(packet));
  }

  send(number: number): void {
    this.sentMs[number] = performance.now();
    this.socket.send(encodeOscMessage({ path: '/f', types: 'f', args: [number / steps] }), this.port, '127.0.0.1');
  }

  get isComplete(): boolean {
    return this.answered === this.sentMs.length;
  }

  get p99(): number {
    return quantile(
      this.sentMs.map((_, number) => this.lateness[number] ?? Number.POSITIVE_INFINITY),
      0.99,
    );
  }

  dispose(): void {
    this.socket.removeAllListeners('message');
  }

  private take(packet: Buffer): void {
    const number = Math.round(Number(decodeOscMessage(packet)?.args[0]) * steps);
    if (!(number < this.sentMs.length)) return;
    const nowMs = performance.now();
    for (; this.answered <= number; this.answered++) this.lateness[this.answered] = nowMs - (this.sentMs[this.answered] ?? nowMs);
  }
}

export class PacedRoute {
  private constructor(
    /** Where the route's end sends to. */
    readonly receiver: Socket,
    private readonly echoSocket: Socket,
    private readonly echoPort: number,
    private readonly echo: { kill(): unknown },
  ) {}

  static async open(): Promise<PacedRoute> {
    const echo = fork(fileURLToPath(new URL('../../bench/echo.mjs', import.meta.url)), [], { execArgv: [] });
    const [port] = await once(echo, 'message');
    return new PacedRoute(await boundSocket(), await boundSocket(), Number(port), echo);
  }

  /** Sends one packet per millisecond to the route and to the echo. */
  async measure(routePort: number, durationMs: number): Promise<StreamTimes> {
    const route = new Probe(this.receiver, routePort);
    const echo = new Probe(this.echoSocket, this.echoPort);
    const startedMs = performance.now();
    let number = 0;
    await new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        const elapsedMs = performance.now() - startedMs;
        for (; number < Math.min(elapsedMs, durationMs); number++) {
          route.send(number);
          echo.send(number);
        }
        const isOver = elapsedMs > durationMs && route.isComplete && echo.isComplete;
        if (!isOver && elapsedMs < durationMs + lastAnswerMs) return;
        clearInterval(timer);
        resolve();
      }, 1);
    });
    route.dispose();
    echo.dispose();
    return { routeP99: route.p99, echoP99: echo.p99 };
  }

  dispose(): void {
    this.receiver.close();
    this.echoSocket.close();
    this.echo.kill();
  }
}

async function boundSocket(): Promise<Socket> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}
