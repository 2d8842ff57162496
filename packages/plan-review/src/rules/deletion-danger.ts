import { isList } from '@himeshima/terraform-json';
import type { Consequence } from '../knowledge/row';
import { type Phrase, say } from '../phrase';
import type { Change, Plan } from '../plan/plan';
import { replacementReason } from '../plan/replacement-reason';
import { textAt, textsAt, textsIn, valueAt } from '../plan/value-at';
import { provesOwnership } from './harmless-removal';
import { kindOfConsequence, ruleOf } from './meaning-kinds';
import { describeLostGrant } from './role-grants';
import type { Danger } from './rule';
import { describeSuccessor } from './successor';

/** Maximum length of the value of a DNS record to show. */
const longestValue = 60;

/** Returns the name of a domain, or the name and the first value of a DNS record, in parentheses. They are more informative than the address. */
function nameIn({ type, before }: Change): Phrase {
  const domain = /_(?:domain|domain_name|custom_domain)$/.test(type) ? textAt(before, ['domain_name']) : undefined;
  if (domain !== undefined) return say` (${{ value: domain }})`;
  const name = before['fqdn'] ?? before['hostname'] ?? before['name'];
  if (!/_record(?:_set)?$|dns/.test(type) || typeof name !== 'string' || name === '') return [];
  const values = ['records', 'rrdatas', 'record', 'content', 'value'].flatMap((attribute) => {
    const value = before[attribute];
    return value !== undefined && isList(value) ? textsIn(value) : textsAt(before, [attribute]);
  });
  const value = values.find((text) => text.length <= longestValue);
  return value === undefined ? say` (${{ value: name }})` : say` (${{ value: name }}, with the value ${{ value }})`;
}

/** Describes the effect of a replacement, which is limited if the new resource exists before the old one is deleted. */
const duringReplacement = ({ type, createsFirst, replacedBecause, before, after }: Change, so: string): string =>
  / (?:is|are) (?:lost|deleted|terminated)\b|the old value|^the apply fails while the subnet\b/.test(so)
    ? so
    : replacedBecause.some(([attribute]) => attribute === 'name') && /^the name /.test(so) && !isSameName(before, after)
      ? so.replace(/^the name/, 'the old name')
      : createsFirst === false && type === 'aws_security_group'
        ? 'the apply fails while anything outside this plan uses the group, because AWS does not delete a group that is in use'
        : type === 'aws_acm_certificate'
          ? `the apply fails while anything uses the ${createsFirst === true ? 'old ' : ''}certificate, because AWS deletes no certificate that is in use`
          : createsFirst === true
            ? `the new one is created first, but where the old one is still used, ${so}`
            : `during the replacement, ${so}`;

/** Returns whether a record is only written without its zone, or with it: `www` instead of `www.example.com`. */
function isSameName(before: Change['before'], after: Change['after']): boolean {
  const [old, now] = [textAt(before, ['name']), textAt(after, ['name'])];
  return [old, textAt(before, ['fqdn'])].some((name) => name === now || name?.startsWith(`${now}.`) === true);
}

/** Returns whether a virtual machine does not run. */
const isStopped = ({ before }: Change): boolean =>
  before['started'] === false ||
  ['instance_state', 'desired_status', 'current_status', 'power_state', 'status'].some((name) =>
    /^(?:stopped|terminated|off|powered_?off|deallocated)$/i.test(textAt(before, [name]) ?? ''),
  );

/** Says whether the cloud deletes the disk of a machine, too, if the plan contains the setting. */
function withDisk({ before }: Change, { so, disk }: Consequence): string {
  const isDeleted = disk && valueAt(before, disk.setting);
  return disk === undefined
    ? so
    : `${so}${typeof isDeleted !== 'boolean' ? disk.unknown : isDeleted ? disk.deleted : disk.kept}`;
}

/** Describes the consequence of a deletion or replacement. */
export function deletionDanger(plan: Plan, change: Change, consequence: Consequence): Danger {
  const { meaning, losesData } = consequence;
  const so = provesOwnership(change)
    ? 'the certificate can no longer be renewed'
    : isStopped(change)
      ? withDisk(change, consequence).replace(/^the (virtual )?machine\b/, 'the $1machine, which is stopped,')
      : withDisk(change, consequence);
  const { address, action } = change;
  if (action === 'delete' && change.before['archive_on_destroy'] === true) {
    const what = say`${address} is archived instead of deleted (${'archive_on_destroy'}): it can be read, but no longer changed`;
    return { kind: 'outage', rule: ruleOf(meaning), address, what };
  }
  const grant = describeLostGrant(plan, change);
  const what =
    action === 'replace'
      ? say`${address} is replaced${replacementReason(change)}: ${grant ?? [losesData ? so : duringReplacement(change, so)]}`
      : say`${address}${nameIn(change)} is deleted: ${grant ?? [so]}${describeSuccessor(plan, change, losesData === true)}`;
  return { kind: kindOfConsequence(consequence), rule: ruleOf(meaning), address, what };
}
