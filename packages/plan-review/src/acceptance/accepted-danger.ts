import type { Danger } from '../rules/rule';

/** Decision to accept the dangers of a rule until a date. */
export interface DangerAcceptance {
  /** Id of the rule whose dangers are accepted. */
  readonly rule: string;
  /** Address of the resource. `*` matches any characters. Undefined for all resources. */
  readonly address: string | undefined;
  /** Last day on which the acceptance applies: `2026-12-31`. */
  readonly until: string;
  readonly because: string;
  /** Location of the acceptance: `main.tf:12`. */
  readonly place: string;
}

/** Accepted danger, and the decision that accepts it. */
export interface AcceptedDanger {
  readonly danger: Danger;
  readonly acceptance: DangerAcceptance;
}

/** Dangers, divided into open and accepted dangers. */
export interface SortedDangers {
  readonly open: readonly Danger[];
  readonly accepted: readonly AcceptedDanger[];
  /** Expired acceptances of open dangers. */
  readonly expired: readonly DangerAcceptance[];
  /** Acceptances of open dangers that have not expired, but that the policy does not allow. */
  readonly disallowed: readonly DangerAcceptance[];
}

/** Acceptances, and the conditions under which they apply. */
export interface Acceptances {
  readonly acceptances: readonly DangerAcceptance[];
  /** Current date, such as `2026-11-29`. An acceptance does not apply after its last day. */
  readonly today: string;
  /** Returns whether the policy allows an acceptance of a danger (default: always). */
  readonly isAllowed?: ((acceptance: DangerAcceptance, danger: Danger) => boolean) | undefined;
}

/** Divides dangers into open and accepted dangers. */
export function sortDangers(
  dangers: readonly Danger[],
  { acceptances, today, isAllowed = () => true }: Acceptances,
): SortedDangers {
  const valid = acceptances.filter(({ until }) => until >= today);
  const matched = dangers.map((danger) => ({
    danger,
    acceptance: valid.find((one) => accepts(one, danger) && isAllowed(one, danger)),
  }));
  const open = matched.flatMap(({ danger, acceptance }) => (acceptance === undefined ? [danger] : []));
  return {
    open,
    accepted: matched.flatMap(({ danger, acceptance }) => (acceptance === undefined ? [] : [{ danger, acceptance }])),
    disallowed: valid.filter((one) => open.some((danger) => accepts(one, danger))),
    expired: acceptances.filter((one) => one.until < today && open.some((danger) => accepts(one, danger))),
  };
}

/** Returns whether an acceptance accepts a danger, if it is valid and allowed. */
export const accepts = (acceptance: DangerAcceptance, danger: Danger): boolean =>
  danger.rule === acceptance.rule && covers(acceptance, danger);

/** Returns whether an acceptance covers the resource of a danger. An address without a module path covers the resource in every module. */
export const covers = ({ address }: DangerAcceptance, danger: Danger): boolean =>
  address === undefined || patternOf(address).test(danger.address);

function patternOf(address: string): RegExp {
  const [, module] = /^module\.([\w-]+)$/.exec(address) ?? [];
  if (module !== undefined) return new RegExp(`^(?:.*\\.)?module\\.${module}(?:\\[.*?\\])?\\.`, 's');
  const escaped = address.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^(?:.*\\.)?${escaped.join('.*')}(?:\\[.*\\])?$`, 's');
}
