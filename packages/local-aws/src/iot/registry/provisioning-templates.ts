import type { Clock } from '../../clock';
import { perPlatform } from '../../per-platform';
import type { Collection, Store } from '../../store';
import { maxTemplateVersions } from '../quotas';

/** Version of a provisioning template. */
export interface TemplateVersion {
  /** Sequence number, which starts at 1 and is never reused. */
  readonly id: number;
  readonly body: string;
  /** Creation time in ms since the epoch. */
  readonly createdAt: number;
}

/** Settings of a provisioning template that apply to all its versions. */
export interface TemplateSettings {
  readonly description: string | undefined;
  readonly isEnabled: boolean;
  readonly roleArn: string;
  /** ARN of the pre-provisioning hook, if any. */
  readonly hook: string | undefined;
}

/** Provisioning template with its versions, from oldest to newest. */
export interface StoredTemplate extends TemplateSettings {
  readonly name: string;
  readonly arn: string;
  readonly type: 'FLEET_PROVISIONING' | 'JITP';
  readonly versions: readonly TemplateVersion[];
  readonly defaultVersion: number;
  /** Number of versions that have been created. */
  readonly made: number;
  /** Times of creation and last change, in ms since the epoch. */
  readonly createdAt: number;
  readonly modifiedAt: number;
}

type NewTemplate = Pick<StoredTemplate, 'name' | 'arn' | 'type'> & TemplateSettings & { readonly body: string };

/** Provisioning templates by name. */
export interface ProvisioningTemplates {
  find(name: string): StoredTemplate | undefined;
  all(): StoredTemplate[];
  /**
   * Declares a template from a plan or request. A different body becomes a new default version; if the template then has
   * too many versions, the oldest version is deleted.
   */
  declare(template: NewTemplate): StoredTemplate;
  /** Changes settings or the default version of an existing template. */
  change(template: StoredTemplate, changes: Partial<TemplateSettings & Pick<StoredTemplate, 'defaultVersion'>>): void;
  /** Adds a version to an existing template. Returns undefined if the maximum number of versions is reached. */
  addVersion(template: StoredTemplate, body: string, isDefault: boolean): TemplateVersion | undefined;
  removeVersion(template: StoredTemplate, id: number): void;
  remove(name: string): void;
}

interface Parts {
  store: Store;
  clock: Pick<Clock, 'now'>;
}

/** Returns the body of a template's default version. */
export const bodyOf = ({ versions, defaultVersion }: Pick<StoredTemplate, 'versions' | 'defaultVersion'>): string =>
  versions.find(({ id }) => id === defaultVersion)?.body ?? '';

export const provisioningTemplatesOf = perPlatform(({ store, clock }: Parts): ProvisioningTemplates => {
  const stored: Collection<StoredTemplate> = store.collection('iot-provisioning-templates');
  const now = () => Math.floor(clock.now());
  const save = (template: StoredTemplate) => {
    stored.set(template.name, template);
    return template;
  };
  const withVersion = (template: StoredTemplate, body: string): StoredTemplate => {
    const id = template.made + 1;
    const versions = [...template.versions, { id, body, createdAt: now() }];
    return { ...template, versions, made: id, modifiedAt: now() };
  };
  return {
    find: (name) => stored.get(name),
    all: () => [...stored.entries()].map(([, template]) => template),
    declare({ body, ...template }) {
      const empty = { versions: [], defaultVersion: 0, made: 0, createdAt: now(), modifiedAt: now() };
      const known = stored.get(template.name);
      const declared = { ...empty, ...known, ...template };
      if (known !== undefined && bodyOf(known) === body) return save(declared);
      const added = withVersion(declared, body);
      const versions = added.versions.slice(-maxTemplateVersions);
      return save({ ...added, versions, defaultVersion: added.made });
    },
    change: (template, changes) => void save({ ...template, ...changes, modifiedAt: now() }),
    addVersion(template, body, isDefault) {
      if (template.versions.length >= maxTemplateVersions) return undefined;
      const added = withVersion(template, body);
      save({ ...added, defaultVersion: isDefault ? added.made : added.defaultVersion });
      return added.versions.at(-1);
    },
    removeVersion: (template, removed) =>
      void save({
        ...template,
        versions: template.versions.filter(({ id }) => id !== removed),
        modifiedAt: now(),
      }),
    remove: (name) => void stored.delete(name),
  };
});
