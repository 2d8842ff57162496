/** Time in seconds since the epoch, which CBOR distinguishes from a number. */
export class EpochSeconds {
  constructor(readonly seconds: number) {}
}

/** Depth at which nested values are rejected, because decoding and encoding are recursive. */
const mostLevels = 64;
const breakByte = 0xff;
const indefinite = 31;

class Reader {
  readonly #view: DataView;
  #offset = 0;

  constructor(readonly bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isAtEnd(): boolean {
    return this.#offset === this.bytes.byteLength;
  }

  take(length: number): Uint8Array {
    const end = this.#offset + length;
    if (end > this.bytes.byteLength) throw new RangeError('the CBOR text ends too early');
    const taken = this.bytes.subarray(this.#offset, end);
    this.#offset = end;
    return taken;
  }

  /** Consumes the end of an indefinite-length value, if it is next. */
  takeBreak(): boolean {
    if (this.bytes[this.#offset] !== breakByte) return false;
    this.#offset += 1;
    return true;
  }

  #at(length: number): number {
    const at = this.#offset;
    this.take(length);
    return at;
  }

  head(): { major: number; info: number } {
    const [byte = 0] = this.take(1);
    return { major: byte >> 5, info: byte & 0x1f };
  }

  /** Reads the length or number that follows a head. */
  argument(info: number): number {
    if (info < 24) return info;
    if (info === 24) return this.#view.getUint8(this.#at(1));
    if (info === 25) return this.#view.getUint16(this.#at(2));
    if (info === 26) return this.#view.getUint32(this.#at(4));
    if (info === 27) return Number(this.#view.getBigUint64(this.#at(8)));
    throw new RangeError(`invalid CBOR length ${info}`);
  }

  /** Reads a simple value or a floating-point number. */
  simple(info: number): unknown {
    if (info === 20 || info === 21) return info === 21;
    if (info === 22 || info === 23) return null;
    if (info === 25) return halfOf(this.#view.getUint16(this.#at(2)));
    if (info === 26) return this.#view.getFloat32(this.#at(4));
    if (info === 27) return this.#view.getFloat64(this.#at(8));
    throw new RangeError(`unsupported CBOR value ${info}`);
  }
}

function halfOf(bits: number): number {
  const [sign, exponent, fraction] = [bits & 0x8000 ? -1 : 1, (bits >> 10) & 0x1f, bits & 0x3ff];
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function* items(reader: Reader, info: number): Generator<undefined> {
  if (info === indefinite) while (!reader.takeBreak()) yield undefined;
  else for (let left = reader.argument(info); left > 0; left -= 1) yield undefined;
}

function stringOf(reader: Reader, info: number): Uint8Array {
  if (info !== indefinite) return reader.take(reader.argument(info));
  const chunks: Uint8Array[] = [];
  for (const _ of items(reader, info)) chunks.push(reader.take(reader.argument(reader.head().info)));
  return Buffer.concat(chunks);
}

function read(reader: Reader, level: number): unknown {
  if (level > mostLevels) throw new RangeError('the CBOR text is too deeply nested');
  const { major, info } = reader.head();
  switch (major) {
    case 0:
      return reader.argument(info);
    case 1:
      return -1 - reader.argument(info);
    case 2:
      return Buffer.from(stringOf(reader, info)).toString('base64');
    case 3:
      return Buffer.from(stringOf(reader, info)).toString('utf8');
    case 4: {
      const list: unknown[] = [];
      for (const _ of items(reader, info)) list.push(read(reader, level + 1));
      return list;
    }
    case 5: {
      const members: (readonly [string, unknown])[] = [];
      for (const _ of items(reader, info)) members.push([String(read(reader, level + 1)), read(reader, level + 1)]);
      return Object.fromEntries(members);
    }
    case 6:
      // the only tag in AWS's protocols is that of a time, whose value is in seconds, as in JSON
      reader.argument(info);
      return read(reader, level + 1);
    default:
      return reader.simple(info);
  }
}

/**
 * Decodes CBOR (RFC 8949) to the values that the same call contains in JSON: times in seconds, and bytes in Base64.
 * @throws RangeError if the bytes are not valid CBOR
 */
export function decodeCbor(bytes: Uint8Array): unknown {
  const reader = new Reader(bytes);
  const value = read(reader, 0);
  if (!reader.isAtEnd) throw new RangeError('bytes follow the CBOR value');
  return value;
}

/** Encodes a head in the shortest form, which small decoders on devices expect (RFC 8949, 4.2.1). */
function head(major: number, argument: number): Uint8Array {
  const first = major << 5;
  if (argument < 24) return Uint8Array.of(first | argument);
  if (argument < 0x100) return Uint8Array.of(first | 24, argument);
  if (argument < 0x10000) return Uint8Array.of(first | 25, argument >> 8, argument & 0xff);
  const bytes = new DataView(new ArrayBuffer(argument < 0x100000000 ? 5 : 9));
  if (bytes.byteLength === 5) bytes.setUint32(1, argument);
  else bytes.setBigUint64(1, BigInt(argument));
  bytes.setUint8(0, first | (bytes.byteLength === 5 ? 26 : 27));
  return new Uint8Array(bytes.buffer);
}

function double(value: number): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(9));
  bytes.setUint8(0, 0xfb);
  bytes.setFloat64(1, value);
  return new Uint8Array(bytes.buffer);
}

const encodeNumber = (value: number): Uint8Array => {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) return double(value);
  return value >= 0 ? head(0, value) : head(1, -1 - value);
};

/** Encodes a JSON value, which can contain times, as CBOR. */
export function encodeCbor(value: unknown): Uint8Array {
  if (typeof value === 'number') return encodeNumber(value);
  if (typeof value === 'boolean') return Uint8Array.of(value ? 0xf5 : 0xf4);
  if (value instanceof EpochSeconds) return Buffer.concat([head(6, 1), double(value.seconds)]);
  if (typeof value === 'string') {
    const text = Buffer.from(value, 'utf8');
    return Buffer.concat([head(3, text.byteLength), text]);
  }
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map((one) => encodeCbor(one))]);
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value);
    return Buffer.concat([head(5, members.length), ...members.flat().map((one) => encodeCbor(one))]);
  }
  return Uint8Array.of(0xf6);
}
