import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import { identityOf } from '../../commands/demonstration/clients';
import type { ForeignPlatform } from './foreign-platform';

export interface HearingClient {
  readonly client: MqttClient;
  /** `topic payload`, in the order in which they have come. */
  readonly heard: string[];
}

/** A client of mqtt.js with the certificate of a thing, that writes down what it hears. */
export async function hearing(
  { platform }: ForeignPlatform,
  thing: string,
  options: IClientOptions = {},
): Promise<HearingClient> {
  const { key, certificate: cert, authority: ca } = identityOf(platform.directory, thing);
  const client = connect(platform.mqttUrl, { clientId: thing, key, cert, ca, reconnectPeriod: 0, ...options });
  const heard: string[] = [];
  client.on('message', (topic, payload) => heard.push(`${topic} ${payload}`));
  await new Promise((resolve, reject) => client.once('connect', resolve).once('error', reject));
  client.on('error', () => undefined);
  return { client, heard };
}
