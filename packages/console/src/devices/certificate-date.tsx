import { usePlatform } from '../api/hooks';
import { formatCount, formatDateTime } from '../shared/format';
import { expiryOf } from './certificate-expiry';
import classes from './devices.module.css';

/** Date on which a certificate expires, with a warning in the last 30 days. */
export function CertificateDate({ expiry }: { expiry: string }) {
  const now = usePlatform()?.clock.now;
  const date = formatDateTime(expiry).slice(0, 10);
  const { days, isSoon } = expiryOf(expiry, now ?? expiry);
  if (now === undefined || !isSoon) return <span className={classes.numbers}>{date}</span>;
  return (
    <span className={classes.soon}>
      <span className={classes.numbers}>{date}</span> ({days < 0 ? 'expired' : `${formatCount(days)} days`})
    </span>
  );
}
