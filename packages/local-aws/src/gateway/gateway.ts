import { randomUUID } from 'node:crypto';
import type { Authorizer } from '../authorize';
import type { Clock } from '../clock';
import type { HttpAnswer, HttpCall, HttpHead } from '../http/http-call';
import { listen } from '../http/server';
import { decompress } from './decompress';
import { errorAnswer, wordingOf } from './error-answer';
import { allPermissions, isForm, requiredPermission } from './iam-action';
import { verifySigned } from './presigned';
import { asCborAnswer, asJsonCall, isCborCall } from './rpc-cbor';
import { AwsError, type AwsResponse, type ServiceApi } from './service-api';
import { claimedAccessKey, claimedService, type Signers } from './signature';

export interface Gateway {
  port: number;
  endpoint: string;
  close(): Promise<void>;
}

/** Local service names by signing name, if the two differ. */
const signingNames: ReadonlyMap<string, string> = new Map([
  ['iotdevicegateway', 'iotdata'],
  ['monitoring', 'cloudwatch'],
]);

/**
 * Maximum body size of a call without a known access key.
 * This size is sufficient for Cognito token requests and calls to /_local/.
 */
const unsignedBodyBytes = 64 * 1024;

/**
 * Opens the endpoint for all AWS APIs. The endpoint verifies a call's signature, authorizes the call, and passes it to
 * the service with the call's signing name.
 * @param control handles the platform's own paths below /_local/
 * @param unsigned handles calls to AWS's public endpoints, which require no signature
 */
export async function openGateway(options: {
  port: number;
  place: { region: string; account: string };
  services: ReadonlyMap<string, ServiceApi>;
  signers: Signers;
  authorizer: Authorizer;
  control: (call: HttpCall) => Promise<AwsResponse | undefined>;
  unsigned: (call: HttpCall) => Promise<HttpAnswer | undefined>;
  /** Resolves when all changes are durable. The gateway responds only afterwards. */
  written(): Promise<void>;
  clock: Pick<Clock, 'real'>;
}): Promise<Gateway> {
  const { services, authorizer, signers } = options;

  /**
   * Verifies, authorizes and runs a call.
   * @throws AwsError if a check rejects the call, or the service fails
   */
  const served = async (signed: HttpCall): Promise<AwsResponse> => {
    const verified = verifySigned(signed, signers);
    const call = asJsonCall(decompress(signed));
    const service = signingNames.get(verified.service) ?? verified.service;
    const { principal } = verified.credentials;
    const cause = verified.credentials.cause?.();
    const api = services.get(service);
    const acted = requiredPermission(call, service, api, options.place);
    if (api === undefined) {
      const known = [...services.keys()].join(', ');
      const reason = `${acted.action} is not supported locally; services: ${known}`;
      throw new AwsError('NotImplemented', reason, 501);
    }
    for (const { action, resources, context } of allPermissions(acted))
      for (const resource of resources) {
        const decision = authorizer.authorize({ principal, action, resource, cause, ...(context && { context }) });
        if (!decision.allowed) throw new AwsError('AccessDeniedException', decision.reason, 403);
      }
    const answered = await api({ ...call, service, principal, cause });
    await options.written();
    return answered;
  };

  const withRequestId = (answered: AwsResponse): AwsResponse => ({
    ...answered,
    headers: { 'x-amzn-requestid': randomUUID(), ...answered.headers },
  });

  const answer = async (call: HttpCall): Promise<AwsResponse> => {
    const controlled = await options.control(call).catch((error: unknown) => errorAnswer(error));
    if (controlled !== undefined) return controlled;
    const open = await options.unsigned(call);
    if (open !== undefined) return open;
    const answered = await served(call).catch((error: unknown) =>
      errorAnswer(error, wordingOf(claimedService(call), isForm(call))),
    );
    return withRequestId(isCborCall(call) ? asCborAnswer(call, answered) : answered);
  };
  const bodyLimit = (head: HttpHead) => {
    const accessKeyId = claimedAccessKey(head);
    const isKnown = accessKeyId !== undefined && signers.credentialsOf(accessKeyId) !== undefined;
    return isKnown ? Number.POSITIVE_INFINITY : unsignedBodyBytes;
  };
  const server = await listen(options.port, { answer, bodyLimit, after: options.clock.real.after });
  return { port: server.port, endpoint: `http://127.0.0.1:${server.port}`, close: server.close };
}
