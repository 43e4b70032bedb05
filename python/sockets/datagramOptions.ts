import type { Socket } from 'node:dgram';
import type { SocketOption } from '../../core/contract/socketLink.ts';

/** Asked of the system, which caps it: a burst waits there while this thread is busy. */
const systemBufferBytes = 4 * 1024 * 1024;

export function growBuffers(socket: Socket): void {
  try {
    socket.setRecvBufferSize(systemBufferBytes);
    socket.setSendBufferSize(systemBufferBytes);
  } catch {
    // Systems that refuse instead of capping keep their default.
  }
}

/** Sets an option of a bound socket; throws Node's error. Options of other kinds of sockets mean nothing here. */
export function applyDatagramOption(socket: Socket, option: SocketOption): void {
  switch (option.name) {
    case 'broadcast':
      socket.setBroadcast(option.isOn);
      break;
    case 'multicastLoopback':
      socket.setMulticastLoopback(option.isOn);
      break;
    case 'multicastTtl':
      socket.setMulticastTTL(option.value);
      break;
    case 'ttl':
      socket.setTTL(option.value);
      break;
    case 'multicastInterface':
      socket.setMulticastInterface(option.address);
      break;
    case 'joinGroup':
      socket.addMembership(option.group, interfaceOrAny(option.interface));
      break;
    case 'leaveGroup':
      socket.dropMembership(option.group, interfaceOrAny(option.interface));
      break;
    case 'joinSource':
      socket.addSourceSpecificMembership(option.source, option.group, interfaceOrAny(option.interface));
      break;
    case 'leaveSource':
      socket.dropSourceSpecificMembership(option.source, option.group, interfaceOrAny(option.interface));
      break;
    case 'receiveBufferBytes':
      socket.setRecvBufferSize(Math.max(option.value, systemBufferBytes));
      break;
    case 'sendBufferBytes':
      socket.setSendBufferSize(Math.max(option.value, systemBufferBytes));
      break;
    default:
  }
}

function interfaceOrAny(address: string): string | undefined {
  return address === '' || address === '0.0.0.0' ? undefined : address;
}
