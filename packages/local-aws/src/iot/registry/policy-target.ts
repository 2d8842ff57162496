/** Target of IoT policies: a certificate's ID, or `thinggroup/NAME` for a thing group. */
export type PolicyTarget = string;

export const groupTarget = (group: string): PolicyTarget => `thinggroup/${group}`;

/** Returns the name of the thing group in a target. */
export const groupNameOf = (target: PolicyTarget): string => target.slice(groupTarget('').length);

export const isGroupTarget = (target: PolicyTarget): boolean => target.startsWith('thinggroup/');

/** Pattern for the ARN of a certificate or a thing group. */
export const policyTargetPattern = /:(?:cert\/([^/]+)|(thinggroup\/[^/]+))$/;

/**
 * Parses the ARN of a policy target.
 * @returns undefined if the ARN belongs to neither a certificate nor a thing group
 */
export function parsePolicyTarget(arn: string): PolicyTarget | undefined {
  const [, certificate, group] = policyTargetPattern.exec(arn) ?? [];
  return certificate ?? group;
}
