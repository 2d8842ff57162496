import { report } from '../problems';
import type { Synthesized } from './synthesized';

/** Resources that are part of another and whose names are unique there alone. */
const parts: ReadonlySet<string> = new Set([
  'aws_cloudwatch_log_subscription_filter',
  'aws_iam_role_policy',
  'aws_s3_bucket_metric',
]);

/** Two resources of one type and physical name: Terraform plans both, and AWS refuses or overwrites the second. */
export function checkPhysicalNames(resources: readonly Synthesized[]): void {
  const first = new Map<string, Synthesized>();
  for (const resource of resources) {
    const name = physicalName(resource);
    if (name === undefined) continue;
    const { block, construct } = resource;
    const other = first.get(`${block.type} ${name}`);
    first.set(`${block.type} ${name}`, other ?? resource);
    if (!other) continue;
    report(construct, { subject: block.address, message: `has the name of ${other.block.address} too: ${name}` });
  }
}

function physicalName({ block }: Synthesized): string | undefined {
  if (parts.has(block.type)) return undefined;
  const { function_name: functionName, bucket, name } = block.attributes;
  return [functionName, bucket, name].find((value) => typeof value === 'string' && !value.includes('${'))?.toString();
}
