import { App, aws_iam as iam, aws_s3 as s3, CfnParameter, Stack } from 'aws-cdk-lib';
import { BucketPolicyAnalyzer, HardenedBucket, PolicyExposure } from '../../src';

const ENV = { account: '111122223333', region: 'eu-west-1' };

function stackOf(): { app: App; stack: Stack } {
  const app = new App();
  return { app, stack: new Stack(app, 'Office', { env: ENV }) };
}

const readBy = (bucket: s3.IBucket, principal: iam.IPrincipal) => new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects('*')], principals: [principal] });

describe('fromBucket', () => {
  test.each<[string, (bucket: s3.Bucket) => void, PolicyExposure]>([
    ['the guards of a hardened bucket alone are private', () => undefined, PolicyExposure.PRIVATE],
    ['a statement for everyone that an override leaves in place is seen', (bucket) => {
      bucket.addToResourcePolicy(readBy(bucket, new iam.AccountPrincipal(ENV.account)));
      (bucket.policy!.node.defaultChild as s3.CfnBucketPolicy).addPropertyOverride('PolicyDocument.Statement.0.Principal', '*');
    }, PolicyExposure.PUBLIC],
    ['a principal that a parameter decides is unknown', (bucket) => {
      bucket.addToResourcePolicy(readBy(bucket, new iam.ArnPrincipal(new CfnParameter(Stack.of(bucket), 'Reader').valueAsString)));
    }, PolicyExposure.UNKNOWN],
  ])('%s', (_, change, exposure) => {
    const { app, stack } = stackOf();
    const bucket = new s3.Bucket(stack, 'Records');
    change(bucket);
    app.synth();
    expect(BucketPolicyAnalyzer.fromBucket(bucket).publicAccess().anyoneAllowed).toBe(exposure);
  });

  test('a name that CloudFormation chooses is its logical id, and requests are asked with that', () => {
    const { app, stack } = stackOf();
    const bucket = new HardenedBucket(stack, 'Records');
    bucket.grantRead(new iam.AccountPrincipal('444455556666'));
    app.synth();
    const name = (stack.resolve((bucket.node.defaultChild as s3.CfnBucket).logicalId) as string).toLowerCase();
    expect(JSON.parse(BucketPolicyAnalyzer.fromBucket(bucket).within({ accounts: [ENV.account] }).witness!)).toMatchObject({
      principal: { AWS: expect.stringContaining('444455556666') }, resource: expect.stringMatching(new RegExp(`^arn:aws:s3:::${name}`)),
    });
  });

  test('it may be called in a validation of an app with a hardened bucket', () => {
    const { app, stack } = stackOf();
    const bucket = new HardenedBucket(stack, 'Records');
    const seen: PolicyExposure[] = [];
    stack.node.addValidation({
      validate: () => {
        seen.push(BucketPolicyAnalyzer.fromBucket(bucket).publicAccess().anyoneAllowed);
        return [];
      },
    });
    app.synth();
    expect(seen).toEqual([PolicyExposure.PRIVATE]);
  });

  test.each<[string, (stack: Stack) => s3.IBucket, RegExp]>([
    ['before synth', (stack) => new HardenedBucket(stack, 'Records'), /^the policy of bucket 'Office\/Records' is not final before synth\. Call BucketPolicyAnalyzer\.fromBucket after app\.synth\(\)$/],
    ['for an imported bucket', (stack) => s3.Bucket.fromBucketName(stack, 'Records', 'records'), /^bucket 'Office\/Records' is imported/],
  ])('fails %s', (_, make, message) => {
    expect(() => BucketPolicyAnalyzer.fromBucket(make(stackOf().stack))).toThrow(message);
  });

  test('fails for two policies', () => {
    const { app, stack } = stackOf();
    const bucket = new s3.Bucket(stack, 'Records');
    bucket.addToResourcePolicy(readBy(bucket, new iam.AccountPrincipal(ENV.account)));
    new s3.BucketPolicy(stack, 'Second', { bucket }).document.addStatements(readBy(bucket, new iam.AccountPrincipal(ENV.account)));
    app.synth();
    expect(() => BucketPolicyAnalyzer.fromBucket(bucket)).toThrow(/has 2 bucket policies/);
  });
});

describe('fromDocument', () => {
  test.each<[string, iam.IPrincipal, PolicyExposure]>([
    ['an account is not everyone', new iam.AccountPrincipal('444455556666'), PolicyExposure.PRIVATE],
    ['everyone is', new iam.StarPrincipal(), PolicyExposure.PUBLIC],
  ])('%s', (_, principal, exposure) => {
    const { stack } = stackOf();
    const bucket = new s3.Bucket(stack, 'Records');
    const document = new iam.PolicyDocument({ statements: [readBy(bucket, principal)] });
    expect(BucketPolicyAnalyzer.fromDocument(stack, document).publicAccess().anyoneAllowed).toBe(exposure);
  });

  test('an empty document allows nothing', () => {
    expect(BucketPolicyAnalyzer.fromDocument(stackOf().stack, new iam.PolicyDocument()).publicAccess().anyoneAllowed).toBe(PolicyExposure.PRIVATE);
  });
});
