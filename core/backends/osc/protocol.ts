import type { ProtocolDescription } from '../../contract/protocol.ts';
import { checkOscChannels, type OscChannel, parseOscChannel } from './channels.ts';
import { checkOscBackendOptions, type OscConfig, oscBackendOptions, oscOptions, parseOscOptions } from './options.ts';

/** Open Sound Control 1.0 over UDP, both ways. */
export const oscProtocol: ProtocolDescription<OscConfig, OscChannel> = {
  name: 'osc',
  title: 'OSC',
  summary: 'Open Sound Control over the network: TouchOSC, desks, media servers.',
  backendOptions: oscBackendOptions,
  instanceOptions: oscOptions,
  checkBackendOptions: checkOscBackendOptions,
  parseInstance: parseOscOptions,
  parseChannel: parseOscChannel,
  checkChannels: checkOscChannels,
  claimedResources: ({ bind }) => (bind && bind.port !== 0 ? [`udp ${bind.host}:${bind.port}`] : []),
};
