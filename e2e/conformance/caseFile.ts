import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/**
 * A recorded case: a small show, what its peers do, and what the reference was observed to do with it. Texts may hold the placeholders
 * `{port:NAME}` and `{dir}`. Lines that the modules print for the runner start with `T `; `T ready` starts the clock of the steps.
 */
const port = z.union([z.string(), z.int()]);
const payload = { hex: z.string().optional(), text: z.string().optional() };
const target = { port, host: z.string().optional(), from: z.string().optional() };
const slots = z.record(z.string(), z.int());

const oscArguments = z.array(z.union([z.number(), z.string()]));
const oscMessage = z.strictObject({ path: z.string(), types: z.string().default(''), args: oscArguments.default([]) });
type BundleItem = z.infer<typeof oscMessage> | { bundle: BundleItem[] } | { hex: string };
const bundleItem: z.ZodType<BundleItem> = z.lazy(() =>
  z.union([oscMessage, z.strictObject({ bundle: z.array(bundleItem) }), z.strictObject({ hex: z.string() })]),
);

const sacnFields = {
  uni: z.int(),
  prio: z.int(),
  cid: z.string(),
  name: z.string(),
  seq: z.int(),
  startcode: z.int(),
  magic: z.string(),
  vector: z.int(),
  fvector: z.int(),
  dvector: z.int(),
  fmt: z.int(),
  options: z.int(),
  preamble: z.int(),
  incr: z.int(),
  first: z.int(),
  sync: z.int(),
  channels: z.int(),
};

const stepSchema = z.strictObject({
  at_ms: z.number().optional(),
  wait_line: z.string().optional(),
  prefix: z.boolean().optional(),
  timeout_ms: z.number().optional(),
  sleep_ms: z.number().optional(),
  send_osc: z.strictObject({ ...target, ...oscMessage.shape }).optional(),
  send_osc_bundle: z.strictObject({ ...target, items: z.array(bundleItem) }).optional(),
  send_udp: z.strictObject({ ...target, ...payload }).optional(),
  send_artnet: z
    .strictObject({
      ...target,
      uni: z.int().default(0),
      net: z.int().default(0),
      data: slots.default({}),
      size: z.int().default(512),
      length: z.int().optional(),
      opcode: z.int().optional(),
      version: z.int().optional(),
      truncate: z.int().optional(),
    })
    .optional(),
  send_sacn: z
    .strictObject({
      ...target,
      ...z.strictObject(sacnFields).partial().shape,
      data: slots.default({}),
      size: z.int().default(512),
      truncate: z.int().optional(),
    })
    .optional(),
  tcp_connect: z.strictObject({ id: z.string(), port, record: z.boolean().default(true), as: z.string().optional() }).optional(),
  tcp_send: z.strictObject({ id: z.string(), ...payload }).optional(),
  tcp_close: z.strictObject({ id: z.string() }).optional(),
  srv_send: z.strictObject({ port, ...payload }).optional(),
  srv_close: z.strictObject({ port }).optional(),
  signal: z.enum(['SIGINT', 'SIGTERM']).optional(),
});

const decoder = z.enum(['osc', 'artnet', 'sacn', 'mqtt', 'raw', 'text']);

const listenerSchema = z.strictObject({
  udp: port.optional(),
  tcp: port.optional(),
  as: decoder.optional(),
  greet: z.string().optional(),
  greet_hex: z.string().optional(),
  /** Keep `<open>` and `<close>` of a TCP stream. */
  events: z.boolean().optional(),
  last: z.boolean().optional(),
  collapse: z.boolean().optional(),
  fields: z.array(z.string()).optional(),
  count_range: z.tuple([z.int(), z.int()]).optional(),
  /** Keep sequence numbers. */
  seq: z.boolean().optional(),
});

const expectationSchema = z.strictObject({
  starts: z.boolean().optional(),
  stdout: z.array(z.string()).optional(),
  packets: z.record(z.string(), z.unknown()).optional(),
  ended_by: z.enum(['self', 'signal', 'killed']).optional(),
  exit: z.int().nullable().optional(),
});

const fileBody = z.union([
  z.string(),
  z.strictObject({ hex: z.string() }),
  z.strictObject({ parts: z.array(z.strictObject({ text: z.string(), times: z.int().default(1) })) }),
]);

export const caseSchema = z.strictObject({
  name: z.string(),
  area: z.string(),
  about: z.string(),
  files: z.record(z.string(), fileBody),
  config: z.string().default('show.cfg'),
  args: z.array(z.string()).default([]),
  args_after: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  listen: z.array(listenerSchema).default([]),
  steps: z.array(stepSchema).default([]),
  ready: z.enum(['line', 'settle']).default('line'),
  ready_timeout_ms: z.number().default(0),
  settle_ms: z.number().default(0),
  until: z.string().optional(),
  linger_ms: z.number().default(60),
  duration_ms: z.number().default(2000),
  stop_timeout_ms: z.number().default(4000),
  timing: z.enum(['exact', 'set', 'grouped']).default('exact'),
  packets_set: z.boolean().default(false),
  ignore: z.array(z.enum(['starts', 'stdout', 'packets', 'ended_by', 'exit'])).default([]),
  expect: expectationSchema,
  /** The sensible results where the reference has a defect; one of them is demanded. */
  expect_alt: z.array(expectationSchema).default([]),
  divergence: z.string().optional(),
  notes: z.string().optional(),
});

export type Case = z.infer<typeof caseSchema>;
export type CaseStep = z.infer<typeof stepSchema>;
export type CaseListener = z.infer<typeof listenerSchema>;
export type Expectation = z.infer<typeof expectationSchema>;
export type Decoder = z.infer<typeof decoder>;

/** All cases of a folder and those below it, by area and name. A file that is no case throws with its name. */
export function loadCases(folder: string): Case[] {
  return readdirSync(folder, { encoding: 'utf8', recursive: true })
    .filter((file) => file.endsWith('.json'))
    .map((file) => {
      const parsed = caseSchema.safeParse(JSON.parse(readFileSync(path.join(folder, file), 'utf8')));
      if (!parsed.success) throw new Error(`${file} is no case: ${z.prettifyError(parsed.error)}`);
      return parsed.data;
    })
    .sort((a, b) => compareText(a.area, b.area) || compareText(a.name, b.name));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** How many Python interpreters the case's configuration asks for. */
export function pythonInstanceCount(one: Case): number {
  const text = Object.values(one.files)
    .filter((body) => typeof body === 'string')
    .join('\n');
  return text.match(/^\s*\[python /gm)?.length ?? 0;
}
