import type { Authorizer } from './authorize';
import type { EventBus } from './events';

/**
 * Publishes each denial that the authorizer reports. AWS does not report every denial, because it silently drops logs
 * and traces if the role lacks permission.
 */
export function logAccessDenied(authorizer: Authorizer, bus: EventBus): void {
  authorizer.onDecided(({ principal, action, resource, decision, cause }) => {
    if (decision.allowed) return;
    const who = principal.kind === 'role' ? principal.session : principal.service;
    bus.emit({ kind: 'refused', who, action, resource, reason: decision.reason, ...decision.denial }, cause);
  });
  authorizer.onUnknownRole((arn) =>
    bus.emit({ kind: 'note', text: `${arn} is not declared in this stack: its permissions are not evaluated` }),
  );
}
