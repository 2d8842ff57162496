import type { Value } from '@himeshima/terraform-json';
import { shortPath } from '../changes/short-path';
import { groupBy } from '../group-by';
import { valuesToJudge } from '../knowledge/attribute-values';
import { occurrencesAt } from '../knowledge/condition';
import { memoizeByObject } from '../memoize';
import { joined, type Phrase, say } from '../phrase';
import type { Change, Plan } from '../plan/plan';
import { scalarsIn } from '../plan/scalars';
import { byType } from '../plan/type-table';
import { isUnknownAt } from '../plan/value-at';
import type { Danger } from '../rules/rule';
import { namedOrCounted } from './named-or-counted';

/** Setting that makes a resource weaker: the name of its attribute, and the weak values. */
type Setting = readonly [attribute: RegExp, weak: readonly Value[]];

interface WeaknessKind {
  readonly title: string;
  readonly settings: readonly Setting[];
  /** Whether outsiders may reach the resource, so that a review must not call it harmless. */
  readonly isPublic?: true;
}

/** Kinds of weaknesses, and the settings that cause them. Source: Terraform Registry, hashicorp/aws 6, hashicorp/azurerm 4, hashicorp/google 7 */
const weaknesses: readonly WeaknessKind[] = [
  {
    title: 'weakly protected against deletion',
    settings: [
      [/^(?:enable_)?(?:deletion|delete|termination)_protection(?:_enabled)?$/, [false, 'INACTIVE', 'DISABLED']],
      [/^force_(?:destroy|delete)$/, [true]],
      [/^skip_final_(?:snapshot|backup)$/, [true]],
      [/^purge_protection_enabled$/, [false]],
      [/^recovery_window_in_days$/, [0]],
    ],
  },
  {
    title: 'not encrypted',
    settings: [
      [
        /^(?:encrypted|(?!infrastructure_|double_|host_|transit_)(?:\w+_)?encryption_enabled|enable_\w*encryption|storage_encrypted)$/,
        [false],
      ],
    ],
  },
  {
    title: 'not encrypted in transit',
    settings: [
      [/^ftps_state$/, ['AllAllowed']],
      [/^(?:transit_encryption_enabled|https_only|https_traffic_only_enabled|enable_https_traffic_only)$/, [false]],
    ],
  },
  {
    title: 'reachable from public networks',
    settings: [[/^public_network_access_enabled$/, [true]]],
    isPublic: true,
  },
  {
    title: 'deployments with a password allowed',
    settings: [[/^(?:ftp|webdeploy)_publish_basic_authentication_enabled$/, [true]]],
  },
  { title: 'SSH passwords allowed', settings: [[/^disable_password_authentication$/, [false]]] },
  { title: 'metadata readable without a session token (IMDSv1)', settings: [[/^http_tokens$/, ['optional']]] },
];

interface Weakness {
  readonly change: Change;
  /** Weak settings: `skip_final_snapshot = true`. */
  readonly settings: readonly Phrase[];
}

/** Names the new resources with weak settings, except those that are reported as dangers. */
export const weakResources = (created: readonly Change[], _: Plan, dangers: readonly Danger[]): readonly Phrase[] =>
  weaknessesIn(created, dangers).map(({ text }) => text);

/** Returns the number of kinds of weaknesses because of which outsiders may reach new resources. */
export const publicWeaknesses = (created: readonly Change[], dangers: readonly Danger[]): number =>
  weaknessesIn(created, dangers).filter(({ isPublic }) => isPublic).length;

interface FoundWeakness {
  readonly text: Phrase;
  readonly isPublic: boolean;
}

function weaknessesIn(created: readonly Change[], dangers: readonly Danger[]): readonly FoundWeakness[] {
  const reported = new Set(dangers.map(({ address, attribute = '' }) => `${address} ${attribute}`));
  return weaknesses.flatMap((kind): FoundWeakness[] => {
    const weak = created.flatMap((change): Weakness[] => {
      const found = weakSettingsOf(change).filter(
        (one) => one.kind === kind && !reported.has(`${change.address} ${one.path.join('.')}`),
      );
      const settings = found.map(({ path, value }) => say`${shortPath(path)} = ${{ value: String(value) }}`);
      return settings.length === 0 ? [] : [{ change, settings }];
    });
    const groups = [...groupBy(weak, (one) => JSON.stringify([one.change.type, one.settings])).values()];
    const texts = groups
      .sort((a, b) => b.length - a.length)
      .flatMap(([first, ...others]): Phrase[] =>
        first === undefined
          ? []
          : [say`${namedOrCounted([first, ...others].map(({ change }) => change))} (${joined(first.settings)})`],
      );
    return texts.length === 0
      ? []
      : [{ text: [`${kind.title}: `, ...joined(texts)], isPublic: kind.isPublic ?? false }];
  });
}

interface WeakSetting {
  readonly kind: WeaknessKind;
  readonly path: readonly string[];
  readonly value: Value;
}

const weakSettingsOf = memoizeByObject((change: Change): readonly WeakSetting[] =>
  [...scalarsIn(valuesToJudge(change.type, change.after)), ...unsetIn(change)].flatMap(({ path, value }) => {
    const kind = weaknesses.find(({ settings }) => isWeak(settings, path.at(-1) ?? '', value));
    return kind === undefined || isIrrelevant(change, path) ? [] : [{ kind, path, value }];
  }),
);

/** Types whose data is not encrypted unless this attribute says so. Source: Terraform Registry, hashicorp/aws 6 */
const encryptedBy = byType<string>({
  aws_db_instance: 'storage_encrypted',
  aws_docdb_cluster: 'storage_encrypted',
  aws_efs_file_system: 'encrypted',
  aws_neptune_cluster: 'storage_encrypted',
});

/** Returns the weak default of an attribute that is not set. */
function unsetIn(change: Change): readonly { readonly path: readonly string[]; readonly value: Value }[] {
  const attribute = encryptedBy(change.type);
  if (attribute === undefined || isUnknownAt(change, [attribute])) return [];
  return (change.after[attribute] ?? null) === null ? [{ path: [attribute], value: false }] : [];
}

/** Settings that make a weakness irrelevant: the weak attribute, and the path and value of the other setting. */
const exceptions: readonly (readonly [weak: RegExp, path: readonly string[], other: (value: Value) => boolean])[] = [
  [/^(?:skip_final|force_)/, ['deletion_protection'], (value) => value === true],
  // a copy has the encryption of its source
  [/^storage_encrypted$|^skip_final/, ['replicate_source_db'], (value) => value !== null && value !== ''],
  [/^storage_encrypted$/, ['snapshot_identifier'], (value) => value !== null && value !== ''],
  [/^http_tokens$/, ['metadata_options', 'http_endpoint'], (value) => value === 'disabled'],
];

/** Returns whether another setting of the resource makes a weak setting irrelevant. */
const isIrrelevant = ({ after }: Change, path: readonly string[]): boolean =>
  exceptions.some(
    ([weak, other, matches]) =>
      weak.test(path.at(-1) ?? '') &&
      occurrencesAt(after, other).some((value) => value !== undefined && matches(value)),
  );

const isWeak = (settings: readonly Setting[], name: string, value: Value): boolean =>
  settings.some(([attribute, weak]) => attribute.test(name) && weak.some((one) => one === value));
