import { AwsError, type AwsRequest, type AwsResponse, type ServiceApi, serviceApi } from '../gateway/service-api';
import { unsupportedOperation } from '../gateway/unsupported-operation';
import type { RequestMetrics } from './request-metrics';
import { createObjectCalls, type ObjectCallOptions } from './s3-object-calls';
import { s3Operation, s3Operations } from './s3-operations';
import { restoreSystemMetadata, withSystemMetadata } from './s3-system-metadata';

type FauxqsRequest = Pick<AwsRequest, 'method' | 'path' | 'headers' | 'body'>;
export type FauxqsCall = (request: FauxqsRequest) => Promise<AwsResponse>;

/**
 * Rejects unsupported operations and parameters. fauxqs ignores unknown parameters, and would, for example, store a
 * tagging document as the object's content.
 */
function rejectUnsupported(request: AwsRequest): void {
  const { name, unsupported } = s3Operation(request);
  // "NotImplemented" is S3's own error for unsupported functionality (API reference, "Error responses")
  if (!s3Operations.includes(name)) throw unsupportedOperation('s3', name, s3Operations);
  if (unsupported.length === 0) return;
  throw new AwsError('NotImplemented', `s3.${name} with ${unsupported.join(', ')} is not supported locally`, 501);
}

/** Replaces an empty body with an empty chunked body, because fauxqs fails if the body is empty. */
function withBody(request: FauxqsRequest): FauxqsRequest {
  if (request.method !== 'PUT' || request.body.byteLength > 0) return request;
  const { 'content-length': _length, ...headers } = request.headers;
  return { ...request, headers: { ...headers, 'content-encoding': 'aws-chunked' }, body: Buffer.from('0\r\n\r\n') };
}

/** Maximum length of a key. Source: S3 user guide, "Naming Amazon S3 objects". */
const maxKeyBytes = 1_024;

/**
 * Checks an object's name.
 * @throws AwsError if the key is too long, or has a segment `.` or `..`, which path normalization would resolve to a
 * different key
 */
export function checkObjectName(bucket: string, key: string): void {
  if ([bucket, ...key.split('/')].some((segment) => segment === '.' || segment === '..'))
    throw new AwsError('InvalidURI', 'a key with a "." or ".." segment is not supported locally');
  const bytes = Buffer.byteLength(key);
  if (bytes > maxKeyBytes)
    throw new AwsError('KeyTooLongError', `Your key is too long: ${bytes} bytes; at most ${maxKeyBytes} are allowed`);
}

/** Returns whether fauxqs would reject a body because of its media type, or parse it as an SNS or SQS request. */
const isUnfit = (type: string) =>
  /x-www-form-urlencoded|x-amz-json/i.test(type) || !/^[\w.+-]+\/[\w.+-]+(;.*)?$/.test(type);
const wrapped = 'application/octet-stream; type=';

/**
 * Wraps an object's media type in a generic type if fauxqs would reject or change a body with the original type.
 */
function withFitType(request: FauxqsRequest): FauxqsRequest {
  const type = request.headers['content-type'];
  if (type === undefined || !isUnfit(type)) return request;
  return { ...request, headers: { ...request.headers, 'content-type': `${wrapped}${encodeURIComponent(type)}` } };
}

/** Rewrites a request so that fauxqs handles it as S3 would. */
export const fitForFauxqs = (request: FauxqsRequest): FauxqsRequest => {
  const isUpload = request.method === 'PUT' || request.method === 'POST';
  const headers = isUpload ? withSystemMetadata(request.headers) : request.headers;
  return withFitType(withBody({ ...request, headers }));
};

function withOwnType(answer: AwsResponse): AwsResponse {
  const type = answer.headers['content-type'];
  if (!type?.startsWith(wrapped)) return answer;
  return { ...answer, headers: { ...answer.headers, 'content-type': decodeURIComponent(type.slice(wrapped.length)) } };
}

interface S3Options extends Omit<ObjectCallOptions, 'send'> {
  call: FauxqsCall;
  requests: Pick<RequestMetrics, 'record'>;
}

/** Creates the S3 API. docs/local.md lists its operations. */
export function s3Api({ call, requests, ...options }: S3Options): ServiceApi {
  const send = async (request: AwsRequest): Promise<AwsResponse> => {
    const query = request.query.toString();
    const path = query === '' ? request.path : `${request.path}?${query}`;
    return restoreSystemMetadata(withOwnType(await call({ ...fitForFauxqs(request), path })));
  };
  const calls = createObjectCalls({ ...options, send });
  return serviceApi(s3Operations, async (request) => {
    rejectUnsupported(request);
    const [, bucket = '', ...parts] = decodeURIComponent(request.path).split('/');
    const key = parts.join('/');
    checkObjectName(bucket, key);
    const operation = s3Operation(request);
    const run = calls[operation.name];
    const record = (status: number) => requests.record({ operation, bucket, key, status });
    try {
      const answer = run === undefined ? await send(request) : await run({ request, bucket, key });
      record(answer.status);
      return answer;
    } catch (error) {
      if (error instanceof AwsError) record(error.status);
      throw error;
    }
  });
}
