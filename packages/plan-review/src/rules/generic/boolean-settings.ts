import type { Value } from '@himeshima/terraform-json';
import { say } from '../../phrase';
import { meaningOfBoolean } from './boolean-families';
import type { GenericRule } from './generic-rule';

/** Reports booleans that change to a dangerous value. The name of the attribute determines which value is dangerous. */
export const booleanSettings: GenericRule = ({ path, before, after }, { action }) => {
  const isCreation = action === 'create' && before.length === 0;
  if (![...before, ...after].some((value) => booleanOf(value) !== undefined)) return undefined;
  const known = meaningOfBoolean(path);
  if (known === undefined || (isCreation && !known.appliesToCreations)) return undefined;
  const { dangerous, meaning, so } = known;
  const [was, is] = [before, after].map((values) => values.filter((value) => booleanOf(value) === dangerous).length);
  // the default of a previously unset attribute may already be the dangerous value
  const isNewOff = !dangerous && before.length === 0;
  if ((is ?? 0) <= (was ?? 0) || isNewOff) return undefined;
  return { meaning, what: say`turns ${[dangerous ? 'on' : 'off']} ${path.join('.')}: ${[so]}` };
};

function booleanOf(value: Value): boolean | undefined {
  if (typeof value === 'boolean') return value;
  return value === 'true' ? true : value === 'false' ? false : undefined;
}
