import * as fs from 'node:fs';
import { UsageError } from './usage';
import { onFile } from './user-files';
import { LiveBucket } from '../facts/live-bucket';
import { LiveDepth, nextCalls } from '../facts/live-settings';
import { isRecord } from '../template/read-json';

/** What a file of this kind begins with. */
const FORMAT = 1;

/**
 * What an audit has read so far, a bucket on each line, so that the next one goes on from there. A line that was not finished when
 * the process ended is none.
 */
export class AuditFile {
  private readonly buckets = new Map<string, LiveBucket>();

  /** @throws UsageError for a file that cannot be read or written, that is no such file, or that is of another account */
  constructor(private readonly file: string, account: string) {
    const text = onFile(file, 'read', () => fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '');
    const [header, ...lines] = text.split('\n');
    if (text === '') {
      // What buckets allow is nobody else's business.
      onFile(file, 'written', () => fs.writeFileSync(file, `${JSON.stringify({ version: FORMAT, account })}\n`, { mode: 0o600 }));
      return;
    }
    const found = parsed(header);
    if (!isRecord(found) || found.version !== FORMAT || typeof found.account !== 'string') {
      throw new UsageError(`${file}: not an audit file. Name a file that does not exist, or one that --resume has written`);
    }
    if (found.account !== account) {
      throw new UsageError(`${file}: it is of account ${found.account}, and the credentials are of ${account}`);
    }
    for (const line of lines) {
      const bucket = parsed(line);
      if (isRecord(bucket) && typeof bucket.name === 'string' && isRecord(bucket.answers)) {
        this.buckets.set(bucket.name, bucket as unknown as LiveBucket);
      }
    }
    if (!text.endsWith('\n')) {
      this.append('\n');
    }
  }

  /** The bucket as it was read, if all that is asked for was answered. */
  find(name: string, depth: LiveDepth): LiveBucket | undefined {
    const bucket = this.buckets.get(name);
    const isKnown = bucket && nextCalls(bucket.answers, depth).length === 0 && Object.values(bucket.answers).every(({ kind }) => kind !== 'unknown');
    return isKnown ? bucket : undefined;
  }

  add(bucket: LiveBucket): void {
    this.append(`${JSON.stringify(bucket)}\n`);
  }

  private append(text: string): void {
    onFile(this.file, 'written', () => fs.appendFileSync(this.file, text));
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
