import { isList, isObject } from '@himeshima/terraform-json';
import type { Phrase } from '../phrase';
import type { Change, Plan } from '../plan/plan';
import { valueOrReference } from '../plan/value-or-reference';
import { namedOrCounted } from './named-or-counted';

/** Names the new listeners that accept only plain HTTP: they do not redirect, and their load balancer has no listener for HTTPS. */
export function plainHttp(created: readonly Change[], { changes }: Plan): readonly Phrase[] {
  const balancerOf = (listener: Change) => valueOrReference(listener, 'load_balancer_arn');
  const listeners = changes.filter(({ type, action }) => isListener(type) && action !== 'delete');
  const encrypted = listeners.filter(({ after }) => after['protocol'] === 'HTTPS').map(balancerOf);
  const plain = created.filter(
    (change) =>
      isListener(change.type) &&
      change.after['protocol'] === 'HTTP' &&
      !redirects(change) &&
      balancerOf(change) !== undefined &&
      !encrypted.some((balancer) => balancer === undefined || balancer === balancerOf(change)),
  );
  return plain.length === 0 ? [] : [['accepting only plain HTTP: ', ...namedOrCounted(plain)]];
}

const isListener = (type: string): boolean => type === 'aws_lb_listener' || type === 'aws_alb_listener';

const redirects = ({ after: { default_action: actions } }: Change): boolean =>
  actions !== undefined && isList(actions) && actions.some((one) => isObject(one) && one['type'] === 'redirect');
