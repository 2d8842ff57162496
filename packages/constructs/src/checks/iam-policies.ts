import { type PolicyDocument, PolicyError, parsePolicy, unknownNames } from '@himeshima/aws-policy';
import { report } from '../stack/problems';
import { awsNames } from './aws-names';
import type { SynthesizedResource } from './synthesized-resources';

const policyAttributes = ['policy', 'assume_role_policy'];

/** Reports malformed policy documents, and services, actions and condition keys that do not exist. */
export function checkPolicies(resources: readonly SynthesizedResource[]): void {
  for (const { block, construct } of resources) {
    for (const attribute of policyAttributes) {
      const text = block.attributes[attribute];
      if (!block.type.startsWith('aws_') || typeof text !== 'string' || text.startsWith('${')) continue;
      const subject = block.address;
      const document = parseOrReport(text, (message) =>
        report(construct, { subject, message: `${attribute}: ${message}` }),
      );
      // skip device policies, which have different condition keys and are checked in `DevicePolicy`
      if (document === undefined || block.type === 'aws_iot_policy') continue;
      for (const { text, column, message } of unknownNames(document, awsNames))
        report(construct, { subject, message: `${attribute}: ${message}`, at: { text, line: 1, column } });
    }
  }
}

function parseOrReport(text: string, reportFault: (message: string) => void): PolicyDocument | undefined {
  try {
    return parsePolicy(text);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    reportFault(error.message);
    return undefined;
  }
}
