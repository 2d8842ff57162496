import { z } from 'zod';
import { describeError } from '../../error-message';
import type { Route } from '../../gateway/json-api';
import { AwsError } from '../../gateway/service-api';
import { tagsOf } from '../../resource-tags';
import { pageOf } from '../iot-pagination';
import { parseTemplate } from '../provisioning/template-body';
import { maxProvisioningTemplates, maxTemplateVersions } from '../quotas';
import { caCertificatesOf } from '../registry/ca-certificates';
import {
  bodyOf,
  provisioningTemplatesOf,
  type StoredTemplate,
  type TemplateVersion,
} from '../registry/provisioning-templates';
import {
  arns,
  type ControlParts,
  Flag,
  invalidRequest,
  notFound,
  operation,
  pattern,
  timestampOf,
} from './control-input';
import { rejectInvalidTags, Tags } from './tags-api';

/** Version of the event that pre-provisioning hooks receive. Source: API reference, "ProvisioningHook". */
const payloadVersion = '2020-04-01';

const Named = z.object({ templateName: pattern('[0-9A-Za-z_-]+').max(36) });
const Hook = z.object({ targetArn: z.string().max(2048), payloadVersion: z.literal(payloadVersion).optional() });
const RoleArn = z.string().min(20).max(2048);
const Body = z.string().max(10_240);
const Settings = {
  description: pattern('[^\\p{C}]*', 'u').max(500).optional(),
  enabled: z.boolean().optional(),
  preProvisioningHook: Hook.optional(),
} as const;
const NewTemplate = Named.extend({
  ...Settings,
  templateBody: Body,
  provisioningRoleArn: RoleArn,
  type: z.enum(['FLEET_PROVISIONING', 'JITP']).default('FLEET_PROVISIONING'),
  tags: Tags,
});
const ChangedTemplate = Named.extend({
  ...Settings,
  provisioningRoleArn: RoleArn.optional(),
  defaultVersionId: z.number().int().optional(),
  removePreProvisioningHook: z.boolean().default(false),
});
const NewVersion = Named.extend({ templateBody: Body, setAsDefault: Flag });
const Version = Named.extend({ versionId: z.coerce.number().int() });

/**
 * Rejects a template body that could not provision any device.
 * @throws AwsError InvalidRequestException
 */
export function rejectInvalidBody(templateBody: string): void {
  try {
    parseTemplate(templateBody);
  } catch (error) {
    throw invalidRequest(`Invalid template body: ${describeError(error)}`);
  }
}

function rejectHookOfJitp(type: StoredTemplate['type'], hook: object | undefined): void {
  if (type === 'JITP' && hook !== undefined)
    throw invalidRequest('Only templates of type FLEET_PROVISIONING can have a pre-provisioning hook');
}

/**
 * Returns the routes for provisioning templates and their versions. Source: API reference, "CreateProvisioningTemplate"
 * and related pages.
 */
