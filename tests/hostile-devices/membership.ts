import {
  AddThingToThingGroupCommand,
  AttachPolicyCommand,
  DescribeThingGroupCommand,
  DetachPolicyCommand,
  type IoTClient,
  RemoveThingFromThingGroupCommand,
} from '@aws-sdk/client-iot';
import { type Group, type GroupChange, groups } from './actions.arbitrary';
import type { Policy } from './oracle';

/** Each group with its parents. A thing can be in only one group of a hierarchy. */
const hierarchies: Readonly<Record<Group, readonly Group[]>> = {
  hospital: ['hospital'],
  ward: ['ward', 'hospital'],
  quarantine: ['quarantine'],
};

/** Thing groups of a device, as the oracle sees them. */
export class Membership {
  readonly #iot: IoTClient;
  readonly #thing: string;
  readonly #policies: Readonly<Record<Group, Policy>>;
  readonly #joined = new Set<Group>();
  readonly #attached = new Set<Group>();

  constructor(iot: IoTClient, thing: string, policies: Readonly<Record<Group, Policy>>) {
    this.#iot = iot;
    this.#thing = thing;
    this.#policies = policies;
  }

  /** Returns the policies that are attached to the thing's groups or to their parents. */
  policies(): readonly Policy[] {
    const all = new Set([...this.#joined].flatMap((group) => hierarchies[group]));
    return [...all].filter((group) => this.#attached.has(group)).map((group) => this.#policies[group]);
  }

  async change(change: GroupChange, group: Group): Promise<void> {
    const member = { thingName: this.#thing, thingGroupName: group };
    switch (change) {
      case 'join': {
        const related = groups.filter(
          (other) => other !== group && hierarchies[other].some((one) => hierarchies[group].includes(one)),
        );
        for (const other of related) await this.change('leave', other);
        await this.#iot.send(new AddThingToThingGroupCommand(member));
        this.#joined.add(group);
        return;
      }
      case 'leave':
        await this.#iot.send(new RemoveThingFromThingGroupCommand(member));
        this.#joined.delete(group);
        return;
      case 'attach':
        await this.#iot.send(new AttachPolicyCommand({ policyName: group, target: await this.#arnOf(group) }));
        this.#attached.add(group);
        return;
      case 'detach':
        await this.#iot.send(new DetachPolicyCommand({ policyName: group, target: await this.#arnOf(group) }));
        this.#attached.delete(group);
    }
  }

  async #arnOf(thingGroupName: Group): Promise<string | undefined> {
    return (await this.#iot.send(new DescribeThingGroupCommand({ thingGroupName }))).thingGroupArn;
  }
}
