// Sends OSC messages with changing values as fast as it can: node floodSender.mjs PORT COUNT
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

const port = Number(process.argv[2]);
const count = Number(process.argv[3]);
const packets = Array.from({ length: 1000 }, (_, index) => {
  const packet = Buffer.from('/f\0\0,f\0\0\0\0\0\0');
  packet.writeFloatBE(index / 1000, 8);
  return packet;
});

const socket = createSocket('udp4');
socket.connect(port, '127.0.0.1');
await once(socket, 'connect');
let left = count;
for (let index = 0; index < count; index++) {
  socket.send(packets[index % packets.length], () => {
    if (--left === 0) process.exit();
  });
}