export function provisioningTemplateRoutes(parts: ControlParts): Route[] {
  const templates = provisioningTemplatesOf(parts);
  const tags = tagsOf(parts);
  const find = (name: string): StoredTemplate => {
    const found = templates.find(name);
    if (found === undefined) throw notFound(`Provisioning template ${name}`);
    return found;
  };
  const findVersion = (name: string, versionId: number) => {
    const template = find(name);
    const version = template.versions.find(({ id }) => id === versionId);
    if (version === undefined) throw notFound(`Version ${versionId} of provisioning template ${name}`);
    return { template, version };
  };
  const summaryOf = ({ name, arn, description, createdAt, modifiedAt, isEnabled, type }: StoredTemplate) => ({
    templateArn: arn,
    templateName: name,
    ...(description !== undefined && { description }),
    creationDate: timestampOf(createdAt),
    lastModifiedDate: timestampOf(modifiedAt),
    enabled: isEnabled,
    type,
  });
  const versionSummaryOf = ({ defaultVersion }: StoredTemplate, { id, createdAt }: TemplateVersion) => ({
    versionId: id,
    creationDate: timestampOf(createdAt),
    isDefaultVersion: id === defaultVersion,
  });
  const conflict = (reason: string) => new AwsError('DeleteConflictException', reason, 409);
  const path = '/provisioning-templates/{templateName}' as const;
  const versionsPath = `${path}/versions` as const;
  const versionPath = `${versionsPath}/{versionId}` as const;
  return [
    operation('CreateProvisioningTemplate', 'POST /provisioning-templates', NewTemplate, (input) => {
      const { templateName: name, type, preProvisioningHook: hook } = input;
      rejectInvalidTags(input.tags);
      rejectHookOfJitp(type, hook);
      rejectInvalidBody(input.templateBody);
      const known = templates.find(name);
      if (known !== undefined)
        throw new AwsError('ResourceAlreadyExistsException', `Provisioning template ${name} already exists`, 409, {
          resourceId: name,
          resourceArn: known.arn,
        });
      if (templates.all().length >= maxProvisioningTemplates) {
        const reason = `An account can have at most ${maxProvisioningTemplates} provisioning templates`;
        throw new AwsError('LimitExceededException', reason, 410);
      }
      const arn = arns(parts)(`provisioningtemplate/${name}`);
      const { defaultVersion } = templates.declare({
        name,
        arn,
        type,
        description: input.description,
        isEnabled: input.enabled ?? false,
        roleArn: input.provisioningRoleArn,
        hook: hook?.targetArn,
        body: input.templateBody,
      });
      tags.add(arn, input.tags);
      return { templateArn: arn, templateName: name, defaultVersionId: defaultVersion };
    }),
    operation(
      'ListProvisioningTemplates',
      'GET /provisioning-templates',
      z.object({ maxResults: z.string().optional() }),
      (_, { query }) => {
        const { page, more } = pageOf(templates.all(), {
          query,
          size: ['maxResults', 250],
          nameOf: ({ name }) => name,
        });
        return { templates: page.map(summaryOf), ...more };
      },
    ),
    operation('DescribeProvisioningTemplate', `GET ${path}`, Named, ({ templateName }) => {
      const template = find(templateName);
      const { roleArn: provisioningRoleArn, hook: targetArn, defaultVersion } = template;
      return {
        ...summaryOf(template),
        defaultVersionId: defaultVersion,
        templateBody: bodyOf(template),
        provisioningRoleArn,
        ...(targetArn !== undefined && { preProvisioningHook: { payloadVersion, targetArn } }),
      };
    }),
    operation('UpdateProvisioningTemplate', `PATCH ${path}`, ChangedTemplate, (input) => {
      const template = find(input.templateName);
      const { preProvisioningHook: hook, defaultVersionId = template.defaultVersion } = input;
      rejectHookOfJitp(template.type, hook);
      findVersion(template.name, defaultVersionId);
      templates.change(template, {
        description: input.description ?? template.description,
        isEnabled: input.enabled ?? template.isEnabled,
        roleArn: input.provisioningRoleArn ?? template.roleArn,
        hook: input.removePreProvisioningHook ? undefined : (hook?.targetArn ?? template.hook),
        defaultVersion: defaultVersionId,
      });
      return undefined;
    }),
    operation('DeleteProvisioningTemplate', `DELETE ${path}`, Named, ({ templateName }) => {
      const { arn } = find(templateName);
      const user = caCertificatesOf(parts)
        .all()
        .find(({ registration }) => registration?.templateName === templateName);
      if (user !== undefined) throw conflict(`Provisioning template ${templateName} is used by the CA ${user.id}`);
      templates.remove(templateName);
      tags.forget(arn);
      return undefined;
    }),
    operation('CreateProvisioningTemplateVersion', `POST ${versionsPath}`, NewVersion, (input) => {
      const template = find(input.templateName);
      rejectInvalidBody(input.templateBody);
      const isDefault = input.setAsDefault === 'true';
      const added = templates.addVersion(template, input.templateBody, isDefault);
      if (added === undefined) {
        const reason = `Provisioning template ${template.name} already has the maximum number of versions (${maxTemplateVersions})`;
        throw new AwsError('VersionsLimitExceededException', reason, 409);
      }
      const { arn: templateArn, name: templateName } = template;
      return { templateArn, templateName, versionId: added.id, isDefaultVersion: isDefault };
    }),
    operation(
      'ListProvisioningTemplateVersions',
      `GET ${versionsPath}`,
      Named.extend({ maxResults: z.string().optional() }),
      ({ templateName }, { query }) => {
        const template = find(templateName);
        const { page, more } = pageOf(template.versions, {
          query,
          size: ['maxResults', 250],
          nameOf: ({ id }) => String(id).padStart(10, '0'),
        });
        return { versions: page.map((version) => versionSummaryOf(template, version)), ...more };
      },
    ),
    operation('DescribeProvisioningTemplateVersion', `GET ${versionPath}`, Version, (input) => {
      const { template, version } = findVersion(input.templateName, input.versionId);
      return { ...versionSummaryOf(template, version), templateBody: version.body };
    }),
    operation('DeleteProvisioningTemplateVersion', `DELETE ${versionPath}`, Version, (input) => {
      const { template, version } = findVersion(input.templateName, input.versionId);
      if (version.id === template.defaultVersion)
        throw conflict(`Version ${version.id} is the default version of provisioning template ${template.name}`);
      templates.removeVersion(template, version.id);
      return undefined;
    }),
  ];
}
