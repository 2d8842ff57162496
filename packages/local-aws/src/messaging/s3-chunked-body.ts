import { AwsError, type AwsRequest } from '../gateway/service-api';

/** Content of a request, with the headers that follow it. */
export interface Content {
  readonly body: Uint8Array;
  /** Headers that follow the content of a chunked request, keyed by lower-case name. */
  readonly trailers: Readonly<Record<string, string>>;
}

const incomplete = () =>
  new AwsError('IncompleteBody', 'You did not provide the number of bytes specified by the Content-Length HTTP header');

/** Returns the position after the line break that follows a position, and the line. */
function lineAt(body: Buffer, start: number): { line: string; next: number } {
  const end = body.indexOf('\r\n', start);
  if (end < 0) throw incomplete();
  return { line: body.toString('latin1', start, end), next: end + 2 };
}

function trailersAt(body: Buffer, start: number): Record<string, string> {
  const lines = body.toString('latin1', start).split('\r\n');
  return Object.fromEntries(
    lines.flatMap((line) => {
      const [, name, value] = /^([^:]+):(.*)$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name.trim().toLowerCase(), value.trim()]];
    }),
  );
}

function decoded(body: Buffer): Content {
  const chunks: Buffer[] = [];
  for (let position = 0; ; ) {
    const { line, next } = lineAt(body, position);
    // a chunk can have a signature: 400;chunk-signature=…
    const [size = ''] = line.split(';');
    if (!/^[0-9a-f]{1,8}$/i.test(size)) throw incomplete();
    const length = Number.parseInt(size, 16);
    if (length === 0) return { body: Buffer.concat(chunks), trailers: trailersAt(body, next) };
    if (next + length + 2 > body.length) throw incomplete();
    chunks.push(body.subarray(next, next + length));
    position = next + length + 2;
  }
}

/**
 * Returns the content of a request, which SDKs can send in chunks. The signatures of chunks are not verified. Source: S3
 * API reference, "sigv4-streaming-trailers".
 * @throws AwsError IncompleteBody if a chunk is cut off, or the length differs from the declared length
 */
export function contentOf({ headers, body }: Pick<AwsRequest, 'headers' | 'body'>): Content {
  if (headers['content-encoding']?.includes('aws-chunked') !== true) return { body, trailers: {} };
  const content = decoded(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
  const declared = headers['x-amz-decoded-content-length'];
  if (declared !== undefined && Number(declared) !== content.body.byteLength) throw incomplete();
  return content;
}

/** Returns a request with its content instead of the chunks. */
export function withContent(request: AwsRequest, { body }: Content): AwsRequest {
  const { 'content-length': _length, 'content-encoding': encoding = '', ...headers } = request.headers;
  const kept = encoding
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== 'aws-chunked')
    .join(',');
  return { ...request, body, headers: { ...headers, ...(kept !== '' && { 'content-encoding': kept }) } };
}
