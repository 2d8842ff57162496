import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';

/** What signs and where to: of the platform's own AWS profile, unless a test wants a wrong one. */
export interface Signer {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
}

/** Node's own hash, as the signer wants it. */
class Sha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data));
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {}
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data);
  return data instanceof ArrayBuffer
    ? new Uint8Array(data)
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

interface Call {
  service: string;
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

async function signedHeaders({ endpoint, region, credentials }: Signer, call: Call) {
  const { hostname, port, host } = new URL(endpoint);
  const { service, method, path, headers = {}, body = '' } = call;
  const uriEscapePath = service !== 's3';
  const signer = new SignatureV4({ credentials, region, service, sha256: Sha256, applyChecksum: true, uriEscapePath });
  const request = { method, protocol: 'http:', hostname, port: Number(port), path, body };
  return (await signer.sign({ ...request, headers: { host, ...headers } })).headers;
}

const deadlineMilliseconds = 10_000;

/** A call of an AWS API by Signature Version 4 alone, for services without an SDK client here. */
export async function signedFetch(signer: Signer, call: Call): Promise<{ status: number; type: string; text: string }> {
  const { method, path, body = '' } = call;
  const response = await fetch(`${signer.endpoint}${path}`, {
    method,
    headers: await signedHeaders(signer, call),
    signal: AbortSignal.timeout(deadlineMilliseconds),
    ...(body === '' ? {} : { body }),
  });
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    text: await response.text(),
  };
}
