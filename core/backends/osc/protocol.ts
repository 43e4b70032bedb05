import type { HostPort } from '../../base/hostPort.ts';
import type { ClaimedResource, ProtocolDescription } from '../../contract/protocol.ts';
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
  claimedResources: ({ bind }) => (bind && bind.port !== 0 ? [claimedPort(bind)] : []),
};

/** An address of all interfaces claims the port of each. */
function claimedPort({ host, port }: HostPort): ClaimedResource {
  const address = host.toLowerCase() === 'localhost' ? '127.0.0.1' : host;
  const claimed = { name: `udp ${host}:${port}`, shared: `udp ${port}` };
  return address === '0.0.0.0' || address === '::' ? claimed : { ...claimed, part: address };
}
