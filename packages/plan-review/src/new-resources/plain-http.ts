import { isList, isObject } from '@himeshima/terraform-json';
import type { Phrase } from '../phrase';
import { withoutKeys } from '../plan/configuration';
import type { Change, Plan } from '../plan/plan';
import { textAt } from '../plan/value-at';
import { valueOrReference } from '../plan/value-or-reference';
import { namedOrCounted } from './named-or-counted';

/** Names the new listeners that accept only plain HTTP: they do not redirect to HTTPS, and their load balancer has no listener for HTTPS. */
export function plainHttp(created: readonly Change[], { changes }: Plan): readonly Phrase[] {
  const listeners = changes.filter(({ type, action }) => isListener(type) && action !== 'delete');
  const encrypted = new Set(listeners.filter(({ after }) => after['protocol'] === 'HTTPS').map(balancerOf));
  const plain = created.filter(
    (change) =>
      isListener(change.type) &&
      change.after['protocol'] === 'HTTP' &&
      !redirects(change) &&
      balancerOf(change) !== undefined &&
      !encrypted.has(balancerOf(change)) &&
      !encrypted.has(undefined),
  );
  return plain.length === 0 ? [] : [['plain HTTP only: ', ...namedOrCounted(plain)]];
}

const isListener = (type: string): boolean => type === 'aws_lb_listener' || type === 'aws_alb_listener';

/** Returns the ARN of the load balancer, or its declaration. Undefined if it is unknown. */
function balancerOf(listener: Change): string | undefined {
  const value = valueOrReference(listener, 'load_balancer_arn');
  return typeof value !== 'string'
    ? undefined
    : value.startsWith('arn:')
      ? value
      : withoutKeys(value).replace(/\.(?:id|arn)$/, '');
}

const redirects = ({ after: { default_action: actions } }: Change): boolean =>
  actions !== undefined &&
  isList(actions) &&
  actions.some(
    (one) => isObject(one) && one['type'] === 'redirect' && textAt(one, ['redirect', 'protocol']) !== 'HTTP',
  );
