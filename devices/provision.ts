import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import type { MqttClient } from 'mqtt';
import * as z from 'zod';
import { answersTo, certificateFromCsr, claimClient, parameterNames, provisionBy } from '../contracts/provisioning';
import { connectDevice, type DeviceIdentity } from './device-connection';

/** A device as it leaves the factory: with the claim certificate that all devices share, and its serial number. */
export interface NewDevice {
  claim: Omit<DeviceIdentity, 'thing'>;
  serial: string;
  /** Name of the provisioning template. */
  template: string;
  /** Template parameters other than the serial number, for example `Room` and `Kind`. */
  parameters?: Readonly<Record<string, string>>;
}

/** Error response from AWS IoT (developer guide, "Device provisioning MQTT API"). */
const Rejected = z.object({ statusCode: z.number(), errorCode: z.string(), errorMessage: z.string() });

/** Error for a provisioning request that AWS IoT rejects. */
export class ProvisioningRejectedError extends Error {
  constructor(
    readonly statusCode: number,
    readonly errorCode: string,
    message: string,
  ) {
    super(message);
  }
}

const IssuedCertificate = z.object({
  certificateOwnershipToken: z.string(),
  certificateId: z.string(),
  certificatePem: z.string(),
});
export type IssuedCertificate = z.infer<typeof IssuedCertificate>;
const Registered = z.object({ thingName: z.string() });

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** Response timeout. AWS IoT responds within seconds; the pre-provisioning hook may take up to five seconds. */
const responseSeconds = 10;

/**
 * Provisions a device on its first start: connects with the claim certificate, generates a key, requests a certificate for
 * it and registers the thing. The private key never leaves the device.
 * @returns the device's own credentials
 * @throws ProvisioningRejectedError with the error that AWS IoT returned
 * @throws Error if the broker rejects the connection or does not respond
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

/** Connects with the claim certificate and returns functions for the requests that the certificate allows. */
export async function openClaim(url: string, { claim, serial, template, parameters }: NewDevice) {
  const client = await connectDevice(url, { ...claim, thing: claimClient(serial) });
  // a closed connection makes the pending request fail
  client.on('error', () => client.end(true));
  const provisioning = provisionBy(template);
  const responseTopics = [certificateFromCsr, provisioning].map(answersTo);
  await client.subscribeAsync(
    responseTopics.flatMap(({ accepted, rejected }) => [accepted, rejected]),
    { qos: 1 },
  );
  return {
    client,
    /** Requests a certificate. @param csr in PEM @throws ProvisioningRejectedError */
    async certify(csr: string): Promise<IssuedCertificate> {
      return IssuedCertificate.parse(await sendRequest(client, certificateFromCsr, { certificateSigningRequest: csr }));
    },
    /** Registers the thing and returns its name. @throws ProvisioningRejectedError */
    async register(certificateOwnershipToken: string): Promise<string> {
      const request = { certificateOwnershipToken, parameters: { ...parameters, [parameterNames.serial]: serial } };
      return Registered.parse(await sendRequest(client, provisioning, request)).thingName;
    },
    end: () => client.endAsync(),
  };
}

/** Generates a P-256 key and a certificate signing request for it, both in PEM. */
export async function makeKey(name: string): Promise<{ csr: string; key: string }> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const request = await x509.Pkcs10CertificateRequestGenerator.create(
    { name: `CN=${name}`, keys, signingAlgorithm: algorithm },
    webcrypto,
  );
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { csr: request.toString('pem'), key: x509.PemConverter.encode(key, 'PRIVATE KEY') };
}

/**
 * Sends a request. Only one request may be in flight, because responses carry no correlation id. @throws
 * ProvisioningRejectedError
 */
async function sendRequest(client: MqttClient, topic: string, request: object): Promise<unknown> {
  const { accepted, rejected } = answersTo(topic);
  const response = new Promise<unknown>((resolve, reject) => {
    const stop = () => {
      clearTimeout(timeout);
      client.off('message', receive);
      client.off('close', closed);
    };
    const fail = (error: Error) => {
      stop();
      reject(error);
    };
    const receive = (responseTopic: string, payload: Buffer) => {
      if (responseTopic !== accepted && responseTopic !== rejected) return;
      stop();
      const body: unknown = JSON.parse(payload.toString());
      if (responseTopic === accepted) return resolve(body);
      const { statusCode, errorCode, errorMessage } = Rejected.parse(body);
      reject(new ProvisioningRejectedError(statusCode, errorCode, errorMessage));
    };
    const closed = () => fail(new Error(`the broker closed the connection before it responded to ${topic}`));
    const timeout = setTimeout(
      () => fail(new Error(`no response to ${topic} within ${responseSeconds} s`)),
      responseSeconds * 1000,
    );
    client.on('message', receive);
    client.on('close', closed);
  });
  client.publish(topic, JSON.stringify(request), { qos: 1 });
  return response;
}
