import type { Authorizer } from '../authorize';
import { AwsError, type AwsResponse, type ServiceApi } from './request';
import { type HttpCall, listen } from './server';
import { type Credentials, claimedService, verifySignature } from './signature';

export interface Gateway {
  port: number;
  endpoint: string;
  close(): Promise<void>;
}

/** Names under which a service signs its calls, where they differ from the name of its room here. */
const signingNames: Record<string, string> = { iotdevicegateway: 'iotdata', monitoring: 'cloudwatch' };

function errorAnswer(error: unknown): AwsResponse {
  const known = error instanceof AwsError ? error : new AwsError('InternalFailure', String(error), 500);
  return {
    status: known.status,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': known.code },
    body: JSON.stringify({ __type: known.code, message: known.message, Message: known.message }),
  };
}

/** XML for the services that speak it: an SDK reads no error out of JSON there. */
function xmlErrorAnswer(error: unknown): AwsResponse {
  const { status, headers, body } = errorAnswer(error);
  const code = headers['x-amzn-errortype'] ?? 'InternalFailure';
  const parsed: unknown = JSON.parse(String(body));
  const message = typeof parsed === 'object' && parsed !== null && 'message' in parsed ? String(parsed.message) : '';
  const escaped = message.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  return {
    status,
    headers: { 'content-type': 'text/xml' },
    body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped}</Message></Error></ErrorResponse>`,
  };
}

/** `kinesis:PutRecord`; for a service that names its operations by path, `lambda:POST /2015-…`. */
function operationOf(call: HttpCall, service: string): string {
  const target = call.headers['x-amz-target']?.split('.').at(-1);
  const action = new URLSearchParams(
    call.headers['content-type']?.includes('urlencoded') ? Buffer.from(call.body).toString('utf8') : '',
  ).get('Action');
  return `${service}:${target ?? action ?? `${call.method} ${call.path}`}`;
}

const speaksXml = new Set(['sns', 's3', 'sts', 'iam']);

/**
 * The one endpoint of every AWS API: verifies the signature, tells the service by it, and hands the call on.
 * @param control answers what is no AWS call: the platform's own paths below /_local/
 */
export async function openGateway(options: {
  port: number;
  services: ReadonlyMap<string, ServiceApi>;
  credentialsOf: (accessKeyId: string) => Credentials | undefined;
  authorizer: Authorizer;
  control: (call: HttpCall) => Promise<AwsResponse | undefined>;
}): Promise<Gateway> {
  const answer = async (call: HttpCall): Promise<AwsResponse> => {
    const controlled = await options.control(call).catch(errorAnswer);
    if (controlled !== undefined) return controlled;
    let service = claimedService(call.headers);
    try {
      const verified = await verifySignature(call, options.credentialsOf);
      service = signingNames[verified.service] ?? verified.service;
      const api = options.services.get(service);
      if (api === undefined) {
        throw new AwsError(
          'UnknownOperationException',
          `${operationOf(call, service)} is not served locally; services: ${[...options.services.keys()].join(', ')}`,
          501,
        );
      }
      const { principal, cause } = verified.credentials;
      const decision = options.authorizer.authorize({
        principal,
        action: operationOf(call, service),
        resource: '*',
      });
      if (!decision.allowed) throw new AwsError('AccessDeniedException', decision.reason, 403);
      return await api({ ...call, service, principal, cause: cause?.() });
    } catch (error) {
      return speaksXml.has(service) ? xmlErrorAnswer(error) : errorAnswer(error);
    }
  };
  const server = await listen(options.port, answer);
  return { port: server.port, endpoint: `http://127.0.0.1:${server.port}`, close: server.close };
}
