import { z } from 'zod';
import { alarmStates } from '../../../cloudwatch/alarm';
import { actionKind } from '../rule-action';

const State = z.enum(alarmStates);

/** Action that sets the state of a CloudWatch alarm. Source: AWS IoT developer guide, "cloudwatch-alarms-rule-action". */
export const cloudwatchAlarmAction = actionKind({
  awsName: 'CloudwatchAlarmAction',
  schema: z.object({
    roleArn: z.string(),
    alarmName: z.string(),
    stateReason: z.string(),
    stateValue: z.string(),
  }),
  role: ({ roleArn }) => roleArn,
  compile({ alarmName, stateReason, stateValue }, { field, targets, arnOf }) {
    const name = field(alarmName);
    const reason = field(stateReason);
    const value = field(stateValue);
    return {
      permissions: [
        { action: 'cloudwatch:SetAlarmState', resource: (match) => arnOf('cloudwatch', `alarm:${name(match)}`) },
      ],
      target: alarmName,
      resource: alarmName,
      run(match) {
        const { success, data: state } = State.safeParse(value(match));
        if (!success) throw new Error(`invalid stateValue "${value(match)}": expected ${alarmStates.join(', ')}`);
        targets.alarms.setState(name(match), { state, reason: reason(match) });
      },
    };
  },
});
