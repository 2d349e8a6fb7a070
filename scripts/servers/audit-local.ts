import { LocalAccount } from './local-account';
import { CREDENTIALS, REGION } from './places';
import { AccountReader } from '../../src/account/account-reader';
import { createClients } from '../../src/account/aws-clients';
import { auditAccount } from '../../src/cli/audit-account';
import { Check } from '../../src/rules/check';
import { LiveReport } from '../../src/rules/check-live';
import { liveDepth } from '../../src/rules/live-depth';

/** Told when all buckets are read, and when each of them is judged. */
interface Watching {
  readonly onRead?: () => void;
  readonly onProgress?: (text: string) => void;
}

/** Audits a local account as the command `audit` does. */
export async function auditLocal({ proxy }: LocalAccount, check: Check, concurrency: number, { onRead, onProgress }: Watching = {}): Promise<LiveReport> {
  process.env.AWS_ACCESS_KEY_ID = CREDENTIALS.accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = CREDENTIALS.secretAccessKey;
  const clients = createClients({ region: REGION, endpointUrl: proxy.url, maxSockets: concurrency });
  try {
    const depth = liveDepth(check.rules);
    const reader = new AccountReader(clients, { concurrency, ...depth });
    const identity = await reader.identity();
    return await auditAccount({
      reader,
      identity,
      depth,
      concurrency,
      check,
      isStopped: () => false,
      onRead: () => onRead?.(),
      onProgress: (text) => onProgress?.(text),
    });
  } finally {
    clients.destroy();
  }
}
