// Sends each datagram back to where it came from, and tells its parent the port.
import { createSocket } from 'node:dgram';

const socket = createSocket('udp4');
socket.on('message', (packet, { port, address }) => socket.send(packet, port, address));
socket.bind(0, '127.0.0.1', () => process.send?.(socket.address().port));
process.on('disconnect', () => process.exit());
