import { decodeCbor, encodeCbor } from '../../gateway/cbor';

/** Format of the payloads of fleet provisioning. */
export interface PayloadFormat {
  /** Parses a payload. Throws an Error if the payload is malformed. */
  decode(payload: Uint8Array): unknown;
  encode(value: object): Uint8Array;
}

/** Payload formats, keyed by the last level of the topic. Source: AWS IoT developer guide, "fleet-provision-api". */
export const payloadFormats: Readonly<Record<'json' | 'cbor', PayloadFormat>> = {
  json: {
    decode: (payload) => JSON.parse(Buffer.from(payload).toString('utf8')),
    encode: (value) => Buffer.from(JSON.stringify(value)),
  },
  cbor: { decode: decodeCbor, encode: encodeCbor },
};
