import { loopbackProtocol } from '../backends/loopback/protocol.ts';
import { oscProtocol } from '../backends/osc/protocol.ts';
import { pythonProtocol } from '../backends/python/protocol.ts';
import type { ProtocolCatalog, ProtocolDescription } from '../contract/protocol.ts';

const all: readonly ProtocolDescription[] = [loopbackProtocol, oscProtocol, pythonProtocol];

/** Every protocol that this build knows, by the name in its sections. */
export const protocols: ProtocolCatalog = new Map(all.map((protocol) => [protocol.name, protocol]));
