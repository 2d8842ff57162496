/** What carries policies of AWS IoT: a certificate by its id, a thing group as `thinggroup/NAME`. */
export type PolicyHolder = string;

export const groupHolder = (group: string): PolicyHolder => `thinggroup/${group}`;

/** Of what is one. */
export const groupNameOf = (holder: PolicyHolder): string => holder.slice(groupHolder('').length);

export const isGroup = (holder: PolicyHolder): boolean => holder.startsWith('thinggroup/');

/** What a policy is attached to, by its ARN. */
export const holderPattern = /:(?:cert\/([^/]+)|(thinggroup\/[^/]+))$/;

/** @returns undefined where an ARN is that of nothing that carries policies here */
export function holderIn(arn: string): PolicyHolder | undefined {
  const [, certificate, group] = holderPattern.exec(arn) ?? [];
  return certificate ?? group;
}
