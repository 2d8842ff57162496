import type { DeviceSummary } from '../api/operations';
import { VisibleText } from '../shared/visible-text';
import classes from './devices.module.css';

/** Whether a device is connected and, if not, the reason for its disconnection. */
export function ConnectionState({ device }: { device: DeviceSummary }) {
  const { connected, disconnectReason, lastSeen } = device;
  if (connected)
    return (
      <span className={classes.connection} data-connected>
        Connected
      </span>
    );
  return (
    <span className={classes.connection}>
      {lastSeen === undefined ? 'Never connected' : 'Disconnected'}
      {disconnectReason !== undefined && (
        <>
          {' · '}
          <VisibleText text={disconnectReason} />
        </>
      )}
    </span>
  );
}
