import { constants } from 'node:buffer';
import { decodeText, isBinaryPlan, StackError } from '@himeshima/terraform-json';
import { PlanError, showJson } from './plan-error';

/** Decodes the JSON of a plan. @throws PlanError for a binary or compressed file, and for an unsupported encoding */
export function decode(bytes: Uint8Array): string {
  if (isBinaryPlan(bytes))
    throw new PlanError(
      'is a binary plan file, or another ZIP archive',
      'convert a plan file with terraform show -json PLANFILE > plan.json; unpack another archive first',
    );
  // magic number of gzip (RFC 1952, "Member header and trailer")
  if (bytes[0] === 0x1f && bytes[1] === 0x8b)
    throw new PlanError('is compressed with gzip', 'decompress it with gzip -dc FILE > plan.json');
  if (bytes.length > constants.MAX_STRING_LENGTH)
    throw new PlanError(
      `is too large (${Math.ceil(bytes.length / megabyte)} MB; Node.js reads texts of at most ${Math.floor(constants.MAX_STRING_LENGTH / megabyte)} MB)`,
      'split the stack, or plan a part of it with -target',
    );
  try {
    return decodeText(bytes);
  } catch (error) {
    if (!(error instanceof StackError)) throw error;
    throw new PlanError(`is ${error.message}`, showJson);
  }
}

const megabyte = 2 ** 20;
