import type { Value } from '@himeshima/terraform-json';
import { isInTables, rowsOf } from '../../knowledge/knowledge';
import { say } from '../../phrase';
import { type BooleanMeaning, meaningOfBoolean } from './boolean-families';
import type { GenericRule } from './generic-rule';

/**
 * Reports booleans, and words such as `disabled`, that change to a dangerous value. The name of the attribute determines which value is
 * dangerous.
 */
export const booleanSettings: GenericRule = ({ path, before, after }, { action, type }) => {
  const isCreation = action === 'create' && before.length === 0;
  if (![...before, ...after].some((value) => booleanOf(value) !== undefined) || hasRow(type, path)) return undefined;
  const isFeature = [...before, ...after].every(isSwitchedWord) && !isInTables(type);
  const known = meaningOfBoolean(path, type) ?? (isFeature ? feature : undefined);
  if (known === undefined || (isCreation && !known.appliesToCreations)) return undefined;
  const { dangerous, meaning, so, turns } = known;
  const countOf = (wanted: boolean) =>
    [before, after].map((values) => values.filter((value) => booleanOf(value) === wanted).length);
  const [[was = 0, is = 0], [wasSafe = 0, isSafe = 0]] = [countOf(dangerous), countOf(!dangerous)];
  // the default of a previously unset attribute may already be the dangerous value, and a new block turns nothing off
  const isNewOff = !dangerous && (before.length === 0 || (isSafe >= wasSafe && after.length > before.length));
  if (is <= was || isNewOff) return undefined;
  const name = path.join('.');
  const state = dangerous ? 'on' : 'off';
  return {
    meaning,
    what:
      turns !== undefined
        ? say`is turned ${[turns]}: ${[so]} (${name})`
        : isCreation
          ? say`has ${name} turned ${[state]}: ${[so]}`
          : say`turns ${[state]} ${name}: ${[so]}`,
  };
};

/** Returns whether a row says which value of an attribute is dangerous, so that its name does not matter. */
const hasRow = (type: string, path: readonly string[]): boolean =>
  (rowsOf(type) ?? []).some(
    ({ when, path: judged }) =>
      /^(?:(?:not )?one of|(?:lower|higher) rank)$/.test(when.is) && judged.join('.') === path.join('.'),
  );

/** Meaning of a feature that a word such as `disabled` turns off, in a resource of a type without rules. */
const feature: BooleanMeaning = {
  meaning: 'availability',
  dangerous: false,
  so: 'its users can no longer use the feature',
  appliesToCreations: false,
};

const switchedWords: ReadonlyMap<string, boolean> = new Map([
  ['enabled', true],
  ['disabled', false],
]);
/** Words in an attribute such as `status`, and the values of `true` and `false` as text. */
const booleanWords: ReadonlyMap<string, boolean> = new Map([
  ...switchedWords,
  ['true', true],
  ['active', true],
  ['live', true],
  ['false', false],
  ['inactive', false],
  ['muted', false],
  ['paused', false],
]);

const isSwitchedWord = (value: Value): boolean => typeof value === 'string' && switchedWords.has(value.toLowerCase());

function booleanOf(value: Value): boolean | undefined {
  if (typeof value === 'boolean') return value;
  return typeof value === 'string' ? booleanWords.get(value.toLowerCase()) : undefined;
}
