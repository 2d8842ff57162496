import { connect, type TLSSocket } from 'node:tls';
import { generate, type Packet, parser } from 'mqtt-packet';
import type { Cancel, Clock } from '../clock';

export interface SimulatedDevice {
  readonly topic: string;
  readonly seconds: number;
  readonly sent: number;
  stop(): void;
}

interface DeviceConnection {
  readonly port: number;
  readonly clientId: string;
  readonly key: string;
  readonly certificate: string;
  readonly ca: string;
}

const keepAliveSeconds = 60;
const connectTimeoutMs = 5_000;

/** Connects a device over MQTT 3.1.1 with its certificate. @throws Error if the connection is rejected */
async function connectDevice({ port, clientId, key, certificate, ca }: DeviceConnection): Promise<TLSSocket> {
  const socket = connect({ host: '127.0.0.1', port, key, cert: certificate, ca, servername: 'localhost' });
  const read = parser();
  return new Promise((resolve, reject) => {
    const fail = (reason: string) => {
      socket.destroy();
      reject(new Error(`the simulated device ${clientId} cannot connect: ${reason}`));
    };
    socket.setTimeout(connectTimeoutMs, () => fail('the broker did not respond'));
    socket.once('error', (error) => fail(error.message));
    socket.once('close', () => fail('the broker closed the connection; the terminal shows the reason'));
    socket.once('secureConnect', () =>
      socket.write(
        generate({
          cmd: 'connect',
          protocolId: 'MQTT',
          protocolVersion: 4,
          clean: true,
          clientId,
          keepalive: keepAliveSeconds,
        }),
      ),
    );
    read.on('packet', (packet: Packet) => {
      if (packet.cmd !== 'connack') return;
      if (packet.returnCode !== 0) return fail(`return code ${packet.returnCode}`);
      socket.setTimeout(0);
      socket.removeAllListeners('close');
      resolve(socket);
    });
    socket.on('data', (data) => void read.parse(data));
  });
}

/**
 * Starts a device that connects over MQTT and publishes the same payload repeatedly, with QoS 0.
 * @throws Error if the connection is rejected
 */
export async function startSimulatedDevice(
  connection: DeviceConnection,
  { topic, payload, seconds }: { topic: string; payload: string; seconds: number },
  { clock, ended }: { clock: Pick<Clock, 'real'>; ended(): void },
): Promise<SimulatedDevice> {
  const socket = await connectDevice(connection);
  let sent = 0;
  let cancel: Cancel = () => undefined;
  const publish = () => {
    socket.write(generate({ cmd: 'publish', topic, payload, qos: 0, dup: false, retain: false }));
    sent += 1;
    cancel = clock.real.after(seconds * 1000, publish);
  };
  const ping = () => {
    if (socket.destroyed) return;
    socket.write(generate({ cmd: 'pingreq' }));
    clock.real.after((keepAliveSeconds / 2) * 1000, ping);
  };
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    cancel();
    ended();
  });
  publish();
  clock.real.after((keepAliveSeconds / 2) * 1000, ping);
  return {
    topic,
    seconds,
    get sent() {
      return sent;
    },
    stop: () => socket.end(generate({ cmd: 'disconnect' })),
  };
}
