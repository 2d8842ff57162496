import type { Call } from '../ast';
import type { Evaluate } from '../compiled-expression';
import { toText } from '../convert';
import { parseJson } from '../json-parse';
import type { SqlValue, SqlVersion } from '../value';
import { answer, texts } from './service-functions';

/**
 * Evaluates encode(value, 'base64'), which encodes the raw payload if the value is `*`, and the string value otherwise.
 */
export function encode([value]: readonly SqlValue[]): SqlValue {
  if (value instanceof Uint8Array) return base64(value);
  const text = toText(value);
  return text === undefined ? undefined : base64(Buffer.from(text));
}

function base64({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}

/**
 * Evaluates decode(). decode(value, 'base64') returns the decoded JSON value, or the text if it is not JSON, or Null
 * for invalid base64. decode(value, 'proto', bucket, key, proto, type) requests the descriptor, and returns a protobuf
 * message as JSON. Source: AWS IoT developer guide, iot-sql-functions, decode; binary-payloads, "Decoding protobuf
 * message payloads".
 */
export function decode(values: readonly SqlValue[], version: SqlVersion): Evaluate {
  const [value, scheme, ...place] = values;
  if (scheme === 'proto') return decodeProtobuf(value, place, version);
  const decoded = decodeBase64(value, version);
  return () => decoded;
}

// Decodes base64 to JSON or text. In an example in the guide, decode(encode(*, 'base64'), 'base64') is the number
// 80 for the payload 80.
function decodeBase64(value: SqlValue, version: SqlVersion): SqlValue {
  const text = toText(value);
  if (text === undefined) return undefined;
  if (!isBase64(text)) return null;
  const decoded = Buffer.from(text, 'base64').toString('utf8');
  return parseJson(decoded, { wholeDecimals: version === '2015-10-08' }) ?? decoded;
}

// Returns whether text is base64. As in Java's decoder, the padding may be missing, but it must not be incomplete.
function isBase64(text: string): boolean {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return false;
  return text.endsWith('=') ? text.length % 4 === 0 : text.length % 4 !== 1;
}

function decodeProtobuf(value: SqlValue, place: readonly SqlValue[], version: SqlVersion): Evaluate {
  const data = value instanceof Uint8Array ? base64(value) : typeof value === 'string' ? value : undefined;
  const [bucket, key, proto, messageType] = texts(place);
  if (data === undefined || bucket === undefined || key === undefined) return () => undefined;
  if (proto === undefined || messageType === undefined) return () => undefined;
  return answer({ service: 'protobuf', bucket, key, proto, messageType, data }, version);
}

/** Returns an error if the number of arguments is wrong: 'base64' requires two and 'proto' requires six. */
export function wrongDecode({ arguments: args }: Call): string | undefined {
  const [, scheme] = args;
  if (scheme?.kind !== 'string' || scheme.value !== 'proto') {
    return args.length === 2 ? undefined : "decode(…, 'base64') requires 2 arguments";
  }
  if (args.length === 6) return undefined;
  return "decode(…, 'proto') requires 6 arguments: value, 'proto', S3 bucket, S3 key, .proto file name, message type";
}
