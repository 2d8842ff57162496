import { AwsError, type AwsRequest, type AwsResponse } from '../gateway/service-api';
import { type ChecksumType, checksumAlgorithms, compositeChecksum } from './s3-checksum-algorithms';
import { type Checksum, checksumIn, requireChecksum, requireSupported } from './s3-integrity';

interface Upload {
  /** Algorithm of the object's checksum; undefined if the upload was created without an algorithm. */
  readonly algorithm: string | undefined;
  readonly type: ChecksumType | undefined;
  readonly parts: Map<number, Part>;
}

interface Part {
  /** Content of the part; empty unless the checksum of the object is computed from the whole object. */
  readonly body: Uint8Array;
  readonly checksum: string | undefined;
}

/** Part in the request that completes an upload. */
interface CompletedPart {
  readonly number: number;
  readonly etag: string;
  readonly xml: string;
}

type Headers = AwsRequest['headers'];

const invalid = (message: string) => new AwsError('InvalidRequest', message);

export const malformedXml = (): AwsError =>
  new AwsError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );

/** Returns the checksum type of a new upload. @throws AwsError if the algorithm does not support the type */
function typeOf(algorithm: string, given: string | undefined): ChecksumType | undefined {
  const types = checksumAlgorithms[algorithm]?.types ?? [];
  const type = types.find((one) => one === (given ?? types[0]));
  if (type === undefined)
    throw invalid(`The ${given} checksum type cannot be used with the ${algorithm} checksum algorithm.`);
  return type;
}

/** Rejects an invalid part number. Source: S3 user guide, "qfacts". @throws AwsError InvalidArgument */
function checkPartNumber(text: string | null): void {
  const number = Number(text);
  if (!(Number.isInteger(number) && number >= 1 && number <= 10_000))
    throw new AwsError('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive');
}

const element = (xml: string, name: string) => new RegExp(`<${name}>\\s*([^<]*?)\\s*</${name}>`).exec(xml)?.[1];

function partsIn(body: Uint8Array): CompletedPart[] {
  const text = Buffer.from(body).toString('utf8');
  return [...text.matchAll(/<Part>([\s\S]*?)<\/Part>/g)].map(([, xml = '']) => ({
    number: Number(element(xml, 'PartNumber')),
    etag: element(xml, 'ETag') ?? '',
    xml,
  }));
}

/** Returns the body with only the elements that fauxqs reads. */
const simplified = (parts: readonly CompletedPart[]) =>
  Buffer.from(
    `<CompleteMultipartUpload>${parts.map(({ number, etag }) => `<Part><PartNumber>${number}</PartNumber><ETag>${etag}</ETag></Part>`).join('')}</CompleteMultipartUpload>`,
  );

/** Checks the checksums of an upload's parts. @throws AwsError if a checksum is missing or differs */
function checkParts({ algorithm = '', parts }: Upload, completed: readonly CompletedPart[]): void {
  for (const { number, xml } of completed) {
    const given = element(xml, `Checksum${algorithm.toUpperCase()}`);
    if (given === undefined)
      throw invalid(
        `The upload was created using a ${algorithm} checksum. The complete request must include the checksum for each part. It was missing for part ${number} in the request.`,
      );
    if (parts.get(number)?.checksum !== given)
      throw new AwsError(
        'InvalidPart',
        "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
      );
  }
}

/**
 * Creates the checksums of multipart uploads, which fauxqs does not support. Source: S3 user guide,
 * "tutorial-s3-mpu-additional-checksums", "checking-object-integrity-upload".
 */
export function createMultipartUploads() {
  const uploads = new Map<string, Upload>();

  return {
    /** Adds a new upload. @returns the headers of the response */
    create({ headers }: Pick<AwsRequest, 'headers'>): {
      headers: Headers;
      start(answer: AwsResponse): void;
    } {
      const algorithm = headers['x-amz-checksum-algorithm']?.toLowerCase();
      if (algorithm !== undefined) requireSupported(algorithm);
      const type = algorithm === undefined ? undefined : typeOf(algorithm, headers['x-amz-checksum-type']);
      return {
        headers:
          algorithm === undefined || type === undefined
            ? {}
            : { 'x-amz-checksum-algorithm': algorithm.toUpperCase(), 'x-amz-checksum-type': type },
        start(answer) {
          const id = element(Buffer.from(answer.body).toString('utf8'), 'UploadId');
          if (id !== undefined) uploads.set(id, { algorithm, type, parts: new Map() });
        },
      };
    },
    /**
     * Checks the checksum of a part, and adds the part when it is stored.
     * @throws AwsError InvalidRequest if the upload has a different algorithm
     */
    part({ query }: Pick<AwsRequest, 'query'>, body: Uint8Array, checksum: Checksum | undefined): () => void {
      checkPartNumber(query.get('partNumber'));
      const upload = uploads.get(query.get('uploadId') ?? '');
      const { algorithm, type } = upload ?? {};
      const isWrong = checksum === undefined ? type === 'COMPOSITE' : checksum.algorithm !== algorithm;
      if (algorithm !== undefined && isWrong)
        throw invalid(
          `Checksum Type mismatch occurred, expected checksum Type: ${algorithm}, actual checksum Type: ${checksum?.algorithm ?? 'null'}`,
        );
      const kept = type === 'FULL_OBJECT' ? body : new Uint8Array();
      return () => void upload?.parts.set(Number(query.get('partNumber')), { body: kept, checksum: checksum?.value });
    },
    /**
     * Checks the parts of an upload.
     * @returns the checksum of the object, or undefined if the upload has no algorithm, and the body that fauxqs accepts
     * @throws AwsError if a checksum is missing or wrong, or the request lists no parts
     */
    complete({ query, headers, body }: Pick<AwsRequest, 'query' | 'headers' | 'body'>): {
      checksum: Checksum | undefined;
      body: Uint8Array;
    } {
      const completed = partsIn(body);
      if (completed.length === 0) throw malformedXml();
      const upload = uploads.get(query.get('uploadId') ?? '');
      return { checksum: upload && objectChecksum(upload, completed, headers), body: simplified(completed) };
    },
    remove: ({ query }: Pick<AwsRequest, 'query'>): void => void uploads.delete(query.get('uploadId') ?? ''),
  };
}

function objectChecksum(upload: Upload, completed: readonly CompletedPart[], headers: Headers): Checksum | undefined {
  const { algorithm, type, parts } = upload;
  const own = algorithm === undefined ? undefined : checksumAlgorithms[algorithm];
  if (algorithm === undefined || own === undefined) return undefined;
  if (type === 'COMPOSITE') {
    checkParts(upload, completed);
    const values = completed.map(({ number }) => parts.get(number)?.checksum ?? '');
    return { algorithm, value: compositeChecksum(own, values) };
  }
  const bytes = Buffer.concat(completed.map(({ number }) => parts.get(number)?.body ?? new Uint8Array()));
  const given = checksumIn(headers);
  if (given !== undefined) requireChecksum(given, bytes);
  return { algorithm, value: own.of(bytes) };
}
