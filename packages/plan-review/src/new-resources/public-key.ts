/** Lengths of the fields after the name of the algorithm, in bytes. Undefined for any length. Source: RFC 4253, 6.6; RFC 8709, 4; RFC 5656, 3.1 */
const fieldsOf: ReadonlyMap<string, readonly (number | undefined)[]> = new Map([
  ['ssh-rsa', [undefined, undefined]],
  ['ssh-ed25519', [32]],
  ['ecdsa-sha2-nistp256', [8, 65]],
  ['ecdsa-sha2-nistp384', [8, 97]],
  ['ecdsa-sha2-nistp521', [8, 133]],
]);

/**
 * Returns whether a text in OpenSSH's format for public keys is damaged, for example because it was shortened. Returns false for
 * other formats and algorithms.
 */
export function isDamagedPublicKey(text: string): boolean {
  const [algorithm = '', data = ''] = text.trim().split(/\s+/);
  const lengths = fieldsOf.get(algorithm);
  if (lengths === undefined) return false;
  const fields = fieldsIn(Buffer.from(data, 'base64'));
  const [name, ...others] = fields ?? [];
  return (
    name?.toString('latin1') !== algorithm ||
    others.length !== lengths.length ||
    lengths.some((length, at) => length !== undefined && others[at]?.length !== length)
  );
}

/** Splits data into fields that are preceded by their lengths. Undefined if the data ends too early. */
function fieldsIn(data: Buffer): readonly Buffer[] | undefined {
  const fields: Buffer[] = [];
  for (let at = 0; at < data.length; ) {
    const end = at + 4 + (at + 4 <= data.length ? data.readUInt32BE(at) : data.length);
    if (end > data.length) return undefined;
    fields.push(data.subarray(at + 4, end));
    at = end;
  }
  return fields;
}
