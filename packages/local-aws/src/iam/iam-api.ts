import { PolicyError } from '@himeshima/aws-policy';
import { z } from 'zod';
import { escaped } from '../gateway/error-answer';
import { AwsError, type AwsResponse, type ServiceApi, serviceApi } from '../gateway/service-api';
import { unsupportedOperation } from '../gateway/unsupported-operation';
import { validationMessage } from '../gateway/validation-message';
import type { Roles } from './roles';

const OfRole = z.object({ RoleName: z.string() });
const OnePolicy = OfRole.extend({ PolicyName: z.string() });
const WholePolicy = OnePolicy.extend({ PolicyDocument: z.string() });

type Fields = Readonly<Record<string, string>>;

/**
 * Parses a call's parameters.
 * @throws AwsError ValidationError if a parameter is missing or invalid
 */
function read<Input>(schema: z.ZodType<Input>, fields: Fields): Input {
  const parsed = schema.safeParse(fields);
  if (parsed.success) return parsed.data;
  throw new AwsError('ValidationError', validationMessage(parsed.error, fields));
}

function answer(action: string, result: string): AwsResponse {
  const body =
    `<${action}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><${action}Result>${result}</${action}Result>` +
    `</${action}Response>`;
  return { status: 200, headers: { 'content-type': 'text/xml' }, body };
}

/**
 * Creates the IAM API, which supports only roles' inline policies, so that permissions can be inspected and changed.
 */
export function iamApi(roles: Roles): ServiceApi {
  /**
   * Returns the names of a role's inline policies.
   * @throws AwsError NoSuchEntity if the role does not exist
   */
  const namesOf = (role: string): readonly string[] => {
    const names = roles.policyNames(role);
    if (names === undefined) throw new AwsError('NoSuchEntity', `The role with name ${role} cannot be found.`, 404);
    return names;
  };

  const operations: Readonly<Record<string, (fields: Fields) => string>> = {
    ListRolePolicies(fields) {
      const names = namesOf(read(OfRole, fields).RoleName);
      return `<PolicyNames>${names.map((name) => `<member>${escaped(name)}</member>`).join('')}</PolicyNames>`;
    },
    GetRolePolicy(fields) {
      const { RoleName: role, PolicyName: name } = read(OnePolicy, fields);
      namesOf(role);
      const document = roles.policy(role, name);
      if (document === undefined)
        throw new AwsError('NoSuchEntity', `The role policy with name ${name} cannot be found.`, 404);
      const about = `<RoleName>${escaped(role)}</RoleName><PolicyName>${escaped(name)}</PolicyName>`;
      // IAM percent-encodes documents (API reference, "GetRolePolicy")
      return `${about}<PolicyDocument>${encodeURIComponent(document)}</PolicyDocument>`;
    },
    PutRolePolicy(fields) {
      const { RoleName: role, PolicyName: name, PolicyDocument: document } = read(WholePolicy, fields);
      namesOf(role);
      try {
        roles.putPolicy(role, { name, document });
      } catch (error) {
        if (error instanceof PolicyError) throw new AwsError('MalformedPolicyDocument', error.message);
        throw error;
      }
      return '';
    },
  };

  return serviceApi(Object.keys(operations), async ({ body }) => {
    const fields = Object.fromEntries(new URLSearchParams(Buffer.from(body).toString('utf8')));
    const action = fields['Action'] ?? '(none)';
    const run = Object.hasOwn(operations, action) ? operations[action] : undefined;
    if (run !== undefined) return answer(action, run(fields));
    throw unsupportedOperation('iam', action, Object.keys(operations));
  });
}
