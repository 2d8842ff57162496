import { sign } from 'aws4';

/** Credentials, region and endpoint for signed calls, by default from the platform's AWS profile. */
export interface Signer {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
}

interface Call {
  service: string;
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

interface Answer {
  status: number;
  type: string;
  headers: Record<string, string>;
  text: string;
}

function signedHeaders({ endpoint, region, credentials }: Signer, call: Call): Record<string, string> {
  const { service, method, path, headers = {}, body = '' } = call;
  const request = { service, region, method, path, body, headers: { host: new URL(endpoint).host, ...headers } };
  const signed = sign(request, credentials).headers ?? {};
  return Object.fromEntries(Object.entries(signed).map(([name, value]) => [name, String(value)]));
}

const deadlineMilliseconds = 10_000;

/** Calls an AWS API with Signature Version 4, for services without an installed SDK client. */
export async function signedFetch(signer: Signer, call: Call): Promise<Answer> {
  const { method, path, body = '' } = call;
  const response = await fetch(`${signer.endpoint}${path}`, {
    method,
    headers: signedHeaders(signer, call),
    signal: AbortSignal.timeout(deadlineMilliseconds),
    ...(body === '' ? {} : { body }),
  });
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    headers: Object.fromEntries(response.headers),
    text: await response.text(),
  };
}
