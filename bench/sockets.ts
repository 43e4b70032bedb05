import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { silentLogger } from '../core/base/logger.ts';
import { buildWorkers, startService, TestInterpreter } from '../python/sockets/testing/testInterpreter.ts';
import { type Benchmark, median, type Row } from './benchmark.ts';

/** Rounds of each measurement, ours and CPython's in turn, so that a slow moment of the machine meets both. */
const rounds = 5;
const megabytes = 50;
const datagrams = 60_000;

/**
 * What runs in both interpreters, unchanged. Each function returns a rate per second. `count` and `peer` are the arguments.
 */
const measured = `
import socket, time

def receive_stream(peer, count):
    s = socket.create_connection(peer)
    buffer = bytearray(65536)
    left = count
    start = time.perf_counter()
    while left > 0:
        n = s.recv_into(buffer)
        if n == 0: raise RuntimeError('the peer closed early')
        left -= n
    took = time.perf_counter() - start
    s.close()
    return count / took / 1e6

def send_stream(peer, count):
    s = socket.create_connection(peer)
    chunk = bytes(65536)
    start = time.perf_counter()
    for _ in range(count // len(chunk)):
        s.sendall(chunk)
    s.shutdown(socket.SHUT_WR)
    s.recv(1)
    took = time.perf_counter() - start
    s.close()
    return count / took / 1e6

def send_datagrams(peer, count):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    payload = bytes(64)
    start = time.perf_counter()
    for _ in range(count):
        s.sendto(payload, peer)
    # Done when the last one has left: the socket's own queue is empty then.
    s.getsockname()
    took = time.perf_counter() - start
    s.close()
    return count / took

def receive_datagrams(peer, count):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
    s.settimeout(0.3)
    s.bind(('127.0.0.1', 0))
    s.sendto(count.to_bytes(4, 'big'), peer)
    got = 0
    first = last = None
    try:
        while True:
            s.recvfrom(2048)
            last = time.perf_counter()
            first = first or last
            got += 1
    except TimeoutError:
        pass
    s.close()
    return got / (last - first)
`;

/** The other end, always CPython. Prints its port; serves until its input ends. */
const peers = {
  source: `
import socket, sys
l = socket.socket(); l.bind(('127.0.0.1', 0)); l.listen(); print(l.getsockname()[1], flush=True)
chunk = bytes(65536)
while True:
    c, _ = l.accept()
    try:
        while True: c.sendall(chunk)
    except OSError: c.close()
`,
  sink: `
import socket
l = socket.socket(); l.bind(('127.0.0.1', 0)); l.listen(); print(l.getsockname()[1], flush=True)
buffer = bytearray(65536)
while True:
    c, _ = l.accept()
    while c.recv_into(buffer): pass
    c.close()
`,
  datagramSink: `
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1], flush=True)
while True: s.recv(2048)
`,
  datagramSource: `
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1], flush=True)
payload = bytes(64)
while True:
    request, peer = s.recvfrom(16)
    for _ in range(int.from_bytes(request, 'big')): s.sendto(payload, peer)
`,
} as const;

interface Measurement {
  readonly what: string;
  readonly unit: string;
  readonly peer: keyof typeof peers;
  readonly call: string;
  readonly count: number;
}

const measurements: readonly Measurement[] = [
  { what: 'receiving 50 MB over TCP', unit: 'MB/s', peer: 'source', call: 'receive_stream', count: megabytes * 1e6 },
  { what: 'sending 50 MB over TCP', unit: 'MB/s', peer: 'sink', call: 'send_stream', count: megabytes * 1e6 },
  { what: 'sending a flood of datagrams', unit: 'per s', peer: 'datagramSink', call: 'send_datagrams', count: datagrams },
  { what: 'receiving a flood of datagrams', unit: 'per s', peer: 'datagramSource', call: 'receive_datagrams', count: datagrams },
];

export const benchmarks: readonly Benchmark[] = [{ name: 'sockets', run: measureSockets }];

async function measureSockets(): Promise<readonly Row[]> {
  const workers = await buildWorkers();
  const service = startService(workers, silentLogger);
  const ours = await TestInterpreter.boot(workers, service);
  const cpython = new CPython();
  try {
    await ours.run(measured);
    const rows: Row[] = [];
    for (const measurement of measurements) rows.push(...(await measure(measurement, ours, cpython)));
    return rows;
  } finally {
    cpython.stop();
    await ours.terminate();
    await service.stop();
    await workers.remove();
  }
}

async function measure(measurement: Measurement, ours: TestInterpreter, cpython: CPython): Promise<readonly Row[]> {
  const peer = spawn('python3', ['-c', peers[measurement.peer]], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    const [port] = await once(createInterface({ input: peer.stdout }), 'line');
    const call = `${measurement.call}(('127.0.0.1', ${port}), ${measurement.count})`;
    const rates: number[] = [];
    const references: number[] = [];
    for (let round = 0; round < rounds; round++) {
      rates.push(Number(await ours.run(call)));
      references.push(Number(await cpython.run(call)));
    }
    const ratio = median(rates) / median(references);
    return [
      { what: measurement.what, value: median(rates), unit: measurement.unit, note: `CPython ${Math.round(median(references))}` },
      { what: `${measurement.what}, share of CPython's rate`, value: ratio * 100, unit: '%', budget: { atLeast: 25 } },
    ];
  } finally {
    peer.kill();
  }
}

/** The system's Python as a process that evaluates lines. */
class CPython {
  private readonly process = spawn('python3', ['-u', '-c', `${measured}\nwhile True: print(eval(input()), flush=True)`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  private readonly lines = createInterface({ input: this.process.stdout });

  async run(expression: string): Promise<string> {
    this.process.stdin.write(`${expression}\n`);
    const [line] = await once(this.lines, 'line');
    return String(line);
  }

  stop(): void {
    this.process.kill();
  }
}
