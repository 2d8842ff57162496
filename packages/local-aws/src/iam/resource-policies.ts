import { type NamedPolicy, type PolicyDocument, parsePolicy } from '@himeshima/aws-policy';
import type { Collection, Store } from '../store';

/** Statement of a resource policy in the form that `aws_lambda_permission` and AddPermission create. */
export interface Permission {
  /** ARN of the resource. */
  resource: string;
  statementId: string;
  /** Allowed principal: `iot.amazonaws.com`, an account, a role's ARN, or `*`. */
  principal: string;
  action: string;
  sourceArn: string | undefined;
  sourceAccount: string | undefined;
}

/** Policies of functions, queues, topics, buckets and streams. */
export interface ResourcePolicies {
  /** Adds a statement to a resource's policy, such as a permission to invoke a function. */
  permit(permission: Permission): void;
  /**
   * Removes a statement.
   * @returns false if the statement does not exist
   */
  revoke(resource: string, statementId: string): boolean;
  /** Replaces the policy of a resource with a JSON document. */
  put(resource: string, document: string): void;
  /** Removes a resource's JSON document, but keeps the statements that were added individually. */
  remove(resource: string): void;
  of(resource: string): readonly NamedPolicy[];
  /** Returns the statements that were added individually, as JSON objects. */
  statements(resource: string): readonly ReturnType<typeof statementOf>[];
}

const principalOf = (who: string) => {
  if (who === '*') return '*';
  return /^(\d{12}$|arn:)/.test(who) ? { AWS: who } : { Service: who };
};

/** Returns the statement of a permission, in the form that GetPolicy returns. */
function statementOf({ statementId, principal, action, resource, sourceArn, sourceAccount }: Permission) {
  const Condition = {
    ...(sourceAccount !== undefined && { StringEquals: { 'aws:SourceAccount': sourceAccount } }),
    ...(sourceArn !== undefined && { ArnLike: { 'aws:SourceArn': sourceArn } }),
  };
  return {
    Sid: statementId,
    Effect: 'Allow',
    Principal: principalOf(principal),
    Action: action,
    Resource: resource,
    ...(Object.keys(Condition).length > 0 && { Condition }),
  };
}

const documentOf = (permission: Permission): PolicyDocument =>
  parsePolicy({ Version: '2012-10-17', Statement: statementOf(permission) });

/** Returns the ARN of the resource whose policy applies: the bucket for an object, the table for an index. */
export function policyHolder(resource: string): string {
  if (resource.startsWith('arn:aws:s3:::')) return resource.split('/')[0] ?? resource;
  return /^(arn:[^:]+:dynamodb:[^/]+\/[^/]+)\//.exec(resource)?.[1] ?? resource;
}

/**
 * Creates the registry of resource policies.
 * @param changed called after each change, because a change invalidates earlier decisions
 */
export function createResourcePolicies(store: Store, changed: () => void): ResourcePolicies {
  const permissions: Collection<Permission[]> = store.collection('resource-permissions');
  const documents: Collection<string> = store.collection('resource-policies');
  // cache of the parsed policies, because each call needs them
  const read = new Map<string, readonly NamedPolicy[]>();

  const without = (resource: string, statementId: string) =>
    (permissions.get(resource) ?? []).filter((permission) => permission.statementId !== statementId);

  const forget = (resource: string) => {
    read.delete(resource);
    changed();
  };

  return {
    permit(permission) {
      const { resource, statementId } = permission;
      permissions.set(resource, [...without(resource, statementId), permission]);
      forget(resource);
    },
    revoke(resource, statementId) {
      const left = without(resource, statementId);
      if (left.length === (permissions.get(resource) ?? []).length) return false;
      permissions.set(resource, left);
      forget(resource);
      return true;
    },
    put(resource, document) {
      parsePolicy(document);
      documents.set(resource, document);
      forget(resource);
    },
    remove(resource) {
      documents.delete(resource);
      forget(resource);
    },
    statements: (resource) => (permissions.get(resource) ?? []).map(statementOf),
    of(resource) {
      const holder = policyHolder(resource);
      const known = read.get(holder);
      if (known !== undefined) return known;
      const whole = documents.get(holder);
      const policies = [
        ...(permissions.get(holder) ?? []).map((one) => ({ name: one.statementId, document: documentOf(one) })),
        ...(whole === undefined ? [] : [{ name: `policy of ${holder}`, document: parsePolicy(whole) }]),
      ];
      read.set(holder, policies);
      return policies;
    },
  };
}
