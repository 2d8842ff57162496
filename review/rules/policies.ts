import { type PolicyDocument, parsePolicy } from '../../lib/policy';
import type { Value } from '../../lib/terraform';
import { gathered } from '../gathered';
import { byType } from '../plan/by-type';
import { changesOf } from '../plan/changes-of';
import type { Change, Plan } from '../plan/plan';

/** The attributes that hold policies, and the one that says whose it is, by resource type. */
const holderOf = byType<{ readonly policy: readonly string[]; readonly of?: string }>({
  aws_iam_group_policy: { policy: ['policy'], of: 'group' },
  aws_iam_policy: { policy: ['policy'] },
  aws_iam_role: { policy: ['assume_role_policy'] },
  aws_iam_role_policy: { policy: ['policy'], of: 'role' },
  aws_iam_user_policy: { policy: ['policy'], of: 'user' },
  aws_iot_policy: { policy: ['policy'] },
  aws_kms_key: { policy: ['policy'] },
  aws_kinesis_resource_policy: { policy: ['policy'], of: 'resource_arn' },
  aws_lambda_permission: { policy: [], of: 'function_name' },
  aws_s3_bucket_policy: { policy: ['policy'], of: 'bucket' },
  aws_secretsmanager_secret_policy: { policy: ['policy'], of: 'secret_arn' },
  aws_sns_topic_policy: { policy: ['policy'], of: 'arn' },
  aws_sqs_queue: { policy: ['policy'] },
  aws_sqs_queue_policy: { policy: ['policy'], of: 'queue_url' },
});

/** The policies of one owner, before and after: several resources may hold them. */
export interface Held {
  /** The changes by which they change. */
  readonly by: readonly Change[];
  readonly type: string;
  readonly before: readonly PolicyDocument[];
  readonly after: readonly PolicyDocument[];
  /** Whether the owner comes with this plan. */
  readonly isNew: boolean;
  /** Whether only the apply will know what it may. */
  readonly afterApply: boolean;
}

/** Every policy that a plan changes, by its owner. */
export const policiesIn = gathered((plan: Plan): readonly Held[] => {
  const owners = new Map<string, Change[]>();
  for (const change of changesOf(plan, 'create', 'update', 'replace', 'delete')) {
    if (holderOf(change.type) === undefined) continue;
    const owner = ownerOf(change);
    const theirs = owners.get(owner) ?? [];
    theirs.push(change);
    owners.set(owner, theirs);
  }
  const created = new Set(changesOf(plan, 'create').map(({ type, after }) => `${type} ${textOf(after['name'])}`));
  return [...owners.values()].flatMap((changes) => heldBy(changes, created));
});

function ownerOf({ type, address, before, after }: Change): string {
  const name = holderOf(type)?.of;
  const owner = name === undefined ? undefined : (textOf(after[name]) ?? textOf(before[name]));
  return owner === undefined ? address : `${type} ${owner}`;
}

const textOf = (value: Value | undefined) => (typeof value === 'string' ? value : undefined);

function heldBy(by: readonly Change[], created: ReadonlySet<string>): readonly Held[] {
  const [first] = by;
  if (first === undefined) return [];
  const before = by.flatMap((change) => documentsIn(change.type, change.before));
  const after = by.flatMap((change) => documentsIn(change.type, change.after));
  const role = textOf(first.after['role']);
  const isNew =
    before.length === 0 &&
    by.every(({ action }) => action === 'create') &&
    (first.type !== 'aws_iam_role_policy' || role === undefined || created.has(`aws_iam_role ${role}`));
  const afterApply = by.some(
    ({ type, action, unknown }) =>
      action !== 'delete' &&
      holderOf(type)?.policy.some(
        (name) => typeof unknown === 'object' && unknown !== null && !Array.isArray(unknown) && name in unknown,
      ),
  );
  return [{ by, type: first.type, before, after, isNew, afterApply }];
}

function documentsIn(type: string, values: Change['before']): readonly PolicyDocument[] {
  if (type === 'aws_lambda_permission') return Object.keys(values).length === 0 ? [] : [permissionOf(values)];
  return (holderOf(type)?.policy ?? []).flatMap((name) => {
    const text = values[name];
    // one that cannot be read is shown by its difference
    return typeof text !== 'string' || text === '' ? [] : read(text);
  });
}

function read(text: string): readonly PolicyDocument[] {
  try {
    return [parsePolicy(text)];
  } catch {
    return [];
  }
}

/** What Lambda makes of a permission: a statement of the function's policy (API reference, AddPermission). */
function permissionOf(values: Change['before']): PolicyDocument {
  const principal = textOf(values['principal']) ?? '*';
  const arn = textOf(values['source_arn']);
  const account = textOf(values['source_account']);
  return parsePolicy({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Action: textOf(values['action']) ?? 'lambda:InvokeFunction',
      Principal: principal === '*' ? '*' : { [principal.includes('.') ? 'Service' : 'AWS']: principal },
      Condition: {
        ...(arn !== undefined && { ArnLike: { 'aws:SourceArn': arn } }),
        ...(account !== undefined && { StringEquals: { 'aws:SourceAccount': account } }),
      },
    },
  });
}
