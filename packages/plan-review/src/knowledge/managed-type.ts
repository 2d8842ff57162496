import type { ValueObject } from '@himeshima/terraform-json';
import { textAt } from '../plan/value-at';
import { wordsOf } from './name-words';

/** Attributes with the type of the managed object, and the prefix of the resource types of the same service. */
const sources: Readonly<Record<string, { readonly path: readonly string[]; readonly prefix: string }>> = {
  aws_cloudcontrolapi_resource: { path: ['type_name'], prefix: 'aws' },
  azapi_data_plane_resource: { path: ['type'], prefix: 'azapi' },
  azapi_resource: { path: ['type'], prefix: 'azapi' },
  kubectl_manifest: { path: ['kind'], prefix: 'kubernetes' },
  kubernetes_manifest: { path: ['manifest', 'kind'], prefix: 'kubernetes' },
};

interface ManagedResource {
  readonly type: string;
  readonly before: ValueObject;
  readonly after: ValueObject;
}

/**
 * Returns a type that describes the managed object, if the resource can manage objects of any type: `azapi_storage_account` for an
 * `azapi_resource` of the type `Microsoft.Storage/storageAccounts@2023-01-01`. Returns the type of any other resource.
 */
export function managedType({ type, before, after }: ManagedResource): string {
  const source = Object.hasOwn(sources, type) ? sources[type] : undefined;
  if (source === undefined) return type;
  const own = textAt(after, source.path) ?? textAt(before, source.path) ?? '';
  const name = own.replace(/@.*$/, '').split(/\/|::/).at(-1);
  const words = wordsOf(name ?? '');
  return words.length === 0 ? type : [source.prefix, ...words.slice(0, -1), singular(words.at(-1) ?? '')].join('_');
}

/** Returns the singular of a regular English noun. */
const singular = (noun: string): string =>
  noun
    .replace(/ies$/, 'y')
    .replace(/(ss|sh|ch|x)es$/, '$1')
    .replace(/([^s])s$/, '$1');
