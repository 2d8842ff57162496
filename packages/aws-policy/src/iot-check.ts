import { PolicyError, type PolicyStatement, parsePolicy } from './document';
import { iotActions, iotVariables, isIotVariable } from './iot-names';
import { type PolicyWarning, warningsOf } from './iot-warnings';
import { didYouMean } from './near-miss';
import { fitsWildcard } from './wildcard';

/** Maximum size of a policy document without white space. Source: AWS IoT Core quotas. */
export const maximumPolicyCharacters = 2048;

/**
 * Checks an AWS IoT policy, for example during synthesis. Source: AWS IoT developer guide, "iot-policies".
 * @param json document in the form that AWS receives, without Terraform's escaping of `${iot:…}`
 * @returns warnings about elements that AWS accepts but that are rarely intended
 * @throws PolicyError if AWS would reject the policy, or if an action or variable is unknown. AWS accepts unknown
 * names, although they match nothing
 */
export function checkIotPolicy(json: unknown): readonly PolicyWarning[] {
  const document = parsePolicy(json);
  const text = typeof json === 'string' ? json : JSON.stringify(json);
  const characters = text.replace(/\s/g, '').length;
  if (characters > maximumPolicyCharacters) {
    throw new PolicyError(`an AWS IoT policy has at most ${maximumPolicyCharacters} characters, not ${characters}`, '');
  }
  if (document.Version !== '2012-10-17') {
    throw new PolicyError('must be 2012-10-17, because earlier versions do not support ${…}', 'Version');
  }
  return document.Statement.flatMap((statement, index) => {
    const path = `Statement.${index}`;
    checkStatement(statement, path);
    return warningsOf(statement, path);
  });
}

function checkStatement(statement: PolicyStatement, path: string): void {
  if (statement.Principal !== undefined || statement.NotPrincipal !== undefined) {
    throw new PolicyError(
      'an AWS IoT policy cannot contain a Principal, because the policy is attached to the principal',
      path,
    );
  }
  for (const element of ['Action', 'NotAction'] as const) {
    for (const [index, action] of (statement[element] ?? []).entries()) {
      checkAction(action, `${path}.${element}.${index}`);
    }
  }
  for (const element of ['Resource', 'NotResource'] as const) {
    for (const [index, resource] of (statement[element] ?? []).entries()) {
      checkVariables(resource, `${path}.${element}.${index}`);
    }
  }
  checkCondition(statement.Condition, `${path}.Condition`);
}

function checkAction(action: string, path: string): void {
  const pattern = action.toLowerCase();
  const names = [...iotActions.keys()];
  if (names.some((name) => fitsWildcard(pattern, name.toLowerCase()))) return;
  throw new PolicyError(`${action} is not an action of AWS IoT policies${didYouMean(action, names)}`, path);
}

function checkVariables(text: string, path: string): void {
  for (const [, inside = ''] of text.matchAll(/\$\{\s*(iot:[^},]*)/gi)) checkVariable(inside.trim(), path);
}

function checkVariable(name: string, path: string): void {
  if (isIotVariable(name)) return;
  throw new PolicyError(`${name} is not a variable of AWS IoT policies${didYouMean(name, iotVariables)}`, path);
}

function checkCondition(condition: PolicyStatement['Condition'], path: string): void {
  for (const [operator, keys] of Object.entries(condition)) {
    const place = `${path}.${operator}`;
    for (const [key, values] of Object.entries(keys)) {
      if (/^iot:/i.test(key)) checkVariable(key, place);
      for (const value of values) checkVariables(value, `${place}.${key}`);
    }
  }
}
