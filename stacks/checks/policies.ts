import { PolicyError, parsePolicy } from '../../lib/policy';
import { report } from '../problems';
import type { Synthesized } from './synthesized';

const documents = ['policy', 'assume_role_policy'];

/** Refuses policy documents that AWS would refuse for their form. */
export function checkPolicies(resources: readonly Synthesized[]): void {
  for (const { block, construct } of resources) {
    for (const attribute of documents) {
      const document = block.attributes[attribute];
      if (!block.type.startsWith('aws_') || typeof document !== 'string' || document.startsWith('${')) continue;
      const message = faultIn(document);
      if (message !== undefined) report(construct, { subject: block.address, message: `${attribute}: ${message}` });
    }
  }
}

function faultIn(document: string): string | undefined {
  try {
    parsePolicy(document);
    return undefined;
  } catch (error) {
    if (error instanceof PolicyError) return error.message;
    throw error;
  }
}
