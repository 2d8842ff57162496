import { parsePolicy } from '@himeshima/aws-policy';
import { z } from 'zod';
import { describeError } from '../../error-message';
import type { Route } from '../../gateway/json-api';
import { AwsError } from '../../gateway/service-api';
import { tagsOf } from '../../resource-tags';
import { pageOf } from '../iot-pagination';
import { maxPolicyVersions } from '../quotas';
import { policySizeFault } from '../registry/account-limits';
import type { PolicyVersion } from '../registry/policy-versions';
import { arns, type ControlParts, Flag, notFound, Order, operation, pattern, timestampOf } from './control-input';
import { rejectInvalidTags, Tags } from './tags-api';

const Policy = z.object({ policy: z.string() });
const NewPolicy = z.object({ policy: pattern('[\\w+=,.@-]+').max(128), policyDocument: z.string(), tags: Tags });
const NewVersion = Policy.extend({ policyDocument: z.string(), setAsDefault: Flag });
const Version = Policy.extend({ version: z.string() });

/** Returns a valid policy document unchanged. Throws an AwsError MalformedPolicyException if the document is invalid. */
function checkDocument(policyDocument: string): string {
  const malformed = (reason: string) => new AwsError('MalformedPolicyException', reason);
  const fault = policySizeFault(policyDocument);
  if (fault !== undefined) throw malformed(fault);
  try {
    parsePolicy(policyDocument);
    return policyDocument;
  } catch (error) {
    throw malformed(describeError(error));
  }
}

interface ListedPolicy {
  policyName: string;
  policyArn: string;
}

/** Returns a page of policies, by default sorted by name. */
export function policyPage(
  all: readonly ListedPolicy[],
  {
    query,
    isDescending,
    nameOf = ({ policyName }) => policyName,
  }: { query: URLSearchParams; isDescending: boolean; nameOf?: (policy: ListedPolicy) => string },
) {
  const { page, more } = pageOf(all, {
    query,
    size: ['pageSize', 250],
    token: ['marker', 'nextMarker'],
    nameOf,
    isDescending,
  });
  return { policies: page, ...more };
}

/**
 * Returns the routes for policies and their versions. Changing the default version takes effect immediately. Sources:
 * API reference, "CreatePolicyVersion" and related pages; the error messages are from moto, iot/exceptions.py.
 */
