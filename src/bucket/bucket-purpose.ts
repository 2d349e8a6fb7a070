import { aws_iam as iam, aws_s3 as s3, Duration } from 'aws-cdk-lib';
import { LogArchiveOptions } from './log-archive-options';
import { accessOf, asFolder, LogSource } from './log-source';
import { PurposeSettings } from './purpose-settings';
import { givenIn } from '../input/given';
import { InputChecks } from '../input/input-checks';
import { alarmOptions } from '../monitoring/request-alarm-options';
import { RequestAlarmScope } from '../monitoring/request-alarm-scope';
import { checkList, LIST_FORMATS } from '../perimeter/check-perimeter';
import { IdentityPerimeter } from '../perimeter/identity';
import { PresignedUrls } from '../perimeter/presigned-urls';
import { deliveredUnder } from '../rules/archive-prefixes';
import { Rule } from '../rules/rule';

/**
 * What a backup vault is made for.
 */
export interface BackupVaultOptions {
  /**
   * For how long each object is locked, and kept as a noncurrent version: whole days.
   *
   * @default Duration.days(35)
   */
  readonly retention?: Duration;

  /**
   * Whether nobody, the root user included, can shorten the lock. It cannot be undone: the bucket and its cost stay until the
   * last lock has ended.
   *
   * @default - false: governance mode, which `s3:BypassGovernanceRetention` gets around, denied to all but break-glass roles
   */
  readonly compliance?: boolean;
}

/**
 * What an exchange with partners is made for.
 */
export interface PartnerExchangeOptions {
  /** The ids of the accounts of the partners. */
  readonly accountIds: string[];

  /**
   * What the keys begin with that partners put here.
   *
   * @default 'incoming/'
   */
  readonly incomingPrefix?: string;

  /**
   * What the keys begin with that partners read and list.
   *
   * @default 'outgoing/'
   */
  readonly outgoingPrefix?: string;

  /**
   * After how long objects expire: whole days. An exchange is no storage.
   *
   * @default Duration.days(30)
   */
  readonly expiration?: Duration;
}

/**
 * What kind of bucket it is: perimeter, lifecycle, logging and alarms follow from it.
 *
 * A property that is given itself wins over what the purpose sets; parts of the perimeter are joined. No purpose serves a
 * website from S3 itself: that takes a public bucket without TLS. `webOrigin` is the way.
 */
export class BucketPurpose {
  /**
   * Data of one account: no other account gets in, and presigned URLs work for an hour at most.
   */
  public static privateData(): BucketPurpose {
    return new BucketPurpose({
      perimeter: { identity: { crossAccount: false }, request: { presignedUrls: PresignedUrls.maximumAge(Duration.hours(1)) } },
    });
  }

  /**
   * The origin of a CloudFront distribution with origin access control: pass the bucket to
   * `S3BucketOrigin.withOriginAccessControl`, which lets in the one distribution.
   *
   * No other account gets in and no presigned URL works. CloudFront asks for objects that are not there, so that the alarm on
   * 4xx waits for 25 %; nobody is to list it, so that one on LIST does not wait long.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
   */
  public static webOrigin(): BucketPurpose {
    return new BucketPurpose({
      noncurrentVersionExpiration: Duration.days(30),
      requestAlarms: { clientErrorRateThreshold: 25, headRequestsThreshold: 10_000, listRequestsThreshold: 100 },
      perimeter: { identity: { crossAccount: false }, request: { presignedUrls: PresignedUrls.forbidden() } },
    });
  }

