import type { Authorizer } from './authorize';
import type { EventBus } from './events';

/** Shows what IAM refuses, each refusal once: who has no right to his log or his traces hears nothing of it in AWS. */
export function tellRefusals(authorizer: Authorizer, bus: EventBus): void {
  authorizer.onDecided(({ principal, action, resource, decision }) => {
    if (decision.allowed) return;
    const who = principal.kind === 'role' ? principal.session : principal.service;
    bus.tell({ kind: 'refused', who, action, resource, reason: decision.reason });
  });
  authorizer.onUnknownRole((arn) =>
    bus.tell({ kind: 'note', text: `${arn} is not declared in this stack: what it may do is not judged` }),
  );
}
