import { decodeFirstSync, Encoder } from 'cbor';

/** Format of the payloads of fleet provisioning. */
export interface PayloadFormat {
  /** Parses a payload. Throws an Error if the payload is malformed. */
  decode(payload: Uint8Array): unknown;
  encode(value: object): Buffer;
}

/** Maximum nesting depth of a CBOR request. A valid request has two levels. */
const maxDepth = 8;
/**
 * Options of the encoder. Its buffer has the size of the largest message in AWS IoT, because the encoder would silently
 * truncate a larger value. The types of the library lack this option.
 */
const encoding = { detectLoops: false, highWaterMark: 128 * 1024 } as const;

/** Payload formats, keyed by the last level of the topic. Source: AWS IoT developer guide, "fleet-provision-api". */
export const payloadFormats: Readonly<Record<'json' | 'cbor', PayloadFormat>> = {
  json: {
    decode: (payload) => JSON.parse(Buffer.from(payload).toString('utf8')),
    encode: (value) => Buffer.from(JSON.stringify(value)),
  },
  cbor: {
    decode: (payload) => decodeFirstSync(payload, { max_depth: maxDepth }),
    encode: (value) => Encoder.encodeOne(value, encoding),
  },
};
