import { PlanError } from './plan-error';

/** Decodes a plan's JSON: UTF-8 or UTF-16, with or without a byte order mark. @throws PlanError for a binary or compressed file */
export function decode(bytes: Uint8Array): string {
  // a zip, which is what `terraform plan -out` writes
  if (bytes[0] === 0x50 && bytes[1] === 0x4b)
    throw new PlanError('is a binary plan file', 'convert it with terraform show -json PLANFILE > plan.json');
  // RFC 1952, "Member header and trailer"
  if (bytes[0] === 0x1f && bytes[1] === 0x8b)
    throw new PlanError('is compressed with gzip', 'decompress it with gzip -dc FILE > plan.json');
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  // PowerShell's `>` writes UTF-16, and some tools take its mark away: JSON begins with an ASCII character
  if (first !== 0 && second === 0) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0 && second !== 0) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder('utf-8').decode(bytes);
}