  /**
   * An archive of logs that services deliver: for the bucket's own account, for others, or for a whole organization.
   *
   * The accounts that it is an archive of do not get in. Whom services deliver for is in the conditions of each statement, on the
   * bucket and on its key.
   *
   * Give a trail the key of the archive (`encryptionKey`). CloudTrail alone chooses the encryption of what it writes: its digests
   * have SSE-S3, whatever the key of the trail.
   *
   * Nobody but break-glass roles deletes a version or changes the guards. Logs move to Glacier Instant Retrieval after 90
   * days, and expire after the retention.
   *
   * @throws if there is no source, or an option is invalid: the error quotes the value
   */
  public static logArchive(options: LogArchiveOptions): BucketPurpose {
    const place = 'BucketPurpose.logArchive';
    const checks = new InputChecks();
    checks.struct('LogArchiveOptions', options, { place });
    const { sources, prefixes, sourceAccounts, sourceOrganizationIds, sourceOrganizationPaths, retention = Duration.days(400) } = options;
    if (sources.length === 0) {
      checks.refuse(`${place} has no sources, so nothing could be delivered. Name one, such as LogSource.CLOUDTRAIL`);
    }
    sources.forEach((source, i) => checks.oneOf(`${place}.sources[${i}]`, source, LogSource, 'LogSource'));
    checkList(checks, `${place}.prefixes`, prefixes, LIST_FORMATS.PREFIX);
    checkList(checks, `${place}.sourceAccounts`, sourceAccounts, LIST_FORMATS.ACCOUNT);
    checkList(checks, `${place}.sourceOrganizationIds`, sourceOrganizationIds, LIST_FORMATS.ORGANIZATION);
    checkList(checks, `${place}.sourceOrganizationPaths`, sourceOrganizationPaths, LIST_FORMATS.ORGANIZATION_PATH);
    checks.throwIfAny();
    return new BucketPurpose({
      services: [...new Set(sources)].map((source) => accessOf(source, prefixes, { sourceAccounts, sourceOrganizationIds, sourceOrganizationPaths })),
      lifecycleRules: [{
        id: 'ArchiveAndExpireLogs',
        // What is moved is paid for 90 days at least.
        transitions: retention.toDays() >= 180 ? [{ storageClass: s3.StorageClass.GLACIER_INSTANT_RETRIEVAL, transitionAfter: Duration.days(90) }] : undefined,
        expiration: retention,
      }],
      perimeter: {
        identity: { crossAccount: false, sourceAccountIds: sourceAccounts, sourceOrganizationIds, sourceOrganizationPaths },
        request: { presignedUrls: PresignedUrls.maximumAge(Duration.hours(1)), tamperProtection: true, deletionProtection: true },
      },
    }, () => undefined, prefixes?.map(asFolder));
  }

  /**
   * A vault for backups: each object is locked, nobody but break-glass roles deletes a version or changes the guards, no other
   * account gets in and no presigned URL works.
   *
   * @throws if an option is none of `BackupVaultOptions`
   */
  public static backupVault(options: BackupVaultOptions = {}): BucketPurpose {
    const checks = new InputChecks();
    checks.struct('BackupVaultOptions', options, { place: 'BucketPurpose.backupVault' });
    checks.throwIfAny();
    const { retention = Duration.days(35), compliance = false } = options;
    return new BucketPurpose({
      objectLockEnabled: true,
      objectLockDefaultRetention: compliance ? s3.ObjectLockRetention.compliance(retention) : s3.ObjectLockRetention.governance(retention),
      noncurrentVersionExpiration: retention,
      requestAlarms: { listRequestsThreshold: 100 },
      perimeter: {
        identity: { crossAccount: false },
        request: { presignedUrls: PresignedUrls.forbidden(), tamperProtection: true, deletionProtection: true },
      },
    });
  }

  /**
   * An exchange with partners: their accounts put objects under one prefix, and read and list under another. Everybody else
   * outside is denied, presigned URLs do not work, and objects expire.
   *
   * The partners need permissions on the bucket and its key in their own accounts as well.
   *
   * @throws if there is no account, or a prefix has a wildcard
   */
  public static partnerExchange(options: PartnerExchangeOptions): BucketPurpose {
    const place = 'BucketPurpose.partnerExchange';
    const checks = new InputChecks();
    checks.struct('PartnerExchangeOptions', options, { place });
    const { accountIds, incomingPrefix = 'incoming/', outgoingPrefix = 'outgoing/', expiration = Duration.days(30) } = options;
    if (accountIds.length === 0) {
      checks.refuse(`${place} has no accountIds, so there is no account to exchange with. Name ${LIST_FORMATS.ACCOUNT[1]}`);
    }
    for (const [name, prefix] of Object.entries({ incomingPrefix, outgoingPrefix })) {
      if (!/^[^*?$]+$/.test(prefix)) {
        checks.refuse(`${place}.${name} is '${prefix}'. Use what the keys begin with, such as ${name === 'incomingPrefix' ? 'incoming/' : 'outgoing/'}, without wildcards or variables`);
      }
    }
    checks.throwIfAny();
    return new BucketPurpose({
      lifecycleRules: [{ id: 'ExpireExchanged', expiration }],
      perimeter: { identity: { accountIds }, request: { presignedUrls: PresignedUrls.forbidden() } },
    }, (bucket) => admitPartners(bucket, accountIds, incomingPrefix, outgoingPrefix));
  }

