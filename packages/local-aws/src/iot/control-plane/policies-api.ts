import { maximumPolicyCharacters, parsePolicy } from '@himeshima/aws-policy';
import { z } from 'zod';
import { describeError } from '../../error-message';
import { parseBody, type Route } from '../../gateway/json-api';
import { AwsError } from '../../gateway/request';
import { pageOf } from '../iot-pagination';
import { maxPolicyVersions } from '../quotas';
import type { PolicyVersion } from '../registry/policy-versions';
import { type ControlParts, Flag, jsonResponse, notFound, read } from './control-input';

const NewVersion = z.object({ policyDocument: z.string() });

/** Parses a request's policy document. Throws an AwsError MalformedPolicyException if it is invalid. */
function documentIn(body: Uint8Array): string {
  const { policyDocument } = read(NewVersion, parseBody(body));
  const malformed = (reason: string) => new AwsError('MalformedPolicyException', reason);
  const characters = policyDocument.replace(/\s/g, '').length;
  if (characters > maximumPolicyCharacters)
    throw malformed(`the policy exceeds ${maximumPolicyCharacters} characters: it has ${characters}`);
  try {
    parsePolicy(policyDocument);
    return policyDocument;
  } catch (error) {
    throw malformed(describeError(error));
  }
}

/** Returns a page of policies, sorted by name. */
export function policyPage(
  all: readonly { policyName: string; policyArn: string }[],
  { query, isDescending }: { query: URLSearchParams; isDescending: boolean },
) {
  const { page, more } = pageOf(all, {
    query,
    size: ['pageSize', 250],
    token: ['marker', 'nextMarker'],
    nameOf: ({ policyName }) => policyName,
    isDescending,
  });
  return { policies: page, ...more };
}

/**
 * Returns the routes for policies and their versions. Changing the default version takes effect immediately. Sources:
 * API reference, "CreatePolicyVersion" and related pages; the error messages are from moto, iot/exceptions.py.
 */
export function policyRoutes({ registry, place }: Pick<ControlParts, 'registry' | 'place'>): Route[] {
  const arnOf = (name: string) => `arn:aws:iot:${place.region}:${place.account}:policy/${name}`;
  const find = (policyName: string) => {
    const defaultVersionId = registry.defaultVersionOf(policyName);
    if (defaultVersionId === undefined) throw notFound(`Policy ${policyName}`);
    return { policyName, policyArn: arnOf(policyName), defaultVersionId };
  };
  const findVersion = (policyName: string, id: string) => {
    const { policyArn, defaultVersionId } = find(policyName);
    const version = registry.versionsOf(policyName).find((candidate) => candidate.id === id);
    if (version === undefined) throw notFound(`Version ${id} of policy ${policyName}`);
    return { policyName, policyArn, ...describeVersion(version, defaultVersionId) };
  };
  const describeVersion = ({ id, document }: PolicyVersion, defaultVersionId: string) => ({
    policyDocument: document,
    policyVersionId: id,
    isDefaultVersion: id === defaultVersionId,
  });
  const versions = '/policies/{policy}/version';
  const version = `${versions}/{version}`;
  return [
    {
      name: 'ListPolicies',
      method: 'GET',
      path: '/policies',
      run(_, { query }) {
        const all = registry.policies().map(({ name }) => ({ policyName: name, policyArn: arnOf(name) }));
        // AWS sorts by creation time (API reference), but the local runtime does not store this time, and sorts by name
        // instead.
        const isDescending = read(Flag, query.get('isAscendingOrder') ?? undefined) === 'false';
        return jsonResponse(policyPage(all, { query, isDescending }));
      },
    },
    {
      name: 'GetPolicy',
      method: 'GET',
      path: '/policies/{policy}',
      run: ({ policy = '' }) => jsonResponse({ ...find(policy), policyDocument: registry.policy(policy) }),
    },
    {
      name: 'CreatePolicyVersion',
      method: 'POST',
      path: versions,
      run({ policy = '' }, { body, query }) {
        find(policy);
        const isDefault = read(Flag, query.get('setAsDefault') ?? undefined) === 'true';
        const added = registry.addVersion(policy, documentIn(body));
        if (added === undefined) {
          const reason = `The policy ${policy} already has the maximum number of versions (${maxPolicyVersions})`;
          throw new AwsError('VersionsLimitExceededException', reason, 409);
        }
        if (isDefault) registry.setDefaultVersion(policy, added.id);
        return jsonResponse(findVersion(policy, added.id));
      },
    },
    {
      name: 'ListPolicyVersions',
      method: 'GET',
      path: versions,
      run({ policy = '' }) {
        const { defaultVersionId } = find(policy);
        const all = registry
          .versionsOf(policy)
          .map(({ id }) => ({ versionId: id, isDefaultVersion: id === defaultVersionId }));
        return jsonResponse({ policyVersions: all });
      },
    },
    {
      name: 'GetPolicyVersion',
      method: 'GET',
      path: version,
      run: ({ policy = '', version: id = '' }) => jsonResponse(findVersion(policy, id)),
    },
    {
      name: 'SetDefaultPolicyVersion',
      method: 'PATCH',
      path: version,
      run({ policy = '', version: id = '' }) {
        findVersion(policy, id);
        registry.setDefaultVersion(policy, id);
        return jsonResponse();
      },
    },
    {
      name: 'DeletePolicyVersion',
      method: 'DELETE',
      path: version,
      run({ policy = '', version: id = '' }) {
        if (findVersion(policy, id).isDefaultVersion)
          throw new AwsError('InvalidRequestException', 'Cannot delete the default version of a policy');
        registry.removeVersion(policy, id);
        return jsonResponse();
      },
    },
  ];
}
