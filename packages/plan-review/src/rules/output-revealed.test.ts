import { plain } from '../note/json-output';
import { planOf } from '../plan/read-plan';
import { dangersIn } from './rules';

const reported = (beforeSensitive: unknown, afterSensitive: unknown) => {
  const output = { actions: ['update'], before: 'a1', after: 'a1', after_unknown: false };
  const output_changes = {
    endpoint: { ...output, before_sensitive: beforeSensitive, after_sensitive: afterSensitive },
  };
  return dangersIn(planOf({ resource_changes: [], output_changes }, { stack: 'dev' })).map(({ what }) => plain(what));
};

test('reports an output that loses its mark as sensitive', () => {
  expect(reported(true, false)).toEqual([
    'the output endpoint is no longer sensitive: plans, logs and other stacks show its value',
  ]);
  expect(reported(false, true)).toEqual([]);
  expect(reported(true, true)).toEqual([]);
});
