import { report } from '../stack/problems';
import type { SynthesizedResource } from './synthesized-resources';

/** Resource types whose names need to be unique only within the parent resource. */
const scopedTypes: ReadonlySet<string> = new Set([
  'aws_cloudwatch_log_subscription_filter',
  'aws_iam_role_policy',
  'aws_s3_bucket_metric',
]);

/** Reports resources with the same type and physical name. AWS rejects the second resource, or overwrites the first. */
export function checkPhysicalNames(resources: readonly SynthesizedResource[]): void {
  const first = new Map<string, SynthesizedResource>();
  for (const resource of resources) {
    const name = physicalName(resource);
    if (name === undefined) continue;
    const { block, construct } = resource;
    const other = first.get(`${block.type} ${name}`);
    first.set(`${block.type} ${name}`, other ?? resource);
    if (!other) continue;
    report(construct, {
      subject: block.address,
      message: `duplicate name "${name}": ${other.block.address} has the same name`,
    });
  }
}

function physicalName({ block }: SynthesizedResource): string | undefined {
  if (scopedTypes.has(block.type)) return undefined;
  const { function_name: functionName, bucket, name } = block.attributes;
  return [functionName, bucket, name].find((value) => typeof value === 'string' && !value.includes('${'))?.toString();
}
