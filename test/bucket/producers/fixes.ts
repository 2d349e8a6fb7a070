import { aws_iam as iam, aws_s3 as s3 } from 'aws-cdk-lib';
import { AccessLogSource, ServiceAccess } from '../../../src';

/** What is made in place of the app as it was written. */
export interface Recipe {
  /** The bucket is an `AccessLogsBucket` with these sources. */
  readonly accessLogs?: readonly AccessLogSource[];
  /** … or a HardenedBucket without the purpose. */
  readonly withoutPurpose?: true;
  readonly services: readonly ServiceAccess[];
  /** Called with the bucket, and with whom the producer says that it works for. */
  readonly after: readonly ((bucket: s3.Bucket, grantee: iam.IGrantable | undefined) => void)[];
  /** The names of the fixes that were followed. */
  readonly followed: ReadonlySet<string>;
}

export const AS_WRITTEN: Recipe = { services: [], after: [], followed: new Set() };

/** How a reader of an error carries out what it says. */
interface Fix {
  readonly name: string;
  /** What the error says. */
  readonly reads: RegExp;
  /** What changes besides; producers look the name up themselves. */
  readonly follow?: (recipe: Recipe, said: RegExpMatchArray) => Partial<Recipe>;
}

/** Reads TypeScript that an error shows, as a reader writes it down. */
function written<T>(text: string): T {
  return new Function('AccessLogSource', `return ${text}`)(AccessLogSource) as T; // eslint-disable-line @typescript-eslint/no-implied-eval
}

const FIXES: readonly Fix[] = [
  {
    name: 'statement on the key',
    reads: /^add to the policy of key \S+ with key\.addToResourcePolicy\(iam\.PolicyStatement\.fromJson\(…\)\): (\{.*\})$/,
    follow: ({ after }, [, json]) => ({ after: [...after, (bucket) => bucket.encryptionKey!.addToResourcePolicy(iam.PolicyStatement.fromJson(JSON.parse(json)))] }),
  },
  {
    name: 'grant',
    reads: /^grant with bucket\.(grant\w+), which allows the key as well/,
    follow: ({ after }, [, method]) => ({ after: [...after, (bucket, grantee) => bucket[method as 'grantRead'](grantee!)] }),
  },
  {
    name: 'services',
    reads: /^name it in services of the HardenedBucket(?: or BucketPerimeter, which allow it on [^:]*|, which then leaves the encryption to it): (\{.*?\})(?:;| \()/,
    follow: ({ services }, [, access]) => ({ services: [...services.filter(({ service }) => service !== written<ServiceAccess>(access).service), written<ServiceAccess>(access)] }),
  },
  {
    name: 'AccessLogsBucket',
    reads: /^send them to an AccessLogsBucket(?: with logSources: (\[.*?\]))?/,
    follow: ({ accessLogs = [] }, [, sources = '[]']) => ({ accessLogs: [...accessLogs, ...written<AccessLogSource[]>(sources)] }),
  },
  // What CDK says itself of Application Load Balancers. README and AccessLogsBucket say where their logs go.
  { name: 'AccessLogsBucket', reads: /Encryption key detected. Bucket encryption using KMS keys is unsupported/, follow: ({ accessLogs = [] }) => ({ accessLogs }) },
  { name: 'no default lock', reads: /^leave objectLockDefaultRetention out, and BucketPurpose\.backupVault, which sets it/, follow: () => ({ withoutPurpose: true }) },
  { name: 'encryptionKey', reads: /^pass encryptionKey: bucket\.encryptionKey to the \w+/ },
  { name: 'origin access control', reads: /^use origin access control: S3BucketOrigin\.withOriginAccessControl\(bucket\)/ },
  { name: 'standard logging v2', reads: /^use standard logging v2, / },
  { name: 'no accessControl', reads: /^leave accessControl out of the BucketDeployment/ },
  { name: 'no serverSideEncryption', reads: /^leave serverSideEncryption out of the BucketDeployment/ },
  { name: 'canary encryption', reads: /^pass artifactS3EncryptionMode: ArtifactsEncryptionMode\.KMS and artifactS3KmsKey: bucket\.encryptionKey to the Canary/ },
  // What CloudFormation calls it, on the L1.
  { name: 'properties', reads: /^set [\w.]+ to .* on the AWS::/ },
];

/** Carries out what an error says, all of it; answers the lines that nobody could carry out as well. */
export function follow(recipe: Recipe, error: string): { readonly recipe: Recipe; readonly unclear: readonly string[] } {
  const advice = new Set([...error.matchAll(/^ *fix: (.*)$/gm)].map(([, line]) => line));
  const said = advice.size === 0 ? [error] : [...advice];
  return said.reduce(({ recipe: before, unclear }, line) => {
    const fix = FIXES.find(({ reads }) => reads.test(line));
    if (!fix) {
      return { recipe: before, unclear: [...unclear, line] };
    }
    const changed = fix.follow?.(before, fix.reads.exec(line)!);
    return { recipe: { ...before, ...changed, followed: new Set([...before.followed, fix.name]) }, unclear };
  }, { recipe, unclear: [] as readonly string[] });
}
