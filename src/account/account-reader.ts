import { answerOfError, BucketGone, codeOf, CredentialsProblem, OtherRegion, reasonOf, regionIn, throwIfWhole } from './aws-errors';
import { Limit } from './limit';
import { readKeys } from './read-keys';
import { readPages } from './read-pages';
import { LiveAccount, LiveAnswer, LiveBucket } from '../facts/live-bucket';
import { LiveSetting } from '../facts/live-setting';
import { LiveDepth, nextCalls } from '../facts/live-settings';
import { keyNameOf } from '../facts/live-template';
import { dig, listOf, ownValue, textOf } from '../template/read-json';

export type AwsService = 's3' | 's3control' | 'kms' | 'cloudwatch' | 'sts';

/** What the reader asks AWS with: a call of a service in a Region, which comes back with the output of the SDK, or throws its error. */
export interface AwsPort {
  /** The Region where nothing else is said. */
  region(): Promise<string>;
  send(service: AwsService, call: string, input: Readonly<Record<string, unknown>>, region: string): Promise<unknown>;
}

export interface AccountReaderOptions extends Partial<LiveDepth> {
  /** How many calls are under way at a time. */
  readonly concurrency: number;
}

export interface Identity {
  readonly account: string;
  readonly partition: string;
}

/** A bucket of the list. The Region is not there where the list does not say it. */
export interface ListedBucket {
  readonly name: string;
  readonly region?: string;
}

/** Reads the settings of buckets from an account. What it may not read is unknown, and says which permission is missing. */
export class AccountReader {
  private readonly limit: Limit;
  private readonly depth: LiveDepth;
  private known: Promise<Identity> | undefined;

  constructor(private readonly clients: AwsPort, { concurrency, level = 'BASELINE', unasked = [], tags = false }: AccountReaderOptions) {
    this.limit = new Limit(concurrency);
    this.depth = { level, unasked, tags };
  }

  /** The account that the credentials are of. @throws CredentialsProblem, or the error of the SDK */
  identity(): Promise<Identity> {
    this.known ??= this.askIdentity();
    return this.known;
  }

  /** All buckets of the account, or those of a Region. @throws CredentialsProblem, or the error of the SDK: without the list there is nothing to read */
  async* listBuckets(region?: string): AsyncIterable<ListedBucket> {
    const own = await this.clients.region();
    const seen = new Set<unknown>();
    for (let token: unknown; ;) {
      const input = { MaxBuckets: PAGE, ...region === undefined ? {} : { BucketRegion: region }, ...token === undefined ? {} : { ContinuationToken: token } };
      const output = await this.ask('s3', 'ListBuckets', input, own);
      for (const bucket of listOf(ownValue(output, 'Buckets'))) {
        const [name, place] = ['Name', 'BucketRegion'].map((part) => textOf(ownValue(bucket, part)));
        if (region === undefined || place === '' || place === region) {
          yield { name, ...place === '' ? {} : { region: place } };
        }
      }
      token = ownValue(output, 'ContinuationToken');
      if (token === undefined || token === '' || seen.has(token)) {
        return;
      }
      seen.add(token);
    }
  }

  /** Reads a bucket where it is; undefined if there is none of this name, or not any more. @throws CredentialsProblem */
  async readBucket(name: string, region?: string): Promise<LiveBucket | undefined> {
    try {
      const place = region ?? await this.regionOf(name);
      try {
        return await this.readIn(name, place);
      } catch (error) {
        if (!(error instanceof OtherRegion)) {
          throw error;
        }
        const other = error.region ?? await this.regionOf(name);
        return other === place ? undefined : await this.readIn(name, other);
      }
    } catch (error) {
      if (error instanceof BucketGone) {
        return undefined;
      }
      throw error;
    }
  }

  /** Reads what counts for all of these buckets of a Region: the account's settings, their keys and alarms. @throws CredentialsProblem */
  async readAccount(region: string, buckets: readonly LiveBucket[]): Promise<LiveAccount> {
    const { account, partition } = await this.identity();
    const names = [...new Set(buckets.flatMap((bucket) => keyNameOf(bucket) ?? []))];
    const [publicAccessBlock, keys, alarms] = await Promise.all([
      this.answer('s3control', { call: 'GetPublicAccessBlock', permission: 's3:GetAccountPublicAccessBlock', absent: ['NoSuchPublicAccessBlockConfiguration'] }, { AccountId: account }, region),
      readKeys(names, account, (setting, input) => this.answer('kms', setting, input, region)),
      this.readAlarms(region),
    ]);
    return { account, partition, region, publicAccessBlock, keys, alarms };
  }

