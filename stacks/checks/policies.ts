import { type PolicyDocument, PolicyError, parsePolicy, unknownNames } from '@himeshima/aws-policy';
import { report } from '../problems';
import { namesOfAws } from './names-of-aws';
import type { Synthesized } from './synthesized';

const documents = ['policy', 'assume_role_policy'];

/** Refuses policy documents that AWS would refuse for their form, and names in them that AWS does not know. */
export function checkPolicies(resources: readonly Synthesized[]): void {
  for (const { block, construct } of resources) {
    for (const attribute of documents) {
      const text = block.attributes[attribute];
      if (!block.type.startsWith('aws_') || typeof text !== 'string' || text.startsWith('${')) continue;
      const subject = block.address;
      const document = parsed(text, (message) => report(construct, { subject, message: `${attribute}: ${message}` }));
      // those of devices have names of their own, and are checked where they are declared
      if (document === undefined || block.type === 'aws_iot_policy') continue;
      for (const { text, column, message } of unknownNames(document, namesOfAws))
        report(construct, { subject, message: `${attribute}: ${message}`, at: { text, line: 1, column } });
    }
  }
}

function parsed(text: string, refuse: (message: string) => void): PolicyDocument | undefined {
  try {
    return parsePolicy(text);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    refuse(error.message);
    return undefined;
  }
}
