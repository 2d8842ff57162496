import type { AwsResponse } from '../gateway/service-api';
import { standard } from './s3-storage-classes';

/** Returns an answer with a changed text. */
export function rewritten(answer: AwsResponse, rewrite: (text: string) => string): AwsResponse {
  const { 'content-length': _length, ...headers } = answer.headers;
  return { ...answer, headers, body: rewrite(Buffer.from(answer.body).toString('utf8')) };
}

const nameIn = (xml: string) => /<Name>(.*?)<\/Name>/.exec(xml)?.[1] ?? '';

/** Returns the answer to ListBuckets in alphabetical order. */
export const withSortedBuckets = (answer: AwsResponse): AwsResponse =>
  rewritten(answer, (text) => {
    const buckets = text.match(/<Bucket>.*?<\/Bucket>/gs) ?? [];
    const sorted = buckets.toSorted((a, b) => (nameIn(a) < nameIn(b) ? -1 : 1));
    return text.replace(/<Buckets>.*<\/Buckets>/s, () => `<Buckets>${sorted.join('')}</Buckets>`);
  });

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const unescaped = (xml: string) => xml.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => entities[name] ?? '');

/** Returns the answer to ListObjects with the storage class of each object. */
export const withStorageClasses = (
  answer: AwsResponse,
  storageClassOf: (key: string) => string | undefined,
): AwsResponse =>
  rewritten(answer, (text) =>
    text.replace(/<Contents><Key>([^<]*)<\/Key>.*?<\/Contents>/g, (contents, key: string) => {
      const own = storageClassOf(unescaped(key));
      return own === undefined ? contents : contents.replace(`>${standard}<`, `>${own}<`);
    }),
  );
