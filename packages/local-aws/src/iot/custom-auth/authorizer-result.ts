import { type NamedPolicy, parsePolicy } from '@himeshima/aws-policy';
import { z } from 'zod';
import { describeError } from '../../error-message';
import { policySizeFault } from '../registry/account-limits';

/** Permissions of a device that an authorizer has authenticated. */
export interface Authorization {
  principalId: string;
  policies: readonly NamedPolicy[];
  /** Maximum duration of the connection. */
  disconnectAfterSeconds: number;
  /** Time after which the authorizer is invoked again. */
  refreshAfterSeconds: number;
}

/**
 * Limits for the durations in a result, in seconds. AWS documents a default only for `disconnectAfterInSeconds`; the
 * same default applies to both.
 */
const [minSeconds, maxSeconds] = [300, 86_400];
const Seconds = z.number().int().min(minSeconds).max(maxSeconds).default(maxSeconds);

const maxPolicies = 10;

/** Schema for a policy document, which can be an object or JSON text. Returns the text. */
const PolicyText = z
  .union([z.string(), z.record(z.string(), z.unknown()).transform((document) => JSON.stringify(document))])
  .superRefine((text, context) => {
    const fault = policySizeFault(text) ?? parseFault(text);
    if (fault !== undefined) context.addIssue(fault);
  });

function parseFault(text: string): string | undefined {
  try {
    parsePolicy(text);
    return undefined;
  } catch (error) {
    return describeError(error);
  }
}

/** Schema for the result of an authorizer's function. Source: AWS IoT developer guide, "custom-auth-lambda". */
const Authenticated = z.object({
  isAuthenticated: z.literal(true),
  principalId: z.string().regex(/^[a-zA-Z0-9]{1,128}$/, 'expected 1 to 128 letters and digits'),
  policyDocuments: z.array(PolicyText).max(maxPolicies, `expected at most ${maxPolicies} documents`),
  disconnectAfterInSeconds: Seconds,
  refreshAfterInSeconds: Seconds,
});
const Result = z.discriminatedUnion(
  'isAuthenticated',
  [Authenticated, z.object({ isAuthenticated: z.literal(false) })],
  'expected an object whose isAuthenticated is true or false',
);

export type AuthorizerResult = z.infer<typeof Result>;

/**
 * Parses the result of an authorizer's function.
 * @throws Error with the first fault
 */
export function parseResult(result: unknown): AuthorizerResult {
  const parsed = Result.safeParse(result);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = (issue?.path ?? []).join('.');
  throw new Error(`the function returned an invalid result: ${path === '' ? '' : `${path}: `}${issue?.message}`);
}

/** Returns the permissions in a result. Throws an Error if the function has not authenticated the device. */
export function authorizationOf(result: AuthorizerResult): Authorization {
  if (!result.isAuthenticated) throw new Error('the function did not authenticate the device');
  return {
    principalId: result.principalId,
    policies: result.policyDocuments.map((text, index) => ({
      name: `policyDocuments[${index}]`,
      document: parsePolicy(text),
    })),
    disconnectAfterSeconds: result.disconnectAfterInSeconds,
    refreshAfterSeconds: result.refreshAfterInSeconds,
  };
}
