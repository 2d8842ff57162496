import { StackError } from '../stack/stack-error';
import type { Plan } from './plan-schema';

const newState = 'plan with an empty state, for example in a new workspace';

/** Throws a StackError unless a plan is complete and creates every resource. */
export function requireCreatePlan({
  format_version: version,
  errored,
  resource_changes: changes,
  ...plan
}: Plan): void {
  if (!/^[01]\./.test(version)) throw new StackError('format_version', `${version} is not supported; expected 1.x`);
  if (errored) throw new StackError('', 'the plan has errors; fix them and plan again');
  const [deferred] = plan.deferred_changes;
  if (deferred)
    throw new StackError(
      deferred.resource_change.address,
      'the plan is partial, because it defers changes; create a plan without deferred changes',
    );
  const { resources, module_calls: modules } = plan.configuration.root_module;
  const isDeclared = resources.some(({ mode }) => mode === 'managed') || Object.keys(modules).length > 0;
  if (isDeclared && changes.length === 0)
    throw new StackError('', `the plan creates nothing, but its configuration declares resources; ${newState}`);
  const changed = changes.find(
    ({ mode, change: { actions } }) => mode === 'managed' && !(actions.length === 1 && actions[0] === 'create'),
  );
  if (!changed) return;
  const action = changed.change.actions.join(', ');
  throw new StackError(changed.address, `expected a plan that creates every resource, found ${action}; ${newState}`);
}
