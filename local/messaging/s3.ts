import { notServed } from '../gateway/not-served';
import { AwsError, type AwsRequest, type AwsResponse, type ServiceApi, serviceApi } from '../gateway/request';
import type { RequestMetrics } from './request-metrics';
import { s3Operation, s3Operations } from './s3-operations';

export type FauxqsCall = (request: Pick<AwsRequest, 'method' | 'path' | 'headers' | 'body'>) => Promise<AwsResponse>;

/** fauxqs hears neither parameters nor headers that it does not know, and would take a tagging for the object itself. */
function refuseWhatIsNotServed(request: AwsRequest): void {
  const { name, beyond } = s3Operation(request);
  // "NotImplemented" is S3's own answer to what it does not do. API reference, "Error responses"
  if (!s3Operations.includes(name)) throw notServed('s3', name, s3Operations, 'NotImplemented');
  if (beyond.length === 0) return;
  throw new AwsError('NotImplemented', `s3.${name} with ${beyond.join(', ')} is not served locally`, 501);
}

/** fauxqs fails at an object of no bytes, but not at one of no chunks. */
function withBody(request: AwsRequest): AwsRequest {
  if (request.method !== 'PUT' || request.body.byteLength > 0) return request;
  const { 'content-length': _length, ...headers } = request.headers;
  return { ...request, headers: { ...headers, 'content-encoding': 'aws-chunked' }, body: Buffer.from('0\r\n\r\n') };
}

/** S3, of which fauxqs does the part that docs/local.md lists. */
export function s3Api(call: FauxqsCall, requests: Pick<RequestMetrics, 'saw'>): ServiceApi {
  return serviceApi(s3Operations, async (request) => {
    refuseWhatIsNotServed(request);
    // a path is normalised on the way: such a key would name another bucket
    if (/(^|\/)\.\.?(\/|$)/.test(decodeURIComponent(request.path)))
      throw new AwsError('InvalidURI', 'a key with . or .. as a part is not served locally');
    const query = request.query.toString();
    const answer = await call({ ...withBody(request), path: query === '' ? request.path : `${request.path}?${query}` });
    const [, bucket = '', ...key] = decodeURIComponent(request.path).split('/');
    requests.saw({ operation: s3Operation(request), bucket, key: key.join('/'), status: answer.status });
    return answer;
  });
}
