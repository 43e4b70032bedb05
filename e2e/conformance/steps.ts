import { encodeArtDmx } from '../peers/artnetPacket.ts';
import { encodeOscBundle, encodeOscMessage } from '../peers/oscPacket.ts';
import { encodeSacn, plainSacn } from '../peers/sacnPacket.ts';
import { denseSlots } from '../peers/slots.ts';
import type { Program } from '../process/program.ts';
import type { CaseStep } from './caseFile.ts';
import type { Peers } from './peers.ts';
import type { Placeholders } from './placeholders.ts';

const lineTimeoutMs = 4000;

/** Performs everything that one step names, except for its time. */
export async function runStep(step: CaseStep, program: Program, peers: Peers, places: Placeholders): Promise<void> {
  if (step.wait_line !== undefined) await waitForLine(step, step.wait_line, program, peers);
  if (step.sleep_ms !== undefined) await new Promise((resolve) => setTimeout(resolve, step.sleep_ms));
  for (const { target, packet } of datagramsOf(step)) {
    const from = target.from === undefined ? undefined : places.portName(target.from);
    await peers.sendUdp(packet, places.fill(target.host ?? '127.0.0.1'), places.port(target.port), from);
  }
  if (step.tcp_connect) await peers.connectTcp(step.tcp_connect.id, places.port(step.tcp_connect.port));
  if (step.tcp_send) peers.sendFromClient(step.tcp_send.id, bytesOf(step.tcp_send));
  if (step.tcp_close) peers.closeClient(step.tcp_close.id);
  if (step.srv_send) peers.sendToAccepted(places.portName(step.srv_send.port), bytesOf(step.srv_send));
  if (step.srv_close) peers.closeAccepted(places.portName(step.srv_close.port));
  if (step.signal) program.signal(step.signal);
}

async function waitForLine(step: CaseStep, wanted: string, program: Program, peers: Peers): Promise<void> {
  const matches = (line: string) => line === wanted || (step.prefix === true && line.startsWith(wanted));
  if (!(await program.stdout.waitFor(matches, step.timeout_ms ?? lineTimeoutMs))) peers.notes.push(`never printed "${wanted}"`);
}

interface Datagram {
  readonly target: { readonly port: string | number; readonly host?: string | undefined; readonly from?: string | undefined };
  readonly packet: Buffer;
}

function datagramsOf(step: CaseStep): Datagram[] {
  const datagrams: Datagram[] = [];
  if (step.send_osc) datagrams.push({ target: step.send_osc, packet: encodeOscMessage(step.send_osc) });
  if (step.send_osc_bundle) datagrams.push({ target: step.send_osc_bundle, packet: encodeOscBundle(step.send_osc_bundle.items) });
  if (step.send_udp) datagrams.push({ target: step.send_udp, packet: bytesOf(step.send_udp) });
  if (step.send_artnet) {
    const { data, size, truncate, ...fields } = step.send_artnet;
    datagrams.push({ target: fields, packet: encodeArtDmx({ ...fields, slots: denseSlots(data, size) }).subarray(0, truncate) });
  }
  if (step.send_sacn) {
    const { port, host, from, data, size, truncate, ...given } = step.send_sacn;
    const fields = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const packet = encodeSacn({ ...plainSacn, ...fields, slots: denseSlots(data, size) });
    datagrams.push({ target: { port, host, from }, packet: packet.subarray(0, truncate) });
  }
  return datagrams;
}

function bytesOf(payload: { readonly hex?: string | undefined; readonly text?: string | undefined }): Buffer {
  return payload.hex === undefined ? Buffer.from(payload.text ?? '') : Buffer.from(payload.hex, 'hex');
}
