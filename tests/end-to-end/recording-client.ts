import { connect, type IClientOptions, type IConnackPacket, type IPublishPacket, type MqttClient } from 'mqtt';
import { identityOf } from '../../commands/demonstration/clients';
import type { ForeignPlatform } from './foreign-platform';

export interface RecordingClient {
  readonly client: MqttClient;
  readonly connack: IConnackPacket;
  /** Received messages as `topic payload`, in order. */
  readonly received: string[];
  /** Received messages as packets. */
  readonly packets: IPublishPacket[];
}

/** Connects an mqtt.js client that uses a thing's certificate and records its messages. */
export async function connectRecording(
  { platform }: ForeignPlatform,
  thing: string,
  options: IClientOptions = {},
): Promise<RecordingClient> {
  const { key, certificate: cert, authority: ca } = identityOf(platform.directory, thing);
  const client = connect(platform.mqttUrl, { clientId: thing, key, cert, ca, reconnectPeriod: 0, ...options });
  const received: string[] = [];
  const packets: IPublishPacket[] = [];
  client.on('message', (topic, payload, packet) => {
    received.push(`${topic} ${payload}`);
    packets.push(packet);
  });
  const connack = await new Promise<IConnackPacket>((resolve, reject) =>
    client.once('connect', resolve).once('error', reject),
  );
  client.on('error', () => undefined);
  return { client, connack, received, packets };
}
