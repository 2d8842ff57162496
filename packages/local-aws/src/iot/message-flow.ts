import type { EventBus } from '../events';
import type { Broker } from './broker/broker';
import type { Delivery, Message, Origin, Publisher } from './iot-message';
import type { Provisioning } from './provisioning/fleet-provisioning';
import type { Rules } from './rules/rules-engine';
import type { Shadows } from './shadows/shadow-service';

/** Message in the flow, with the ID of the event that reports or caused it. */
export interface FlowingMessage extends Message, Delivery {
  readonly publisher: Publisher | undefined;
  readonly cause: number | undefined;
}

type MessageListener = (message: FlowingMessage) => void;

/** Delivery of messages to subscribers, the shadow service, rules and fleet provisioning. */
export interface MessageFlow {
  /** Adds a listener that receives every message, from devices and services, after the broker has accepted it. */
  listen(listener: MessageListener): void;
  /** Handles a message from a device after its delivery to subscribers. */
  received(message: Message & Delivery, origin: Origin): void;
  /** Publishes a message from a service, a rule or an HTTP call. */
  publish(message: Message & Delivery & { cause: number | undefined; publisher?: Publisher | undefined }): void;
}

/**
 * Creates the message flow.
 * @param counted called for each message that a device publishes
 * @param parts functions that return the services, because the services depend on each other
 */
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
  const listeners: MessageListener[] = [];
  const follow = (message: Message & Delivery, publisher: Publisher | undefined, cause: number | undefined) => {
    // The shadow responds before the rules run, so that the screen shows causes before effects. AWS does not guarantee an
    // order.
    // Last wills do not reach the shadow (developer guide, "device-shadow-comms-app").
    const shadowEvent = message.isWill ? undefined : parts.shadows().receive(message, cause);
    const event = shadowEvent ?? cause;
    if (listeners.length > 0) for (const listener of listeners) listener({ ...message, publisher, cause: event });
    parts.rules().handle(message, publisher, event);
  };
  return {
    listen: (listener) => void listeners.push(listener),
    received(message, origin) {
      counted();
      const isShadow = message.topic.startsWith('$aws/things/');
      const cause = isShadow
        ? undefined
        : bus.emit(
            {
              kind: 'published',
              topic: message.topic,
              bytes: message.payload.byteLength,
              from: origin.clientId,
            },
            undefined,
            undefined,
            { payloads: [{ label: 'message', read: () => message.payload }] },
          );
      follow(message, origin, cause);
      parts.provisioning().receive(message, origin, cause);
    },
    publish({ cause, publisher, ...message }) {
      parts.broker().publish(message);
      follow(message, publisher, cause);
    },
  };
}
