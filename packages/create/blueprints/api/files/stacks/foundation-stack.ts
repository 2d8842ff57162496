import { ApiLogs } from '@himeshima/constructs';

new ApiLogs(this, 'api-logs');
