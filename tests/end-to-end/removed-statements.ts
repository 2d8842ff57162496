import { evaluate, parsePolicy } from '@himeshima/aws-policy';
import { type LocalAwsProcess, poll } from '@himeshima/local-aws/testing';
import type { Block } from '@himeshima/terraform-json';
import * as z from 'zod';
import { type Signer, signedFetch } from '../signed-fetch';

/** Statement of a role, and the policy that contains it. */
export interface RoleStatement {
  role: string;
  policy: string;
  index: number;
  /** Statement as declared, with resolved references. */
  statement: Statement;
}

const Document = z.object({ Version: z.string(), Statement: z.array(z.looseObject({})) });
type Document = z.infer<typeof Document>;
export type Statement = Document['Statement'][number];

/** Client that edits the IAM policies on a running platform. */
export type Iam = ReturnType<typeof iamOf>;

export function iamOf(signer: Signer) {
  const call = async (fields: Record<string, string>): Promise<string> => {
    const { status, text } = await signedFetch(signer, {
      service: 'iam',
      method: 'POST',
      path: '/',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ Version: '2010-05-08', ...fields }).toString(),
    });
    if (status !== 200) throw new Error(`${fields['Action']}: ${text}`);
    return text;
  };
  return {
    async policy(role: string, name: string): Promise<Document> {
      const text = await call({ Action: 'GetRolePolicy', RoleName: role, PolicyName: name });
      const document = /<PolicyDocument>(.*)<\/PolicyDocument>/.exec(text)?.[1] ?? '';
      return Document.parse(JSON.parse(decodeURIComponent(document)));
    },
    async put(role: string, name: string, document: Document): Promise<void> {
      const PolicyDocument = JSON.stringify(document);
      await call({ Action: 'PutRolePolicy', RoleName: role, PolicyName: name, PolicyDocument });
    },
    async names(role: string): Promise<string[]> {
      const text = await call({ Action: 'ListRolePolicies', RoleName: role });
      return [...text.matchAll(/<member>(.*?)<\/member>/g)].map(([, name = '']) => name);
    },
  };
}

/** Returns every statement of every service role of the platform. Roles for Datadog and GitLab are not used locally. */
export async function roleStatements(resources: readonly Block[], iam: Iam): Promise<RoleStatement[]> {
  const roles = resources.filter(
    ({ type, attributes }) =>
      type === 'aws_iam_role' && String(attributes['assume_role_policy']).includes('"Service":'),
  );
  const found: RoleStatement[] = [];
  for (const { attributes } of roles) {
    const role = String(attributes['name']);
    for (const policy of await iam.names(role)) {
      const { Statement } = await iam.policy(role, policy);
      found.push(...Statement.map((statement, index) => ({ role, policy, index, statement })));
    }
  }
  return found;
}

/** Matches AWS's AccessDenied message, with role, action and resource. */
const refusal =
  /assumed-role\/([^/]+)\/\S+ is not authorized to perform: (\S+) on resource: (\S+) because no identity-based policy/;

/**
 * Returns a function that decides whether a denial matches the statement's role, actions and resources.
 * Ignores conditions, because only this statement was removed.
 */
function namesStatement({ role, statement }: RoleStatement): (reason: string) => boolean {
  const { Condition: _condition, ...unconditional } = statement;
  const document = parsePolicy({ Version: '2012-10-17', Statement: [unconditional] });
  const policies = [{ name: 'taken', document }];
  return (reason) => {
    const [, whose, action = '', resource = ''] = refusal.exec(reason) ?? [];
    return whose === role && evaluate({ policies, action, resource, context: {} }).decision === 'allowed';
  };
}

interface RemovalOptions {
  iam: Iam;
  platform: LocalAwsProcess;
  /** Returns whether to keep another statement of the policy. */
  stays: (statement: Statement) => boolean;
  /** Makes the role use the statement. @param enough returns true if a call has been rejected and the remaining calls can be skipped */
  setOff(enough: () => boolean): Promise<void>;
}

/** Deadline in seconds, which allows for a busy machine. Usually, a call is rejected earlier. */
const secondsToRefusal = 30;

/**
 * Removes a statement, makes its role act, and restores the statement.
 * @returns the resulting denial; undefined if nothing was denied without the statement
 */
export async function denialWithout(removed: RoleStatement, { iam, platform, stays, setOff }: RemovalOptions) {
  const { role, policy, index } = removed;
  const whole = await iam.policy(role, policy);
  let seen = platform.events.length;
  const left = whole.Statement.filter((statement, place) => place !== index && stays(statement));
  await iam.put(role, policy, { ...whole, Statement: left });
  const isOwnDenial = namesStatement(removed);
  let found: string | undefined;
  const findDenial = () => {
    const come = platform.events.slice(seen);
    seen += come.length;
    found ??= come
      .filter(({ kind }) => kind === 'refused')
      .map((event) => String(event['reason']))
      .find(isOwnDenial);
    return found;
  };
  try {
    await setOff(() => findDenial() !== undefined);
    return await poll(findDenial, `a denial for ${role}`, secondsToRefusal).catch(() => undefined);
  } finally {
    await iam.put(role, policy, whole);
  }
}

/** Runs `act` while the roles lack every statement for the given services, for example `['kinesis', 'sns']`. */
export async function withoutServices(
  services: readonly string[],
  { iam, roles, run }: { iam: Iam; roles: readonly string[]; run: () => Promise<void> },
): Promise<void> {
  const action = new RegExp(`"(${services.join('|')}):\\w+"`);
  const whole: { role: string; name: string; document: Document }[] = [];
  for (const role of roles)
    for (const name of await iam.names(role)) whole.push({ role, name, document: await iam.policy(role, name) });
  try {
    for (const { role, name, document } of whole) {
      const Statement = document.Statement.filter((statement) => !action.test(JSON.stringify(statement)));
      await iam.put(role, name, { ...document, Statement });
    }
    await run();
  } finally {
    for (const { role, name, document } of whole) await iam.put(role, name, document);
  }
}
