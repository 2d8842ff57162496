import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import type { MqttClient } from 'mqtt';
import * as z from 'zod';
import { answersTo, certificateFromCsr, claimClient, parameterNames, provisionBy } from '../contracts/provisioning';
import { connectDevice, type DeviceIdentity } from './light';

/** What a device leaves the factory with: a certificate that it shares with others, and what is printed on it. */
export interface NewDevice {
  claim: Omit<DeviceIdentity, 'thing'>;
  serial: string;
  /** The template by which it gets its thing. */
  template: string;
  /** Where it stands, and what it measures: what its template asks for beside the serial number. */
  parameters?: Readonly<Record<string, string>>;
}

/** AWS IoT's answer to what it does not do (developer guide, "Device provisioning MQTT API"). */
const Rejected = z.object({ statusCode: z.number(), errorCode: z.string(), errorMessage: z.string() });

/** A request was refused by AWS IoT. */
export class ProvisioningRefused extends Error {
  constructor(
    readonly statusCode: number,
    readonly errorCode: string,
    message: string,
  ) {
    super(message);
  }
}

const Certified = z.object({
  certificateOwnershipToken: z.string(),
  certificateId: z.string(),
  certificatePem: z.string(),
});
export type Certified = z.infer<typeof Certified>;
const Registered = z.object({ thingName: z.string() });

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** AWS IoT answers within seconds; the hook alone has five. */
const answerSeconds = 10;

/**
 * A device's first start: it connects with the claim certificate, makes its key, gets a certificate for it and by that
 * its thing. The key never leaves it.
 * @returns what it connects with from now on
 * @throws ProvisioningRefused with AWS's answer
 * @throws Error where the broker does not let it in, or does not answer
 */
export async function provision(url: string, device: NewDevice): Promise<DeviceIdentity> {
  const session = await openClaim(url, device);
  try {
    const { csr, key } = await makeKey(device.serial);
    const { certificatePem, certificateOwnershipToken } = await session.certify(csr);
    const thing = await session.register(certificateOwnershipToken);
    return { thing, key, certificate: certificatePem, authority: device.claim.authority };
  } finally {
    await session.end();
  }
}

/** A connection with the claim certificate, and what may be done by it. */
export async function openClaim(url: string, { claim, serial, template, parameters }: NewDevice) {
  const client = await connectDevice(url, { ...claim, thing: claimClient(serial) });
  // a broker that ends the connection is told by the answer that does not come
  client.on('error', () => client.end(true));
  const provisioning = provisionBy(template);
  const answers = [certificateFromCsr, provisioning].map(answersTo);
  await client.subscribeAsync(
    answers.flatMap(({ accepted, rejected }) => [accepted, rejected]),
    { qos: 1 },
  );
  return {
    client,
    /** @param csr PEM @throws ProvisioningRefused */
    async certify(csr: string): Promise<Certified> {
      return Certified.parse(await ask(client, certificateFromCsr, { certificateSigningRequest: csr }));
    },
    /** @returns the name of the thing @throws ProvisioningRefused */
    async register(certificateOwnershipToken: string): Promise<string> {
      const asked = { certificateOwnershipToken, parameters: { ...parameters, [parameterNames.serial]: serial } };
      return Registered.parse(await ask(client, provisioning, asked)).thingName;
    },
    end: () => client.endAsync(),
  };
}

/** A P-256 key and its signing request, as PEM. */
export async function makeKey(name: string): Promise<{ csr: string; key: string }> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const request = await x509.Pkcs10CertificateRequestGenerator.create(
    { name: `CN=${name}`, keys, signingAlgorithm: algorithm },
    webcrypto,
  );
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { csr: request.toString('pem'), key: x509.PemConverter.encode(key, 'PRIVATE KEY') };
}

/** One question at a time: an answer does not say what it answers. @throws ProvisioningRefused */
async function ask(client: MqttClient, topic: string, question: object): Promise<unknown> {
  const { accepted, rejected } = answersTo(topic);
  const answered = new Promise<unknown>((resolve, reject) => {
    const stop = () => {
      clearTimeout(late);
      client.off('message', hear);
      client.off('close', closed);
    };
    const fail = (error: Error) => {
      stop();
      reject(error);
    };
    const hear = (to: string, payload: Buffer) => {
      if (to !== accepted && to !== rejected) return;
      stop();
      const answer: unknown = JSON.parse(payload.toString());
      if (to === accepted) return resolve(answer);
      const { statusCode, errorCode, errorMessage } = Rejected.parse(answer);
      reject(new ProvisioningRefused(statusCode, errorCode, errorMessage));
    };
    const closed = () => fail(new Error(`the broker ended the connection instead of answering ${topic}`));
    const late = setTimeout(
      () => fail(new Error(`no answer to ${topic} within ${answerSeconds} s`)),
      answerSeconds * 1000,
    );
    client.on('message', hear);
    client.on('close', closed);
  });
  client.publish(topic, JSON.stringify(question), { qos: 1 });
  return answered;
}
