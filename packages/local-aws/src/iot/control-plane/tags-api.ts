import { z } from 'zod';
import type { Route } from '../../gateway/json-api';
import { AwsError } from '../../gateway/service-api';
import { type ResourceTag, tagsOf } from '../../resource-tags';
import { pageOf } from '../iot-pagination';
import { maxTags } from '../quotas';
import { authorizersOf } from '../registry/authorizers';
import { billingGroupsOf } from '../registry/billing-groups';
import { caCertificatesOf } from '../registry/ca-certificates';
import { domainConfigurationsOf } from '../registry/domain-configurations';
import { provisioningTemplatesOf } from '../registry/provisioning-templates';
import { roleAliasesOf } from '../registry/role-aliases';
import { type ControlParts, invalidRequest, notFound, operation, pattern, read } from './control-input';

const TagKey = pattern('[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*', 'u').min(1).max(128);

/** Schema for the tags of a new resource. Source: API reference, "Tag". */
export const Tags = z.array(z.object({ Key: TagKey, Value: z.string().max(256).default('') })).default([]);

/**
 * Parses the tags in the header of a request: `team=iot&stage=test`. Source: API reference, "CreateTopicRule".
 * @throws AwsError InvalidRequestException if a tag is invalid
 */
export const tagsInHeader = (header: string): readonly ResourceTag[] =>
  read(
    Tags,
    [...new URLSearchParams(header)].map(([Key, Value]) => ({ Key, Value })),
  );

const Resource = z.object({ resourceArn: z.string() });

/**
 * Rejects tags that AWS IoT would not store.
 * @throws AwsError if a key is reserved or repeated, or a resource would have too many tags
 */
export function rejectInvalidTags(added: readonly ResourceTag[], existing: readonly ResourceTag[] = []): void {
  const keys = added.map(({ Key }) => Key);
  const reserved = keys.find((key) => key.toLowerCase().startsWith('aws:'));
  if (reserved !== undefined) throw invalidRequest(`invalid tag key "${reserved}": the prefix aws: is reserved`);
  if (new Set(keys).size < keys.length) throw invalidRequest('Duplicate tag keys are not allowed');
  if (new Set([...existing.map(({ Key }) => Key), ...keys]).size > maxTags)
    throw new AwsError('LimitExceededException', `A resource can have at most ${maxTags} tags`, 410);
}

/** Returns the routes for the tags of thing types, thing groups, billing groups, domain configurations, policies, topic rules, role aliases, authorizers, provisioning templates and CA certificates. Things cannot have tags. */
export function tagRoutes(parts: ControlParts): Route[] {
  const { registry } = parts;
  const tags = tagsOf(parts);
  const isTaggable: Readonly<Record<string, (name: string) => boolean>> = {
    thingtype: (name) => registry.thingType(name) !== undefined,
    thinggroup: (name) => registry.group(name) !== undefined,
    policy: (name) => registry.policy(name) !== undefined,
    billinggroup: (name) => billingGroupsOf(parts).find(name) !== undefined,
    domainconfiguration: (path) => domainConfigurationsOf(parts).find(path.split('/')[0] ?? '') !== undefined,
    rule: (name) => parts.rules.find(name) !== undefined,
    authorizer: (name) => authorizersOf(parts).find(name) !== undefined,
    provisioningtemplate: (name) => provisioningTemplatesOf(parts).find(name) !== undefined,
    rolealias: (name) => roleAliasesOf(parts).find(name) !== undefined,
    cacert: (id) => caCertificatesOf(parts).find(id) !== undefined,
  };
  const find = (arn: string): string => {
    const [, kind = '', name = ''] = /^arn:aws:iot:[^:]*:[^:]*:([a-z]+)\/(.+)$/.exec(arn) ?? [];
    const exists = Object.hasOwn(isTaggable, kind) ? isTaggable[kind] : undefined;
    if (exists?.(name) !== true) throw notFound(`Resource ${arn}`);
    return arn;
  };
  return [
    operation('TagResource', 'POST /tags', Resource.extend({ tags: Tags }), (input) => {
      const arn = find(input.resourceArn);
      rejectInvalidTags(input.tags, tags.of(arn));
      tags.add(arn, input.tags);
      return undefined;
    }),
    operation('UntagResource', 'POST /untag', Resource.extend({ tagKeys: z.array(TagKey) }), (input) => {
      tags.remove(find(input.resourceArn), input.tagKeys);
      return undefined;
    }),
    operation('ListTagsForResource', 'GET /tags', Resource, ({ resourceArn }, { query }) => {
      // The operation has no page size, so all tags are on one page.
      const { page } = pageOf(tags.of(find(resourceArn)), {
        query,
        size: ['maxResults', maxTags],
        nameOf: ({ Key }) => Key,
      });
      return { tags: page };
    }),
  ];
}
