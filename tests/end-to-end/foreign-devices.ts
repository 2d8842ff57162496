import type { Attributes } from './foreign-stack';

/** Returns the resources for a thing in a third-party stack, with its certificate and policy. The key is generated at the first start. */
export function deviceOf(thing: string, policy: readonly object[]): Record<string, Record<string, Attributes>> {
  const arn = `\${aws_iot_certificate.${thing}.arn}`;
  return {
    aws_iot_thing: { [thing]: { name: thing } },
    aws_iot_certificate: { [thing]: { csr: `\${var.${thing}_csr}`, active: true } },
    aws_iot_thing_principal_attachment: { [thing]: { thing: `\${aws_iot_thing.${thing}.name}`, principal: arn } },
    aws_iot_policy: { [thing]: { name: thing, policy: JSON.stringify({ Version: '2012-10-17', Statement: policy }) } },
    aws_iot_policy_attachment: { [thing]: { policy: `\${aws_iot_policy.${thing}.name}`, target: arn } },
  };
}

/** Merges resources by type. */
export function together(
  ...parts: readonly Record<string, Record<string, Attributes>>[]
): Record<string, Record<string, Attributes>> {
  const all: Record<string, Record<string, Attributes>> = {};
  for (const part of parts) for (const [type, named] of Object.entries(part)) all[type] = { ...all[type], ...named };
  return all;
}