  private async readAlarms(region: string): Promise<LiveAnswer<readonly unknown[]>> {
    if (this.depth.level !== 'STRICT' || this.depth.unasked?.includes('DescribeAlarms')) {
      return { kind: 'unknown', reason: 'no call asked CloudWatch for its alarms' };
    }
    const answer = await this.answer('cloudwatch', { call: 'DescribeAlarms', permission: 'cloudwatch:DescribeAlarms', absent: [], pages: 'MetricAlarms' }, { AlarmTypes: ['MetricAlarm'] }, region);
    return answer.kind !== 'value' ? answer : {
      kind: 'value',
      // Most alarms of an account are on something else.
      value: listOf(ownValue(answer.value, 'MetricAlarms')).filter((alarm) => ownValue(alarm, 'Namespace') === 'AWS/S3' || listOf(ownValue(alarm, 'Metrics')).length > 0),
    };
  }

  private async readIn(name: string, region: string): Promise<LiveBucket> {
    const { account, partition } = await this.identity();
    const answers: Record<string, LiveAnswer> = {};
    for (let calls = nextCalls(answers, this.depth); calls.length > 0; calls = nextCalls(answers, this.depth)) {
      const given = await Promise.all(calls.map((setting) => this.answer('s3', setting, { Bucket: name }, region)));
      calls.forEach(({ call }, i) => { answers[call] = given[i]; });
    }
    return { name, account, region, partition, answers };
  }

  /**
   * Finds the Region of a bucket, which S3 returns even to a caller that may not read the bucket.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
   */
  private async regionOf(name: string): Promise<string> {
    const own = await this.clients.region();
    try {
      return textOf(ownValue(await this.ask('s3', 'HeadBucket', { Bucket: name }, own), 'BucketRegion')) || own;
    } catch (error) {
      const said = regionIn(error);
      if (said !== undefined) {
        return said;
      }
      if (error instanceof CredentialsProblem || error instanceof BucketGone) {
        throw error;
      }
      if (codeOf(error) === 'NotFound' || dig(error, '$metadata', 'httpStatusCode') === 404) {
        throw new BucketGone();
      }
      return error instanceof OtherRegion && error.region !== undefined ? error.region : this.locationOf(name, own);
    }
  }

  /** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html */
  private async locationOf(name: string, own: string): Promise<string> {
    const answer = await this.answer('s3', { call: 'GetBucketLocation', permission: 's3:GetBucketLocation', absent: [] }, { Bucket: name }, own);
    const constraint = answer.kind === 'value' ? textOf(ownValue(answer.value, 'LocationConstraint')) : undefined;
    // Where it cannot be told, asking in the own Region shows what is denied.
    return constraint === undefined ? own : constraint === '' ? 'us-east-1' : constraint === 'EU' ? 'eu-west-1' : constraint;
  }

  private async answer(service: AwsService, setting: Pick<LiveSetting, 'call' | 'permission' | 'absent' | 'pages'>, input: Readonly<Record<string, unknown>>, region: string): Promise<LiveAnswer> {
    try {
      const send = (page: Readonly<Record<string, unknown>>) => this.limit.run(() => this.clients.send(service, setting.call, page, region));
      return { kind: 'value', value: plain(setting.pages === undefined ? await send(input) : await readPages(send, input, setting.pages)) };
    } catch (error) {
      return answerOfError(error, setting);
    }
  }

  private async ask(service: AwsService, call: string, input: Readonly<Record<string, unknown>>, region: string): Promise<unknown> {
    try {
      return await this.limit.run(() => this.clients.send(service, call, input, region));
    } catch (error) {
      throwIfWhole(error);
      throw error;
    }
  }

  private async askIdentity(): Promise<Identity> {
    try {
      const output = await this.ask('sts', 'GetCallerIdentity', {}, await this.clients.region());
      return { account: textOf(ownValue(output, 'Account')), partition: textOf(ownValue(output, 'Arn')).split(':')[1] || 'aws' };
    } catch (error) {
      throw error instanceof CredentialsProblem ? error : new CredentialsProblem(reasonOf(error, 'GetCallerIdentity', 'sts:GetCallerIdentity'));
    }
  }
}

const PAGE = 1_000;

/** An output as it would come back from a file: no metadata of the SDK, and dates as texts. */
function plain(output: unknown): unknown {
  return JSON.parse(JSON.stringify(output ?? {}, (key, value: unknown) => key === '$metadata' ? undefined : value));
}