export function policyRoutes(parts: Pick<ControlParts, 'registry' | 'authorizer' | 'place' | 'store'>): Route[] {
  const { registry, authorizer } = parts;
  const tags = tagsOf(parts);
  const arnOf = (name: string) => arns(parts)(`policy/${name}`);
  const datesOf = (name: string) => {
    const { createdAt, modifiedAt } = registry.policyDates(name);
    return { creationDate: timestampOf(createdAt), lastModifiedDate: timestampOf(modifiedAt) };
  };
  const find = (policyName: string) => {
    const defaultVersionId = registry.defaultVersionOf(policyName);
    if (defaultVersionId === undefined) throw notFound(`Policy ${policyName}`);
    return { policyName, policyArn: arnOf(policyName), defaultVersionId };
  };
  const findVersion = (policyName: string, id: string) => {
    const { policyArn, defaultVersionId } = find(policyName);
    const version = registry.versionsOf(policyName).find((candidate) => candidate.id === id);
    if (version === undefined) throw notFound(`Version ${id} of policy ${policyName}`);
    return { version, policyName, policyArn, ...describeVersion(version, defaultVersionId) };
  };
  const describeVersion = ({ id, document }: PolicyVersion, defaultVersionId: string) => ({
    policyDocument: document,
    policyVersionId: id,
    isDefaultVersion: id === defaultVersionId,
  });
  const path = '/policies/{policy}' as const;
  const versions = `${path}/version` as const;
  const versionPath = `${versions}/{version}` as const;
  return [
    operation('ListPolicies', 'GET /policies', Order, ({ isAscendingOrder }, { query }) => {
      const all = registry.policies().map(({ name }) => ({ policyName: name, policyArn: arnOf(name) }));
      // The documented order is the order of creation (API reference, "ListPolicies").
      const createdAt = (name: string) => new Date(registry.policyDates(name).createdAt ?? 0).toISOString();
      return policyPage(all, {
        query,
        isDescending: isAscendingOrder === 'false',
        nameOf: ({ policyName }) => `${createdAt(policyName)} ${policyName}`,
      });
    }),
    operation('CreatePolicy', `POST ${path}`, NewPolicy, ({ policy, policyDocument, tags: added }) => {
      if (registry.policy(policy) !== undefined)
        throw new AwsError(
          'ResourceAlreadyExistsException',
          `Policy cannot be created - name already exists (name=${policy})`,
          409,
          { resourceId: policy, resourceArn: arnOf(policy) },
        );
      rejectInvalidTags(added);
      registry.addPolicy(policy, checkDocument(policyDocument));
      tags.add(arnOf(policy), added);
      const { policyName, policyArn, defaultVersionId: policyVersionId } = find(policy);
      return { policyName, policyArn, policyDocument, policyVersionId };
    }),
    operation('GetPolicy', `GET ${path}`, Policy, ({ policy }) => ({
      ...find(policy),
      policyDocument: registry.policy(policy),
      ...datesOf(policy),
    })),
    operation('DeletePolicy', `DELETE ${path}`, Policy, ({ policy }) => {
      find(policy);
      const conflict = (reason: string) => new AwsError('DeleteConflictException', `${reason} (name=${policy})`, 409);
      if (authorizer.iotPolicyTargets(policy).length > 0)
        throw conflict('The policy cannot be deleted as the policy is attached to one or more principals');
      if (registry.versionsOf(policy).length > 1)
        throw conflict('Cannot delete the policy because it has one or more policy versions attached to it');
      registry.removePolicy(policy);
      tags.forget(arnOf(policy));
      return undefined;
    }),
    operation('CreatePolicyVersion', `POST ${versions}`, NewVersion, ({ policy, policyDocument, setAsDefault }) => {
      find(policy);
      const added = registry.addVersion(policy, checkDocument(policyDocument));
      if (added === undefined) {
        const reason = `The policy ${policy} already has the maximum number of versions (${maxPolicyVersions})`;
        throw new AwsError('VersionsLimitExceededException', reason, 409);
      }
      if (setAsDefault === 'true') registry.setDefaultVersion(policy, added.id);
      const { version: _, ...described } = findVersion(policy, added.id);
      return described;
    }),
    operation('ListPolicyVersions', `GET ${versions}`, Policy, ({ policy }) => {
      const { defaultVersionId } = find(policy);
      const policyVersions = registry.versionsOf(policy).map(({ id, createdAt }) => ({
        versionId: id,
        isDefaultVersion: id === defaultVersionId,
        createDate: timestampOf(createdAt),
      }));
      return { policyVersions };
    }),
    operation('GetPolicyVersion', `GET ${versionPath}`, Version, (input) => {
      const { version, ...described } = findVersion(input.policy, input.version);
      const creationDate = timestampOf(version.createdAt);
      return { ...described, creationDate, lastModifiedDate: creationDate };
    }),
    operation('SetDefaultPolicyVersion', `PATCH ${versionPath}`, Version, ({ policy, version }) => {
      findVersion(policy, version);
      registry.setDefaultVersion(policy, version);
      return undefined;
    }),
    operation('DeletePolicyVersion', `DELETE ${versionPath}`, Version, ({ policy, version }) => {
      if (findVersion(policy, version).isDefaultVersion)
        throw new AwsError('InvalidRequestException', 'Cannot delete the default version of a policy');
      registry.removeVersion(policy, version);
      return undefined;
    }),
  ];
}
