import { createHash } from 'node:crypto';
import { ValueFault } from '../fault';
import { any, one, type TerraformFunction, text } from './define';
import { decodeJson, encodeJson, wellFormed } from './json';

type Algorithm = 'md5' | 'sha1' | 'sha256' | 'sha512';

export function hash(algorithm: Algorithm, bytes: Uint8Array | string, encoding: 'hex' | 'base64'): string {
  return createHash(algorithm).update(bytes).digest(encoding);
}

/** Encoding and hash functions. Source: Terraform language, "Encoding Functions" and "Hash and Crypto Functions". */
export const encodingFunctions: Readonly<Record<string, TerraformFunction>> = {
  jsonencode: one(any, encodeJson),
  jsondecode: one(text, decodeJson),
  base64encode: one(text, (value) => Buffer.from(value).toString('base64')),
  base64decode: one(text, decodeBase64),
  urlencode: one(text, encodeQuery),
  md5: one(text, (value) => hash('md5', value, 'hex')),
  sha1: one(text, (value) => hash('sha1', value, 'hex')),
  sha256: one(text, (value) => hash('sha256', value, 'hex')),
  sha512: one(text, (value) => hash('sha512', value, 'hex')),
  base64sha256: one(text, (value) => hash('sha256', value, 'base64')),
  base64sha512: one(text, (value) => hash('sha512', value, 'base64')),
};

function decodeBase64(value: string): string {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value)) {
    throw new ValueFault('base64decode: the string is not valid base64', 0);
  }
  return decodeUtf8(Buffer.from(value, 'base64'), 'base64decode: the decoded bytes are not valid UTF-8');
}

export function decodeUtf8(bytes: Uint8Array, otherwise: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes).normalize('NFC');
  } catch {
    throw new ValueFault(otherwise, 0);
  }
}

/** Encodes text as Go's url.QueryEscape does. Unlike encodeURIComponent, encodes a space as + and escapes ! ' ( ) *. */
function encodeQuery(value: string): string {
  return encodeURIComponent(wellFormed(value))
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}