  private constructor(
    private readonly settings: PurposeSettings,
    private readonly admit: (bucket: s3.Bucket) => void = () => undefined,
    private readonly folders?: readonly string[],
  ) {}

  /**
   * The properties of a bucket of this purpose.
   *
   * @internal
   */
  public _with<T extends PurposeSettings>(props: T): T {
    const { perimeter = {}, requestAlarms, lifecycleRules = [], services = [] } = this.settings;
    const identity = { ...perimeter.identity, ...givenIn(props.perimeter?.identity), ...joinedSources(perimeter.identity, props.perimeter?.identity) };
    // Who lists accounts or organizations opens what the purpose closes.
    const isOpened = identity.accountIds ?? identity.organizationIds ?? identity.organizationPaths;
    // Without metrics or alarms the purpose asks for no thresholds.
    const isUnwatched = props.requestMetrics === false || props.requestAlarmScope === RequestAlarmScope.NONE;
    return {
      ...props,
      ...this.settings,
      ...givenIn(props),
      requestAlarms: isUnwatched || !requestAlarms ? props.requestAlarms : alarmOptions(requestAlarms, props.requestAlarms),
      lifecycleRules: [...lifecycleRules, ...props.lifecycleRules ?? []],
      services: [...services, ...props.services ?? []],
      perimeter: {
        ...givenIn(props.perimeter),
        identity: isOpened ? { ...identity, crossAccount: props.perimeter?.identity?.crossAccount } : identity,
        request: { ...perimeter.request, ...givenIn(props.perimeter?.request) },
      },
    };
  }

  /**
   * Lets in whom the purpose is for.
   *
   * @internal
   */
  public _admit(bucket: s3.Bucket): void {
    this.admit(bucket);
  }

  /**
   * What the purpose promises beside its settings.
   *
   * @internal
   */
  public _proofs(evaluate: (value: unknown) => unknown): readonly Rule[] {
    const folders = this.folders?.map(evaluate);
    // A folder that is decided at deployment, or none, may be that of any key.
    return folders?.every((folder) => typeof folder === 'string' && folder !== '') ? [deliveredUnder(folders as string[])] : [];
  }
}

/** Whom services may act for: by the purpose, and by the property beside it. */
function joinedSources(one: IdentityPerimeter = {}, other: IdentityPerimeter = {}): IdentityPerimeter {
  const joined = (name: 'sourceAccountIds' | 'sourceOrganizationIds' | 'sourceOrganizationPaths') => {
    const values = [...one[name] ?? [], ...other[name] ?? []];
    return values.length > 0 ? { [name]: values } : {};
  };
  return { ...joined('sourceAccountIds'), ...joined('sourceOrganizationIds'), ...joined('sourceOrganizationPaths') };
}

function admitPartners(bucket: s3.Bucket, accountIds: readonly string[], incomingPrefix: string, outgoingPrefix: string): void {
  const principals = accountIds.map((id) => new iam.AccountPrincipal(id));
  const allow = (sid: string, actions: string[], resource: string, conditions?: Record<string, object>) =>
    bucket.addToResourcePolicy(new iam.PolicyStatement({ sid, principals, actions, resources: [resource], conditions }));
  allow('AllowPartnersToPut', ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'], bucket.arnForObjects(`${incomingPrefix}*`));
  allow('AllowPartnersToGet', ['s3:GetObject'], bucket.arnForObjects(`${outgoingPrefix}*`));
  allow('AllowPartnersToList', ['s3:ListBucket'], bucket.bucketArn, { StringLike: { 's3:prefix': `${outgoingPrefix}*` } });
  bucket.encryptionKey?.addToResourcePolicy(new iam.PolicyStatement({
    sid: 'AllowPartners',
    principals,
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: ['*'],
  }));
}
