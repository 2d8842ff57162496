import type { EventBus } from '../events';
import type { Broker } from './broker/broker';
import type { Delivery, Message, Origin, Publisher } from './message';
import type { Provisioning } from './provisioning/provisioning';
import type { Rules } from './rules/rules';
import type { Shadows } from './shadows/shadows';

/** The way of every message: subscribers, the shadow service, the rules, fleet provisioning. */
export interface MessageFlow {
  /** A device published; its subscribers have the message already. */
  received(message: Message, origin: Origin): void;
  /** A service, a rule or an HTTP call publishes. */
  publish(message: Message & Delivery & { cause: number | undefined; publisher?: Publisher | undefined }): void;
}

/** @param parts given as functions, since the parts need the flow in turn @param counted told of each message of a device */
export function createMessageFlow(
  bus: EventBus,
  counted: () => void,
  parts: {
    broker: () => Broker;
    rules: () => Rules;
    shadows: () => Shadows;
    provisioning: () => Provisioning;
  },
): MessageFlow {
  const follow = (message: Message, publisher: Publisher | undefined, cause: number | undefined) => {
    // the shadow answers before the rules run, so that the screen tells causes before effects; AWS promises no order
    // nor does it hear of a last will: developer guide, "device-shadow-comms-app"
    const told = message.isWill ? undefined : parts.shadows().receive(message, cause);
    parts.rules().handle(message, publisher, told ?? cause);
  };
  return {
    received(message, origin) {
      counted();
      const isShadow = message.topic.startsWith('$aws/things/');
      const cause = isShadow
        ? undefined
        : bus.tell({
            kind: 'published',
            topic: message.topic,
            bytes: message.payload.byteLength,
            from: origin.clientId,
          });
      follow(message, origin, cause);
      parts.provisioning().receive(message, origin, cause);
    },
    publish({ cause, publisher, ...message }) {
      parts.broker().publish(message);
      follow(message, publisher, cause);
    },
  };
}
